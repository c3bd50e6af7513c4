import Foundation
import LinuxIO
import TestSupport
import Testing

@testable import Sound

@Suite("Sound") struct SoundTests {
  @Test(
    "every format is played at its length and pitch",
    arguments: ["a.wav", "a.flac", "a.mp3", "a.ogg", "a.opus", "a-8000.wav", "a-44100.wav"])
  func formats(name: String) throws {
    let speaker = try Speaker()
    let rate = name.contains("8000") ? 8_000 : name.contains("44100") ? 44_100 : 48_000
    var path: String
    if name.hasSuffix("opus") {
      path = speaker.folder.file("a.opus")
      _ = try ChildProcess.run(
        "opusenc", ["--quiet", try speaker.tone("b.wav", seconds: 2, channels: 2), path])
    } else {
      path = try speaker.tone(name, seconds: 2, rate: rate, channels: 2)
    }
    let plain = speaker.folder.file("no-name")
    try FileManager.default.moveItem(atPath: path, toPath: plain)
    speaker.thread.play(
      token: 1, [.file(path: plain, fromMilliseconds: 0)], minimumVolumePercent: 0)
    #expect(speaker.waitForEnd(1) == .finished(token: 1))
    speaker.thread.close()
    let samples = try speaker.samples()
    #expect(abs(Double(samples.count) / 48_000 - 2) < 0.06, "\(samples.count) samples")
    #expect(abs(frequency(samples[10_000..<80_000]) - 440) < 2)
    if case .success(let milliseconds) = SoundFile.inspect(plain) {
      #expect(abs(milliseconds - 2_000) < 60)
    } else {
      Issue.record("not inspected")
    }
  }

  @Test("not a sample is lost at either end, between lead-in and tail")
  func ends() throws {
    let speaker = try Speaker(leadIn: 100, tail: 100)
    let path = try speaker.tone("a.wav", seconds: 0.5)
    speaker.thread.play(
      token: 1, [.file(path: path, fromMilliseconds: 0)], minimumVolumePercent: 0)
    #expect(speaker.waitForEnd(1) == .finished(token: 1))
    speaker.thread.close()
    let samples = try speaker.samples()
    #expect(samples.count >= 4_800 + 24_000 + 4_800)
    #expect(samples[..<4_800].allSatisfy { $0 == 0 })
    let tone = try Data(contentsOf: URL(fileURLWithPath: path)).dropFirst(44)
    let expected = tone.withUnsafeBytes { bytes in
      (0..<24_000).map { bytes.loadUnaligned(fromByteOffset: $0 * 2, as: Int16.self) }
    }
    let played = samples[4_800..<28_800]
    #expect(zip(played, expected).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
  }

  @Test("a stop says how far it really was, and a resume goes on there")
  func stopAndResume() throws {
    let speaker = try Speaker(pcm: "null", pacing: .clock)
    let path = try speaker.tone("a.wav", seconds: 30)
    speaker.thread.play(
      token: 1, [.signal(.ordinary), .file(path: path, fromMilliseconds: 0)],
      minimumVolumePercent: 0)
    _ = speaker.wait { if case .started(1, _) = $0 { true } else { false } }
    speaker.thread.stop(token: 1)
    guard case .stopped(1, let part, let milliseconds) = speaker.waitForEnd(1) else {
      Issue.record("not stopped")
      return
    }
    // At once: still within the signal, although the buffer was filled two seconds ahead.
    #expect(part == 0 && milliseconds < 1_900)
    // A stop of something else is none.
    speaker.thread.play(
      token: 2, [.file(path: path, fromMilliseconds: 29_900)], minimumVolumePercent: 0)
    speaker.thread.stop(token: 1)
    #expect(speaker.waitForEnd(2) == .finished(token: 2))
    speaker.thread.close()
  }

  @Test("two performances never sound together: the second stops the first")
  func oneAtATime() throws {
    let speaker = try Speaker(pcm: "null", pacing: .clock)
    let path = try speaker.tone("a.wav", seconds: 30)
    speaker.thread.play(
      token: 1, [.file(path: path, fromMilliseconds: 0)], minimumVolumePercent: 0)
    speaker.thread.play(token: 2, [.signal(.priority)], minimumVolumePercent: 0)
    guard case .stopped(1, _, _) = speaker.waitForEnd(1) else {
      Issue.record("the first was not stopped: \(speaker.heard)")
      return
    }
    speaker.thread.stop(token: 2)
    #expect(speaker.waitForEnd(2) != nil)
    speaker.thread.close()
  }

