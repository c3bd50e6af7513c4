import Foundation
import Signatures
import TestSupport
import Testing

@testable import WardContract

/// Live programmes through real programs: `loanha live`, mosquitto, `loanhad`.
@Suite("Live programmes", .serialized) struct LiveTests {
  /// In turn, a second each; none of them is a note of a signal.
  private static let pitches = [400.0, 1_100, 1_600]

  private static func melody(_ house: House, seconds: Int) throws -> String {
    let path = house.folder.file("melody-\(seconds).wav")
    let parts = (0..<min(3, seconds)).map { house.folder.file("part-\($0).wav") }
    for (index, part) in parts.enumerated() {
      _ = try ChildProcess.run(
        "sox",
        [
          "-n", "-r", "48000", "-c", "1", "-b", "16", part, "synth", "1", "sine",
          "\(Int(pitches[index]))", "vol", "0.5",
        ])
    }
    let (code, output) = try ChildProcess.run(
      "sox", (0..<seconds).map { parts[$0 % parts.count] } + [path])
    try #require(code == 0, "\(output)")
    return path
  }

  /// With ALSA's configuration of our own, like the terminal: this machine's may lead to plugins that
  /// are not there.
  private static func live(
    _ house: House, _ source: String, _ id: String, _ options: String...
  ) throws -> ChildProcess {
    try ChildProcess(
      "ALSA_CONFIG_PATH=\(house.alsaConfiguration[0])",
      [House.program("loanha"), "live", source, "--ward", house.ward, "--id", id]
        + ["--title", "Trực tiếp \(id)"]
        + ["--class", "thong-tin-thiet-yeu", "--directive-issuer", "Sở TTTT"]
        + ["--directive-number", "45/CV"]
        + ["--lifts", "khung-gio,so-buoi,ngay-trong-tuan,thoi-luong,noi-dung"] + options,
      log: house.folder.file("live-\(id).log"))
  }

  /// The loudspeaker's samples.
  private static func speaker(_ house: House) throws -> [Int16] {
    let path = house.folder.file("heard.wav")
    try house.loanha("sim", "speaker", "--home", house.home, "--out", path)
    let data = try Data(contentsOf: URL(fileURLWithPath: path)).dropFirst(44)
    return data.withUnsafeBytes { bytes in
      (0..<bytes.count / 2).map {
        bytes.loadUnaligned(fromByteOffset: $0 * 2, as: Int16.self)
      }
    }
  }

  /// Which of the pitches each hundredth of a second is, if any: 80 % of its energy must be there.
  private static func heard(_ samples: [Int16]) -> [Double?] {
    stride(from: 0, to: samples.count - 480, by: 480).map { start in
      let window = samples[start..<start + 480].map { Double($0) }
      let energy = window.reduce(0) { $0 + $1 * $1 }
      guard energy > 480 * 40_000 else { return nil }
      return pitches.first { hertz in
        let factor = 2 * cos(2 * Double.pi * hertz / 48_000)
        var (last, before) = (0.0, 0.0)
        for sample in window { (last, before) = (sample + factor * last - before, last) }
        return last * last + before * before - factor * last * before > 0.8 * energy * 240
      }
    }
  }

  /// The first number of nanoseconds on the last line with `word`.
  private static func nanoseconds(_ log: String, before word: String) -> Int64? {
    log.split(separator: "\n").last { $0.contains(word) }?
      .split(separator: " ").compactMap { Int64($0) }.first { $0 > 1_000_000_000 }
  }

  /// Between home and broker: it loses so many segments in a thousand.
  private static func startRelay(_ house: House, perMille: Int) throws -> ChildProcess {
    let port = freePort()
    let settings = "\(house.home)/settings.toml"
    let text = try String(contentsOfFile: settings, encoding: .utf8)
    try text.replacingOccurrences(of: "port = \(house.port)", with: "port = \(port)")
      .write(toFile: settings, atomically: true, encoding: .utf8)
    let relay = try ChildProcess(
      "/usr/bin/python3",
      [
        "\(sourceRoot)/Tests/HouseTests/lossy_relay.py", "\(port)", "\(house.port)", house.ward,
        house.home, "\(perMille)", "3",
      ], log: house.folder.file("relay.log"))
    try #require(eventually { relay.log.contains("listens") }, "\(relay.log)")
    return relay
  }

