import Foundation
import LinuxIO
import SQLite
import Signatures
import TestSupport
import Testing
import WardContract

/// The real programs against a real broker.
@Suite("The house", .serialized) struct HouseTests {
  @Test("a ward's notice is heard and seen at home, and the ward learns of it")
  func notice() throws {
    let house = try House()
    try house.start()
    try house.publish(
      "tin-1", "Họp tổ dân phố", "--text", "19 giờ tối nay.", "--audio",
      try house.tone(seconds: 1.5, kind: "flac"))
    #expect(house.hasFact("heard 1", of: "tin-1"), "\(house.logs)")
    #expect(try house.facts("tin-1") == ["received 1", "played 1", "heard 1"])
    try house.loanha("sim", "press", "ok", "--home", house.home)
    try house.loanha("sim", "press", "ok", "--home", house.home)
    #expect(house.hasFact("shown 1", of: "tin-1"))
    // The speaker's file holds the whole tone: no first and no last word is lost.
    try house.loanha(
      "sim", "speaker", "--home", house.home, "--out", house.folder.file("heard.wav"))
    let wave = try Data(contentsOf: URL(fileURLWithPath: house.folder.file("heard.wav")))
    let seconds = Self.seconds(of: 440, in: wave.dropFirst(44))
    #expect(abs(seconds - 1.5) < 0.03, "\(seconds) s of the tone were heard")
    #expect(house.terminal?.stop() == 0)
    #expect(house.desk?.stop() == 0)
  }

  @Test(
    "a terminal without a home, or with settings it can't read, waits and then goes on by itself")
  func claim() throws {
    let house = try House()
    try house.startBroker()
    try house.startDesk()
    let settings = URL(fileURLWithPath: "\(house.home)/settings.toml")
    let whole = try Data(contentsOf: settings)
    try FileManager.default.removeItem(at: settings)
    try house.startTerminal("--keep-going")
    #expect(eventually { house.terminal?.log.contains("claim code") ?? false })
    // Half a copy, as a card that is being written may hold.
    try whole.prefix(80).write(to: settings)
    #expect(eventually { house.terminal?.log.contains("the settings can't be used") ?? false })
    try whole.write(to: settings, options: .atomic)
    #expect(eventually { try house.isOnline() }, "\(house.logs)")
    #expect(house.terminal?.stop() == 0)
  }

  @Test("a data partition that can't be mounted is told of on the screen, without a home")
  func storageMissing() throws {
    let house = try House()
    let empty = TemporaryFolder()
    let terminal = try ChildProcess(
      House.program("loanhad"),
      ["--storage-missing", "--board", house.folder.file("board.toml"), "--home", empty.path],
      log: house.folder.file("storage.log"))
    #expect(eventually { FileManager.default.fileExists(atPath: empty.file("screen.png")) })
    #expect(terminal.log.contains("the data partition is not mounted"), "\(terminal.log)")
    #expect(terminal.stop() == 0)
    // Of a home nothing was made where none is.
    #expect(try FileManager.default.contentsOfDirectory(atPath: empty.path) == ["screen.png"])
  }

  @Test(
    "settings that can't be read don't keep the service from starting: its preparation succeeds")
  func preparation() throws {
    let house = try House()
    try house.folder.write("port = ", to: "home/settings.toml")
    let (code, output) = try ChildProcess.run(
      House.program("loanhad"), ["--prepare", "--home", house.home])
    #expect(code == 0)
    #expect(output.contains("the clock is left as it is: "), "\(output)")
  }

