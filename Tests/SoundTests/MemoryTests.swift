import Foundation
import Testing

@testable import Sound

extension SoundTests {
  @Suite struct Memory {
    let studio: Studio

    init() throws { studio = try Studio() }

    private static let variable = "LOANHA_MEASURES_SOUND"
    private static var isMeasuring: Bool {
      ProcessInfo.processInfo.environment[variable] != nil
    }

    @Test(
      "a large file costs less than 1 MiB of memory while it is played",
      .enabled(if: !isMeasuring && Studio.has("sox", "opusenc")))
    func inAProcessOfItsOwn() throws {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      process.arguments = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("--filter=") }
      if let index = process.arguments?.firstIndex(of: "--filter") {
        process.arguments?.removeSubrange(index...index + 1)
      }
      process.arguments? += ["--filter", "SoundTests.Memory/measured"]
      process.environment = ProcessInfo.processInfo.environment
        .merging([Self.variable: "1"]) { $1 }
      process.standardOutput = FileHandle.nullDevice
      let errors = Pipe()
      process.standardError = errors
      try process.run()
      let text = errors.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, "\(String(decoding: text, as: UTF8.self))")
    }

    @Test("what playing costs, measured where nothing else runs", .enabled(if: isMeasuring))
    func measured() throws {
      for name in ["noise.wav", "noise.flac", "noise.ogg", "noise.mp3", "noise.opus"] {
        let short = try noise("short-" + name, seconds: 2)
        let long = try noise("long-" + name, seconds: name.hasSuffix(".opus") ? 120 : 90)
        #expect(Studio.size(of: long) > 500_000)
        // Code and tables that are loaded once don't grow with a file.
        _ = try decode(short)
        let before = try privateKilobytes()
        let file = try SoundFile(path: long)
        var most = before
        var rounds = 0
        while try !file.read(960).isEmpty {
          rounds += 1
          if rounds % 50 == 0 { most = max(most, try privateKilobytes()) }
        }
        #expect(most - before < 1_024, "\(name): \(most - before) kB")
        print("memory of \(name): \(most - before) kB for \(Studio.size(of: long)) bytes")
      }
    }

    private func noise(_ name: String, seconds: Int) throws -> String {
      let isOpus = name.hasSuffix(".opus")
      let made = isOpus ? name + ".wav" : name
      let depth = made.hasSuffix(".mp3") ? [] : ["-b", "16"]
      try studio.run(
        "sox",
        ["-D", "-n", "-r", "44100", "-c", "2"] + depth + [made, "synth", "\(seconds)", "pinknoise"])
      if isOpus { try studio.run("opusenc", ["--quiet", "--comp", "0", made, name]) }
      return studio.path(name)
    }

    private func privateKilobytes() throws -> Int {
      let text = try String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8)
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Private_Dirty:") })
      return try #require(Int(line.split(separator: " ")[1]))
    }
  }

  @Suite struct Tags {
    let studio: Studio

    init() throws { studio = try Studio() }

    private func refusal(_ path: String) -> MediaRefusal? {
      guard case .failure(let refusal) = SoundFile.inspect(path) else { return nil }
      return refusal
    }

    @Test(
      "pictures in a file are refused before a decoder takes them into memory",
      .enabled(if: Studio.has("sox")))
    func large() throws {
      let picture = [UInt8](repeating: 0, count: SoundTags.allowedBytes)
      let size = [2, 1, 0].map { UInt8(picture.count >> (8 * $0) & 0xFF) }
      let flac = try studio.copy(studio.tone("tone.flac"), as: "picture.flac") { bytes in
        bytes.insert(contentsOf: [6] + size + picture, at: 42)
      }
      #expect(refusal(flac) == .tooManyTags)
      let mp3 = try studio.copy(studio.tone("tone.mp3"), as: "picture.mp3") { bytes in
        let length = [3, 2, 1, 0].map { UInt8(picture.count >> (7 * $0) & 0x7F) }
        bytes = Array("ID3".utf8) + [4, 0, 0] + length + picture + bytes
      }
      #expect(refusal(mp3) == .tooManyTags)
    }

    @Test(
      "a comment of megabytes in an Ogg file is refused",
      .enabled(if: Studio.has("sox", "opusenc")))
    func ogg() throws {
      _ = try studio.tone("tone.opus")
      let words = String(repeating: "a", count: 100_000)
      try studio.run(
        "opusenc",
        [
          "--quiet", "--comment", "A=\(words)", "--comment", "B=\(words)", "tone.opus.wav",
          "big.opus",
        ])
      #expect(refusal(studio.path("big.opus")) == .tooManyTags)
    }

    @Test("a usual title and artist are no fault", .enabled(if: Studio.has("sox", "opusenc")))
    func usual() throws {
      _ = try studio.tone("tone.opus")
      for name in ["t.opus", "t.flac", "t.ogg", "t.mp3"] {
        if name.hasSuffix(".opus") {
          try studio.run("opusenc", ["--quiet", "--title", "Bản tin", "tone.opus.wav", name])
        } else {
          try studio.run("sox", ["tone.opus.wav", "--comment", "TITLE=Bản tin", name])
        }
        #expect(refusal(studio.path(name)) == nil, "\(name)")
      }
    }
  }
}
