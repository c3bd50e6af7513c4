import Testing

@testable import Sound

extension SoundDetails {
  @Suite struct Tags {
    let studio = Studio()

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
      "comments that fill pages of an Ogg file are refused",
      .enabled(if: Studio.has("sox", "opusenc")))
    func ogg() throws {
      _ = try studio.tone("tone.opus")
      let words = String(repeating: "a", count: 50_000)
      try studio.run(
        "opusenc",
        [
          "--quiet", "--comment", "A=\(words)", "--comment", "B=\(words)", "--comment",
          "C=\(words)", studio.path("tone.opus.wav"), studio.path("big.opus"),
        ])
      #expect(refusal(studio.path("big.opus")) == .tooManyTags)
    }

    @Test("a usual title and artist are no fault", .enabled(if: Studio.has("sox", "opusenc")))
    func usual() throws {
      _ = try studio.tone("tone.opus")
      for name in ["t.opus", "t.flac", "t.ogg", "t.mp3"] {
        if name.hasSuffix(".opus") {
          try studio.run(
            "opusenc",
            ["--quiet", "--title", "Bản tin", studio.path("tone.opus.wav"), studio.path(name)])
        } else {
          try studio.run(
            "sox", [studio.path("tone.opus.wav"), "--comment", "TITLE=Bản tin", studio.path(name)])
        }
        #expect(refusal(studio.path(name)) == nil, "\(name)")
      }
    }
  }
}