  @Test("with 5 % of the segments lost, what is heard is the whole programme, without a gap")
  func lossy() throws {
    let house = try House(isPaced: true)
    let relay = try Self.startRelay(house, perMille: 50)
    try house.start()
    // What is heard in real time stops where the whole machine does: a busy one gets three chances.
    var faults = ["nothing was heard"]
    for attempt in 1...3 where !faults.isEmpty {
      faults = try Self.faults(house, relay, "nhac-\(attempt)")
      print("live: attempt \(attempt), faults \(faults)")
    }
    #expect(faults.isEmpty, "\(house.logs)")
    #expect(house.terminal?.stop() == 0)
  }

  /// What is wrong with a programme of 24 s as it was heard.
  private static func faults(
    _ house: House, _ relay: ChildProcess, _ id: String
  ) throws -> [String] {
    let seconds = 24
    let before = (try? speaker(house).count) ?? 0
    let droppedBefore = relay.log.components(separatedBy: "dropped").count
    let live = try live(house, try melody(house, seconds: seconds), id)
    // Whoever missed more than a tenth has not heard it.
    #expect(house.hasFact("heard 1", of: id), "\(house.logs)\(live.log)\(relay.log)")
    #expect(house.hasFact("taken-off 1", of: id), "\(house.logs)\(live.log)")
    #expect(eventually { !live.isRunning }, "\(live.log)")
    let lost = relay.log.components(separatedBy: "dropped").count - droppedBefore
    #expect(lost > 3, "too little was lost: \(relay.log)")
    // What was lost once came again with the segment behind it: only pairs are missing.
    let receipts = try house.loanha("receipts", "--ward", house.ward, id, "--json")
    let missing =
      receipts.components(separatedBy: "\"lost\":").dropFirst()
      .compactMap { Int($0.prefix { $0.isNumber }) }.reduce(0, +)
    #expect(missing <= 240, "\(missing) ms are missing")

    let samples = Array(try speaker(house).dropFirst(before))
    let windows = heard(samples)
    let first = try #require(windows.firstIndex { $0 != nil })
    let last = try #require(windows.lastIndex { $0 != nil })
    var faults: [String] = []
    let length = Double(last - first + 1) / 100
    if abs(length - Double(seconds)) > 0.25 { faults.append("\(length) s long") }
    for pitch in pitches {
      let sounded = Double(windows.count { $0 == pitch }) / 100
      if abs(sounded - Double(seconds) / 3) > 0.6 { faults.append("\(pitch) Hz for \(sounded) s") }
    }
    var gaps = [0]
    for window in windows[first...last] {
      if window != nil { gaps.append(0) } else { gaps[gaps.count - 1] += 1 }
    }
    let gap = (gaps.max() ?? 0) * 10
    if gap > 100 { faults.append("a gap of \(gap) ms") }
    // At the home's volume of 60 % the highest tone has steps of 1,250; where one tone follows
    // another there is a corner.
    let words = samples[(first * 480)...]
    let steepest = zip(words, words.dropFirst()).map { abs(Int($0) - Int($1)) }.max() ?? 0
    if steepest > 4_000 { faults.append("a click: a step of \(steepest)") }
    // When the first tone sounded, and when its segment came.
    let began = try #require(nanoseconds(house.terminal?.log ?? "", before: "began at"))
    let sent = try #require(nanoseconds(relay.log, before: "first segment"))
    let delay = (began - sent) / 1_000_000 + Int64(first * 10)
    if !(0...3_000).contains(delay) { faults.append("\(delay) ms after its first segment") }
    print("live: \(lost) segments lost, \(length) s, gap \(gap) ms, heard after \(delay) ms")
    return faults
  }