  @Test("what is no sound is refused with a reason, and the next sound plays")
  func refused() throws {
    let speaker = try Speaker()
    let folder = speaker.folder
    let tone = try speaker.tone("a.flac", seconds: 1)
    let whole = try Data(contentsOf: URL(fileURLWithPath: tone))
    let cases: [(String, Data)] = [
      ("text.opus", Data("this is no sound".utf8)), ("one.wav", Data([0x52])), ("none.wav", Data()),
      ("head.flac", whole.prefix(40)),
    ]
    for (index, (name, data)) in cases.enumerated() {
      try data.write(to: URL(fileURLWithPath: folder.file(name)))
      let token = UInt64(index + 1)
      speaker.thread.play(
        token: token, [.file(path: folder.file(name), fromMilliseconds: 0)],
        minimumVolumePercent: 0)
      guard case .failed(token, _, _, let reason) = speaker.waitForEnd(token) else {
        Issue.record("\(name) was played")
        continue
      }
      #expect(!reason.isEmpty)
    }
    // A file that is cut short plays as far as it goes, and the thread lives on.
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: folder.file("half.flac")))
    speaker.thread.play(
      token: 50, [.file(path: folder.file("half.flac"), fromMilliseconds: 0)],
      minimumVolumePercent: 0)
    #expect(speaker.waitForEnd(50) != nil)
    speaker.thread.play(
      token: 60, [.file(path: tone, fromMilliseconds: 0)], minimumVolumePercent: 0)
    #expect(speaker.waitForEnd(60) == .finished(token: 60))
    speaker.thread.close()
  }

  @Test("a decoder bomb, a rate and a number of channels beyond reason are refused")
  func bombs() throws {
    let folder = TemporaryFolder()
    // Hours of silence in a few kilobytes.
    _ = try ChildProcess.run(
      "sox", ["-n", "-r", "8000", folder.file("bomb.flac"), "trim", "0", "3:00:00"])
    let size = try Data(contentsOf: URL(fileURLWithPath: folder.file("bomb.flac"))).count
    #expect(size < 1 << 20)
    #expect(refusal(folder.file("bomb.flac")) == "longer than 45 minutes")
    _ = try ChildProcess.run(
      "sox", ["-n", "-r", "4000", folder.file("slow.wav"), "synth", "1", "sine", "440"])
    #expect(refusal(folder.file("slow.wav"))?.contains("4000 samples a second") == true)
    _ = try ChildProcess.run(
      "sox", ["-n", "-c", "12", folder.file("many.wav"), "synth", "1", "sine", "440"])
    #expect(refusal(folder.file("many.wav"))?.contains("12 channels") == true)
  }

  private func refusal(_ path: String) -> String? {
    switch SoundFile.inspect(path) {
    case .success: nil
    case .failure(let refusal): refusal.description
    }
  }

  @Test("samples that are no numbers, and louder than full, neither wrap nor crash")
  func wild() throws {
    let speaker = try Speaker()
    var wave = Data("RIFF".utf8)
    let values: [Float] = (0..<4_800).map { index in
      [Float.nan, .infinity, -.infinity, 9, -9, 0][index % 6]
    }
    func put(_ number: Int, _ bytes: Int) {
      for index in 0..<bytes { wave.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
    }
    put(36 + values.count * 4, 4)
    wave += Data("WAVEfmt ".utf8)
    put(16, 4)
    put(3, 2)
    put(1, 2)
    put(48_000, 4)
    put(192_000, 4)
    put(4, 2)
    put(32, 2)
    wave += Data("data".utf8)
    put(values.count * 4, 4)
    for value in values { put(Int(value.bitPattern), 4) }
    let path = speaker.folder.file("wild.wav")
    try wave.write(to: URL(fileURLWithPath: path))
    speaker.thread.play(
      token: 1, [.file(path: path, fromMilliseconds: 0)], minimumVolumePercent: 0)
    #expect(speaker.waitForEnd(1) == .finished(token: 1))
    speaker.thread.close()
    let samples = try speaker.samples()
    #expect(samples.count == values.count)
    // −1 dBFS, where the limiter stops what is louder.
    #expect(samples[3] == 29_204 && samples[4] == -29_204 && samples[0] == 0)
  }

  @Test("an emergency can't be muted below its minimum; a muted home hears nothing else")
  func minimumVolume() throws {
    for (minimum, isHeard) in [(80, true), (0, false)] {
      let speaker = try Speaker(volume: 0)
      speaker.thread.play(token: 1, [.signal(.emergency)], minimumVolumePercent: minimum)
      #expect(speaker.waitForEnd(1) == .finished(token: 1))
      speaker.thread.close()
      let peak = try speaker.samples().map { abs(Int($0)) }.max() ?? 0
      #expect((peak > 10_000) == isHeard, "peak \(peak)")
    }
  }

  @Test("a change of volume has no jump")
  func ramp() {
    var volume = Volume(percent: 100, rateHertz: 48_000)
    volume.set(percent: 10)
    let samples = volume.apply([Float](repeating: 1, count: 9_600))
    let steps = zip(samples, samples.dropFirst()).map { abs($0 - $1) }
    #expect((steps.max() ?? 0) < 0.0006)
    #expect(abs(samples[9_599] - 0.01) < 0.0001)
  }

  @Test(
    "a signal begins and ends without a click, stays below full scale, and has its length",
    arguments: Signal.allCases)
  func signals(signal: Signal) throws {
    let source = SignalSource(signal, rateHertz: 48_000)
    var samples: [Float] = []
    while true {
      let more = try source.read(1_000)
      if more.isEmpty { break }
      samples += more
    }
    #expect(samples.count == signal.milliseconds * 48)
    #expect((samples.map(abs).max() ?? 0) <= 0.892)
    #expect(abs(samples[0]) < 0.01 && abs(samples[samples.count - 1]) < 0.01)
  }

  @Test("the siren of an emergency and the tone of an exercise can't be taken for each other")
  func distinct() throws {
    func pitch(_ signal: Signal) throws -> Double {
      let samples = try SignalSource(signal, rateHertz: 48_000).read(24_000)
        .map { Int16($0 * 32_000) }
      return frequency(samples[...])
    }
    #expect(try pitch(.emergency) > 700)
    #expect(try pitch(.exercise) < 500)
    #expect(Signal.emergency.notes.count != Signal.exercise.notes.count)
  }

  @Test("a card that fails is told of; when it works again, that is told of too and it sounds")
  func cardComesBack() throws {
    let folder = TemporaryFolder()
    // ALSA opens the file with the first sample: the card fails in the middle of playing.
    let speaker = try Speaker(pcm: "file:'\(folder.file("later/speaker.raw"))',raw")
    speaker.thread.play(token: 1, [.signal(.ordinary)], minimumVolumePercent: 0)
    guard case .failed(1, _, _, _) = speaker.waitForEnd(1) else {
      Issue.record("played without a card: \(speaker.heard)")
      return
    }
    #expect(speaker.heard.contains { if case .cardLost = $0 { true } else { false } })
    try FileManager.default.createDirectory(
      atPath: folder.file("later"), withIntermediateDirectories: true)
    #expect(speaker.wait { $0 == .cardBack } != nil)
    speaker.thread.play(token: 2, [.signal(.ordinary)], minimumVolumePercent: 0)
    #expect(speaker.waitForEnd(2) == .finished(token: 2))
    speaker.thread.close()
  }

  @Test("a card that isn't there at all is told of once, and a performance fails at once")
  func noCard() throws {
    let speaker = try Speaker(pcm: "hw:CARD=Nowhere")
    #expect(speaker.wait { if case .cardLost = $0 { true } else { false } } != nil)
    speaker.thread.play(token: 1, [.signal(.emergency)], minimumVolumePercent: 80)
    guard case .failed(1, 0, 0, let reason) = speaker.waitForEnd(1) else {
      Issue.record("played: \(speaker.heard)")
      return
    }
    #expect(reason.contains("hw:CARD=Nowhere"))
    speaker.thread.close()
    let losses = speaker.heard.count { if case .cardLost = $0 { true } else { false } }
    #expect(losses == 1)
  }
}
