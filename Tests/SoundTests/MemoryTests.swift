import Foundation
import Testing

@testable import Sound

extension SoundDetails {
  @Suite struct Memory {
    let studio = Studio()

    @Test(
      "a large file costs less than 1 MiB of memory while it is played",
      .enabled(if: !ProcessOfItsOwn.isThis && Studio.has("sox", "opusenc")))
    func memory() throws { try ProcessOfItsOwn.run("SoundDetails.Memory/measured") }

    @Test(
      "what decoding costs",
      .enabled(
        if: ProcessOfItsOwn.isThis, "runs in a process of its own, started by the test above"))
    func measured() throws {
      for name in ["noise.wav", "noise.flac", "noise.ogg", "noise.mp3", "noise.opus"] {
        let short = try studio.noise("short-" + name, seconds: 2)
        let long = try studio.noise("long-" + name, seconds: 90)
        try #require(Studio.size(of: long) > 500_000)
        // Code and tables that are loaded once don't grow with a file.
        _ = try decode(short)
        let before = try privateKilobytes()
        let file = try SoundFile(path: long)
        var most = before
        for round in 0... {
          if try file.read(960).isEmpty { break }
          if round % 50 == 0 { most = max(most, try privateKilobytes()) }
        }
        #expect(most - before < 1_024, "\(name)")
        print("\(name), \(Studio.size(of: long)) bytes: \(most - before) kB of memory")
      }
    }

    private func privateKilobytes() throws -> Int {
      let text = try String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8)
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Private_Dirty:") })
      return try #require(Int(line.split(separator: " ")[1]))
    }
  }
}