  @Test(
    "an emergency breaks in, then the present goes on; Ctrl-C ends it; a forged segment is nothing")
  func preempted() throws {
    let house = try House(isPaced: true)
    try house.start()
    let live = try Self.live(house, try Self.melody(house, seconds: 120), "dai")
    let isLive = { house.terminal?.log.contains("is live: sounding") ?? false }
    #expect(eventually { isLive() }, "\(house.logs)\(live.log)")
    let onAir = {
      live.log.split(separator: "\n").last { $0.contains(" dBFS") }
        .flatMap { $0.split(separator: " ").first }.flatMap { Int($0) } ?? 0
    }
    #expect(eventually { onAir() >= 6 }, "\(live.log)")
    // Somebody who holds the desk's certificate and not the stream's key.
    let bulletin = try house.loanha("bulletin", "list", "--ward", house.ward, "--json")
    let list = try JSONParser.parse(Array(bulletin.trimmingCharacters(in: .newlines).utf8))
    guard case .array(let items) = list, let stream = try Bulletin(json: items[0]).live else {
      throw House.Failure(description: bulletin)
    }
    let stranger = try Ed25519.PrivateKey()
    let forged = LiveSegment(
      firstPacket: 300, repeatedCount: 0, packets: [[0xFC, 1, 2, 3]], isLast: true
    ).message(of: stream.stream) { stranger.sign($0) }
    try Data(forged).write(to: URL(fileURLWithPath: house.folder.file("forged")))
    let topic = Topic.live(Area("01.00004")!, stream: stream.stream).text
    #expect(try house.publishRaw(topic, file: house.folder.file("forged")) == 0)
    #expect(
      eventually { house.terminal?.log.contains("refused a segment") ?? false }, "\(house.logs)")
    try house.loanha(
      "bulletin", "publish", "--ward", house.ward, "--id", "chay", "--priority", "khan-cap",
      "--title", "Cháy!")
    #expect(house.hasFact("shown 1", of: "chay"))
    #expect(house.hasFact("played 1", of: "dai"), "\(house.logs)")
    try house.loanha("sim", "press", "ok", "--home", house.home)
    #expect(house.hasFact("confirmed 1", of: "chay"))
    let joins = { (house.terminal?.log ?? "").components(separatedBy: "is live: sounding, from ") }
    #expect(eventually { joins().count >= 3 }, "\(house.logs)")
    // Each join later in the programme than the one before: never the past.
    kill(live.identifier, SIGINT)
    #expect(eventually { !live.isRunning }, "\(live.log)")
    #expect(live.stop() == 0, "\(live.log)")
    #expect(house.hasFact("heard 1", of: "dai"), "\(house.logs)\(live.log)")
    #expect(house.hasFact("taken-off 1", of: "dai"), "\(house.logs)")
    #expect(try house.facts("dai").filter { $0 == "played 1" }.count == 2)
    let froms = joins().dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }
    #expect(froms.first == 0 && (froms.last ?? 0) > 5_000, "\(froms)")
    #expect(house.terminal?.stop() == 0)
  }

  @Test("a stream that stands still is told of, and goes on where it stopped when it comes back")
  func interrupted() throws {
    let house = try House(isPaced: true)
    try house.start()
    let live = try Self.live(house, try Self.melody(house, seconds: 60), "dung")
    func said(_ words: String) -> Int {
      (house.terminal?.log ?? "").components(separatedBy: "is live: \(words)").count - 1
    }
    #expect(eventually { said("sounding") == 1 }, "\(house.logs)\(live.log)")
    kill(live.identifier, SIGSTOP)
    #expect(eventually { said("interrupted") == 1 }, "\(house.logs)")
    kill(live.identifier, SIGCONT)
    #expect(eventually { said("sounding") == 2 }, "\(house.logs)")
    // The desk loses power: nobody says goodbye.
    live.kill()
    #expect(eventually { said("interrupted") == 2 }, "\(house.logs)")
    #expect(try house.loanha("bulletin", "list", "--ward", house.ward).contains("dung\tr1"))
    #expect(house.terminal?.stop() == 0)
  }

  @Test("the microphone is heard until somebody ends it")
  func microphone() throws {
    let house = try House(isPaced: true)
    try house.start()
    // ALSA's null device records silence.
    let live = try Self.live(house, "mic", "noi", "--microphone", "null", "--minutes", "2")
    #expect(
      eventually { house.terminal?.log.contains("is live: sounding") ?? false },
      "\(house.logs)\(live.log)")
    kill(live.identifier, SIGTERM)
    #expect(house.hasFact("heard 1", of: "noi"), "\(house.logs)\(live.log)")
    #expect(live.stop() == 0, "\(live.log)")
    #expect(house.terminal?.stop() == 0)
  }

  static let hasRelay = FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg")

  @Test(
    "a station is relayed from HTTP and from HLS, and heard to its end", .enabled(if: hasRelay),
    arguments: ["melody.mp3", "melody.m3u8"])
  func relayed(name: String) throws {
    let house = try House(isPaced: true)
    // Wards of a quận may not relay.
    let plan = "\(house.ward)/plan.toml"
    try String(contentsOfFile: plan, encoding: .utf8)
      .replacingOccurrences(of: "\"bon-quan\"\n\n", with: "\"huyen\"\n\n")
      .write(toFile: plan, atomically: true, encoding: .utf8)
    try house.loanha("ward", "plan", "--ward", house.ward, allowed: [0, 3])
    try house.start()
    let folder = house.folder.file("station")
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let melody = try Self.melody(house, seconds: 6)
    let (code, output) = try ChildProcess.run(
      "ffmpeg",
      ["-loglevel", "error", "-i", melody]
        + (name.hasSuffix("m3u8") ? ["-c:a", "aac", "-hls_time", "2", "-hls_list_size", "0"] : [])
        + ["\(folder)/\(name)"])
    try #require(code == 0, "\(output)")
    let port = freePort()
    let station = try ChildProcess(
      "/usr/bin/python3",
      ["-u", "-m", "http.server", "\(port)", "--bind", "127.0.0.1", "--directory", folder],
      log: house.folder.file("station.log"))
    try #require(eventually { station.log.contains("Serving") }, "\(station.log)")
    let live = try Self.live(house, "http://127.0.0.1:\(port)/\(name)", "dai")
    #expect(house.hasFact("heard 1", of: "dai"), "\(house.logs)\(live.log)")
    #expect(eventually { !live.isRunning }, "\(live.log)")
    #expect(live.stop() == 0, "\(live.log)")
    let windows = Self.heard(try Self.speaker(house))
    for pitch in Self.pitches {
      let sounded = Double(windows.count { $0 == pitch }) / 100
      #expect(abs(sounded - 2) < 0.4, "\(pitch) Hz for \(sounded) s")
    }
    station.kill()
    #expect(house.terminal?.stop() == 0)
  }

  @Test(
    "an address that gives nothing, a file of the desk behind a playlist: refused, not announced")
  func refused() throws {
    let house = try House()
    try house.startBroker()
    try house.startDesk()
    let port = freePort()
    let relayed = try Self.live(house, "http://127.0.0.1:\(port)/none", "tiep")
    #expect(eventually { !relayed.isRunning }, "\(relayed.log)")
    #expect(relayed.stop() == 1 && relayed.log.contains("nguon-chuong-trinh"), "\(relayed.log)")
    for source in ["file:///etc/passwd", "/nowhere.wav"] {
      let live = try Self.live(house, source, "khong")
      #expect(eventually { !live.isRunning }, "\(live.log)")
      #expect(live.stop() == 1, "\(live.log)")
    }
    #expect(try !house.loanha("bulletin", "list", "--ward", house.ward).contains("khong"))
  }
}