  @Test("a board file that can't be used is told of, and the terminal goes on with a generic one")
  func genericBoard() throws {
    let house = try House()
    try house.startBroker()
    try house.startDesk()
    let log = house.folder.file("generic.log")
    let terminal = try ChildProcess(
      House.program("loanhad"),
      ["--board", "/nowhere.toml", "--keep-going", "--home", house.home], log: log)
    let faults = "\"faults\":[\"board\""
    #expect(
      eventually {
        try house.loanha("terminal", "list", "--ward", house.ward, "--json").contains(faults)
      }, "\(terminal.log)")
    #expect(terminal.stop() == 0)
    let strict = try ChildProcess.run(
      House.program("loanhad"), ["--board", "/nowhere.toml", "--home", house.home])
    #expect(strict.code == 78)
  }

  /// For how long a tone of that frequency is what sounds, by Goertzel's filter over windows of
  /// 10 ms of 16-bit samples at 48 kHz.
  static func seconds(of hertz: Double, in data: Data) -> Double {
    let samples = data.withUnsafeBytes { bytes in
      (0..<bytes.count / 2).map {
        Double(bytes.loadUnaligned(fromByteOffset: $0 * 2, as: Int16.self))
      }
    }
    let factor = 2 * cos(2 * Double.pi * hertz / 48_000)
    var windows = 0
    for start in stride(from: 0, to: samples.count - 480, by: 480) {
      var (last, before, energy) = (0.0, 0.0, 0.0)
      for sample in samples[start..<start + 480] {
        (last, before) = (sample + factor * last - before, last)
        energy += sample * sample
      }
      let power = last * last + before * before - factor * last * before
      // A pure tone has all its energy at its frequency: power = energy × 480 / 2.
      if energy > 480 * 100, power > 0.8 * energy * 240 { windows += 1 }
    }
    return Double(windows) / 100
  }

  @Test("an emergency breaks in, repeats until confirmed, and its end is shown")
  func emergency() throws {
    let house = try House(isPaced: true)
    try house.start()
    try house.publish("dai", "Chương trình dài", "--audio", try house.tone(seconds: 60))
    #expect(eventually { house.terminal?.log.contains("began at") ?? false })
    try house.loanha(
      "bulletin", "publish", "--ward", house.ward, "--id", "chay", "--priority", "khan-cap",
      "--title", "Cháy!")
    #expect(house.hasFact("shown 1", of: "chay"))
    try house.loanha("sim", "press", "ok", "--home", house.home)
    #expect(house.hasFact("confirmed 1", of: "chay"))
    try house.loanha("bulletin", "cancel", "--ward", house.ward, "chay")
    #expect(house.hasFact("taken-off 1", of: "chay"))
    // The programme goes on and is not begun anew: stopped once, at an emergency.
    #expect(
      eventually { (house.terminal?.log.components(separatedBy: "began at").count ?? 0) >= 4 })
    #expect(house.terminal?.stop() == 0)
  }

  @Test("forged, unsigned, replayed and oversized messages are refused; the next good one is heard")
  func forged() throws {
    let house = try House()
    try house.start()
    try house.publish("that", "Tin thật")
    #expect(house.hasFact("received 1", of: "that"))
    let area = "loanha/v1/area/01.00004"
    let folder = house.folder
    // Unsigned: the words alone.
    _ = try house.publishRaw(
      "\(area)/bulletin/gia-1", file: folder.write(#"{"headline":"Tin giả"}"#, to: "gia-1"))
    // Signed by a stranger who calls himself the emergency key.
    let stranger = try Ed25519.PrivateKey()
    let ring = try String(contentsOfFile: "\(house.ward)/keys/emergency.jwk", encoding: .utf8)
    let name = try JSONParser.parse(Array(ring.trimmingCharacters(in: .newlines).utf8))["kid"]
    guard case .string(let keyName) = name else { throw House.Failure(description: ring) }
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
    let bulletin = Bulletin(
      identifier: Identifier("gia-2")!, senderName: "Kẻ gian", sent: now, priority: .emergency,
      areas: [Area("01.00004")!], expires: now + 3_600_000, headline: "Tin giả")
    let forged = Envelope.sign(
      bulletin.json, as: .bulletin, by: [(keyName, { stranger.sign($0) })])
    try Data(forged).write(to: URL(fileURLWithPath: folder.file("gia-2")))
    _ = try house.publishRaw("\(area)/bulletin/gia-2", file: folder.file("gia-2"))
    // A keyring that a stranger signed, and garbage in the place of the index.
    let keyring = Keyring(area: Area("01.00004")!, version: 99, issued: now, keys: [])
    let ringEnvelope = Envelope.sign(
      keyring.json, as: .keyring, by: [("root", { stranger.sign($0) })])
    try Data(ringEnvelope).write(to: URL(fileURLWithPath: folder.file("ring")))
    _ = try house.publishRaw("\(area)/keyring", file: folder.file("ring"))
    _ = try house.publishRaw("\(area)/board", file: folder.write("\u{0}\u{1}", to: "board"))
    // Larger than an envelope may be, within what the broker takes.
    try Data(count: 100_000).write(to: URL(fileURLWithPath: folder.file("large")))
    _ = try house.publishRaw("\(area)/bulletin/gia-3", file: folder.file("large"))

    #expect(house.hasFact("refused 0 malformed", of: "gia-1"), "\(house.logs)")
    #expect(house.hasFact("refused 0 bad-signature", of: "gia-2"), "\(house.logs)")
    try house.publish("sau", "Tin sau", "--audio", try house.tone(seconds: 0.5))
    #expect(house.hasFact("heard 1", of: "sau"), "\(house.logs)")
    let log = house.terminal?.log ?? ""
    #expect(log.contains("refused keyring of 01.00004: the signature of root is wrong"))
    #expect(log.contains("refused board index of 01.00004"))
    #expect(log.contains("100000 bytes") && log.contains("too large"))
    #expect(!(try house.facts("gia-2").contains { $0.hasPrefix("received") }))
  }

  @Test("a home's certificate can't write a ward's topics")
  func permissions() throws {
    let house = try House()
    try house.start()
    let file = try house.folder.write("x", to: "x")
    _ = try house.publishRaw("loanha/v1/area/01.00004/bulletin/gia", file: file, as: "home")
    _ = try house.publishRaw("loanha/v1/terminal/nha-2/up/receipt/x", file: file, as: "home")
    try house.publish("that", "Tin thật")
    #expect(house.hasFact("received 1", of: "that"))
    #expect(!(house.terminal?.log.contains("gia") ?? true))
    #expect(!(house.desk?.log.contains("nha-2") ?? true))
  }

  @Test("a broker that was killed and lost its store is filled again; homes come back")
  func brokerLost() throws {
    let house = try House()
    try house.start()
    try house.publish("truoc", "Tin trước")
    #expect(house.hasFact("received 1", of: "truoc"))
    house.broker?.kill()
    try? FileManager.default.removeItem(atPath: "\(house.ward)/broker/data/mosquitto.db")
    // Meanwhile nothing is lost: it goes out when the desk is back.
    try house.publish("giua", "Tin giữa", allowed: [0, 3])
    try house.startBroker()
    #expect(house.hasFact("received 1", of: "giua"), "\(house.logs)")
    // A home that forgets everything finds the whole board on the new broker.
    house.terminal?.kill()
    for file in ["store.db", "store.db-wal", "store.db-shm"] {
      try? FileManager.default.removeItem(atPath: "\(house.home)/\(file)")
    }
    try house.startTerminal()
    #expect(
      eventually { try house.facts("truoc").filter { $0 == "received 1" }.count == 2 },
      "\(house.logs)")
  }

  @Test("a network that is cut is noticed on both sides; what was missed comes when it is mended")
  func networkCut() throws {
    let house = try House()
    try house.startBroker()
    try house.startDesk()
    let relayPort = freePort()
    var relay = try house.startRelay(port: relayPort)
    try house.startTerminal()
    #expect(eventually { try house.isOnline() }, "\(house.logs)")
    for round in 1...3 {
      relay.kill()
      // The last will tells the ward; the home sees it, too.
      #expect(eventually { try !house.isOnline() }, "\(house.logs)")
      #expect(house.terminal?.log.contains("no link") ?? false)
      try house.publish("luc-mat-\(round)", "Tin lúc mất mạng")
      relay = try house.startRelay(port: relayPort)
      #expect(house.hasFact("received 1", of: "luc-mat-\(round)"), "\(house.logs)")
    }
    relay.kill()
  }

  @Test("a home killed at random moments keeps everything and tells each fact once")
  func killedAtRandom() throws {
    let house = try House()
    try house.start()
    let tone = try house.tone(seconds: 1)
    for number in 1...12 {
      try house.publish("tin-\(number)", "Tin \(number)", "--audio", tone)
      usleep(UInt32.random(in: 0...250_000))
      house.terminal?.kill()
      try house.startTerminal()
    }
    for number in 1...12 {
      #expect(house.hasFact("received 1", of: "tin-\(number)"), "\(house.logs)")
      // Heard, or begun and interrupted: never both, never twice.
      #expect(
        eventually {
          let facts = try house.facts("tin-\(number)")
          return facts.filter { $0 == "heard 1" || $0 == "missed 1" }.count == 1
        }, "tin-\(number): \(house.logs)")
      let facts = try house.facts("tin-\(number)")
      #expect(Set(facts).count == facts.count, "told twice: \(facts)")
    }
    #expect(house.terminal?.stop() == 0)
    let database = try Database(path: "\(house.home)/store.db")
    #expect(try database.faults().isEmpty)
    #expect(try database.query("SELECT count(*) FROM outbox").first?.first == .integer(0))
    #expect(
      try database.query("SELECT count(*) FROM records").first?.first == .integer(12))
  }

  @Test("a desk killed while receipts come in loses none and counts none twice")
  func deskKilled() throws {
    let house = try House()
    try house.start()
    for number in 1...6 {
      try house.publish("tin-\(number)", "Tin", allowed: [0, 3])
      usleep(UInt32.random(in: 0...40_000))
      house.desk?.kill()
      try house.startDesk()
    }
    for number in 1...6 {
      #expect(house.hasFact("received 1", of: "tin-\(number)"), "\(house.logs)")
      #expect(try house.facts("tin-\(number)").filter { $0 == "received 1" }.count == 1)
    }
  }

  @Test("a medium exchanged on the broker is refused, and its words are still shown")
  func exchangedMedium() throws {
    let house = try House()
    try house.startBroker()
    try house.startDesk()
    #expect(eventually { house.desk?.log.contains("connected") ?? false })
    let tone = try house.tone(seconds: 0.4)
    try house.publish("doi", "Tin có âm thanh", "--audio", tone)
    let medium = try #require(
      FileManager.default.contentsOfDirectory(atPath: "\(house.ward)/desk/media").first)
    let size = try Data(contentsOf: URL(fileURLWithPath: tone)).count
    try Data(repeating: 7, count: min(size, 65_536)).write(
      to: URL(fileURLWithPath: house.folder.file("other")))
    _ = try house.publishRaw("loanha/v1/media/\(medium)/0", file: house.folder.file("other"))
    try house.startTerminal()
    #expect(
      eventually(within: 30) { house.terminal?.log.contains("the digest is not") ?? false },
      "\(house.logs)")
    #expect(eventually { house.terminal?.log.contains("began at") ?? false }, "\(house.logs)")
  }

  @Test("what a revoked key signed comes off the wall")
  func revoked() throws {
    let house = try House()
    try house.start()
    try house.publish("tin-1", "Tin")
    #expect(house.hasFact("received 1", of: "tin-1"))
    let jwk = try JSONParser.parse(
      Array(Data(contentsOf: URL(fileURLWithPath: "\(house.ward)/keys/editor.jwk")).dropLast()))
    guard case .string(let key) = jwk["kid"] else { throw House.Failure(description: "no kid") }
    try house.loanha("ward", "revoke-key", "--ward", house.ward, "--", key)
    #expect(house.hasFact("taken-off 1", of: "tin-1"), "\(house.logs)")
    #expect(
      try house.publish("tin-khong-ky", "Tin", allowed: [1]).contains("is revoked"))
  }

  @Test("a broken board file or settings stop the terminal with file, line and what is allowed")
  func configuration() throws {
    let house = try House()
    let board = try house.folder.write(
      "name = \"x\"\n[sound]\npcm = \"null\"\nbuffer = 3\n", to: "b.toml")
    let (code, output) = try ChildProcess.run(
      House.program("loanhad"), ["--board", board, "--home", house.home])
    #expect(code == 78)
    #expect(output.contains("b.toml:4: unknown key \"buffer\" in [sound]; allowed: \"pcm\""))
    let settings = "\(house.home)/settings.toml"
    let text = try String(contentsOfFile: settings, encoding: .utf8)
    try text.replacingOccurrences(of: "port = ", with: "port = 9").write(
      toFile: settings, atomically: true, encoding: .utf8)
    let second = try ChildProcess.run(
      House.program("loanhad"), ["--board", house.folder.file("board.toml"), "--home", house.home])
    #expect(second.code == 78)
    #expect(second.output.contains("settings.toml:12: \"port\" must be a whole number from 1 to"))
  }

  @Test("`loanha verify` says who signed, and refuses what a home would refuse, with exit code 1")
  func verify() throws {
    let house = try House()
    let key = try JSONWebKey.privateKey(
      JSONParser.parse(
        Files.read("\(house.ward)/keys/emergency.jwk", limit: 4_096)))
    let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
    let bulletin = Bulletin(
      identifier: try #require(Identifier("bao")), senderName: "UBND phường", sent: now,
      priority: .emergency, areas: [try #require(Area("01.00004"))], expires: now + 3_600_000,
      headline: "Bão đổ bộ")
    let name = JSONWebKey.thumbprint(key.publicKey)
    let good = Envelope.sign(bulletin.json, as: .bulletin, by: [(name, { key.sign($0) })])
    let text = String(decoding: good, as: UTF8.self)
    let believed = try house.loanha(
      "verify", "--ward", house.ward, house.folder.write(text, to: "good"))
    #expect(believed.contains("signed by \(name)") && believed.contains("emergency"))
    #expect(believed.contains("believed: bao revision 1, Bão đổ bộ"))
    let stranger = try Ed25519.PrivateKey()
    let forged = Envelope.sign(bulletin.json, as: .bulletin, by: [(name, { stranger.sign($0) })])
    let refused = try house.loanha(
      "verify", "--ward", house.ward,
      house.folder.write(String(decoding: forged, as: UTF8.self), to: "forged"), allowed: [1])
    #expect(refused.contains("refused (bad-signature)"))
    let half = try house.loanha(
      "verify", "--ward", house.ward,
      house.folder.write(String(text.prefix(text.count / 2)), to: "half"), allowed: [1])
    #expect(half.contains("refused (malformed)"))
  }

  @Test("a ward is not made twice, and its private files are its owner's alone")
  func founding() throws {
    let house = try House()
    let again = try house.loanha(
      "ward", "init", "--ward", house.ward, "--area", "01.00004", "--name", "x", allowed: [1])
    #expect(again.contains("holds a ward already"))
    for file in [
      "keys/root.jwk", "keys/editor.jwk", "keys/approver.jwk", "keys/emergency.jwk",
      "keys/desk.jwk", "broker/ca.key", "broker/server.key", "desk/identity.key",
    ] {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(house.ward)/\(file)")
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
    }
  }
}
