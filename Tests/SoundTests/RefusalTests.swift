import Foundation
import Testing

@testable import Sound

extension SoundDetails {
  @Suite struct Refusing {
    let studio = Studio()

    private func refusal(_ path: String) -> MediaRefusal? {
      guard case .failure(let refusal) = SoundFile.inspect(path) else { return nil }
      return refusal
    }

    @Test(
      "a text that is called a sound is refused, whatever its name",
      arguments: [
        "text.opus", "text.mp3", "text.wav", "text.vox", "text.gsm",
      ])
    func text(name: String) throws {
      let path = try studio.file(name, Array("Kính mời bà con đến họp tổ dân phố.".utf8))
      #expect(refusal(path) == .unknownFormat)
    }

    @Test("files of no and of one byte are refused")
    func tiny() throws {
      #expect(refusal(try studio.file("none.opus", [])) == .unknownFormat)
      #expect(refusal(try studio.file("one.opus", [0x4F])) == .unknownFormat)
      #expect(refusal(try studio.file("two.mp3", [0xFF, 0xFB])) == .unknownFormat)
    }

    @Test("a beginning without a sound behind it is refused", arguments: ["OggS", "fLaC", "ID3"])
    func onlyBeginning(word: String) throws {
      let bytes = Array(word.utf8) + [UInt8](repeating: 0, count: 4_000)
      let path = try studio.file("begun.opus", bytes)
      guard case .malformed = refusal(path) else {
        Issue.record("\(String(describing: refusal(path)))")
        return
      }
    }

    @Test("no file, a folder and a pipe are refused, and nobody waits for a writer")
    func noFile() throws {
      let pipe = studio.path("pipe.wav")
      #expect(mkfifo(pipe, 0o600) == 0)
      for path in [studio.path("missing.wav"), studio.path("."), pipe] {
        guard case .unreadable = refusal(path) else {
          Issue.record("\(path): \(String(describing: refusal(path)))")
          continue
        }
      }
    }

    @Test("a format that nobody needs is not even parsed", .enabled(if: Studio.has("sox")))
    func otherFormats() throws {
      for name in ["tone.aiff", "tone.au", "tone.caf", "tone.w64"] {
        #expect(refusal(try studio.tone(name)) == .unknownFormat, "\(name)")
      }
      // Its tag is let in, its content is not.
      let aiff = try studio.tone("plain.aiff")
      let tagged = try studio.copy(aiff, as: "tagged.mp3") { bytes in
        bytes = Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 0] + bytes
      }
      #expect(refusal(tagged) != nil)
    }

    @Test(
      "rates and channels out of bounds are refused",
      arguments: [
        (1, 1), (7_999, 1), (192_001, 1), (655_350, 1), (Int(Int32.max), 1), (48_000, 9),
        (48_000, 64),
      ])
    func bounds(rateHertz: Int, channels: Int) throws {
      let data = [UInt8](repeating: 0, count: 2 * channels * 1_000)
      let path = try studio.file(
        "odd.wav",
        Wave.bytes(format: 1, channels: channels, rateHertz: rateHertz, bits: 16, data: data))
      #expect(
        refusal(path) == (channels > 8 ? .channels(channels) : .rate(hertz: rateHertz)))
    }

    @Test("a sound without a sample is refused")
    func empty() throws {
      let path = try studio.file(
        "empty.wav", Wave.bytes(format: 1, channels: 1, rateHertz: 48_000, bits: 16, data: []))
      #expect(refusal(path) == .empty)
    }

    @Test("a file of more than 32 MiB is refused before it is read")
    func large() throws {
      let path = try studio.file("large.wav", Array("RIFF....WAVE".utf8))
      #expect(truncate(path, off_t(SoundFile.largestBytes + 1)) == 0)
      #expect(refusal(path) == .tooLarge(bytes: SoundFile.largestBytes + 1))
    }

    @Test("an hour of silence in a small file is refused", .enabled(if: Studio.has("sox")))
    func hourOfSilence() throws {
      try studio.run(
        "sox",
        ["-D", "-n", "-r", "48000", "-b", "16", studio.path("hour.flac"), "trim", "0", "3600"])
      let path = studio.path("hour.flac")
      #expect(Studio.size(of: path) < 2_000_000)
      #expect(refusal(path) == .tooLong)
    }

    @Test(
      "a file that says it is short gives no more than it said", .enabled(if: Studio.has("sox")))
    func liesShort() throws {
      let minute = try studio.tone("minute.flac", seconds: 60)
      let path = try studio.copy(minute, as: "lie.flac") { Self.setFrames(48_000, &$0) }
      #expect(try decode(path).count == 48_000)
    }

    @Test("a file that says it is long and stops is broken there", .enabled(if: Studio.has("sox")))
    func liesLong() throws {
      let short = try studio.tone("short.flac", seconds: 2)
      let path = try studio.copy(short, as: "lie.flac") { Self.setFrames(48_000 * 2_000, &$0) }
      #expect(throws: MediaRefusal.broken(atMilliseconds: 2_000)) { try decode(path) }
      #expect(refusal(path) != nil)
    }

    @Test("a file that does not say how long it is, is refused", .enabled(if: Studio.has("sox")))
    func unknownLength() throws {
      let short = try studio.tone("short.flac", seconds: 2)
      let path = try studio.copy(short, as: "unknown.flac") { Self.setFrames(0, &$0) }
      #expect(refusal(path) == .unknownLength)
    }

    @Test(
      "a file that was cut off is noticed before it is needed",
      .enabled(if: Studio.has("sox", "opusenc")), arguments: ["tone.flac", "tone.ogg", "tone.opus"])
    func cutOff(name: String) throws {
      let whole = try studio.tone(name, seconds: 20)
      let path = try studio.copy(whole, as: "half-" + name) { $0.removeLast($0.count / 2) }
      #expect(refusal(path) != nil)
    }

    @Test(
      "an MP3 file of which a decoder would lose the end is refused",
      .enabled(if: Studio.has("sox")))
    func variableBitrate() throws {
      let noise = try studio.noise("noise.wav", seconds: 5)
      let tone = try studio.tone("tone.wav", seconds: 60, rateHertz: 44_100, channels: 2)
      let mixed = studio.path("mixed.mp3")
      try studio.run("sox", [noise, tone, "-C", "-2.2", mixed])
      #expect(refusal(mixed) == nil)
      // Without its first frame, the Xing header, it does not say how long it is.
      let headless = try studio.copy(mixed, as: "headless.mp3") { bytes in
        bytes.removeFirst(MPEGFrames.frame(Array(bytes.prefix(4)))?.bytes ?? 0)
      }
      #expect(refusal(headless) == .misstatedLength)
      // One of constant bitrate doesn't say so either, but its length can be computed.
      let constant = studio.path("constant.mp3")
      try studio.run("sox", [noise, tone, "-C", "64", constant])
      #expect(refusal(constant) == nil)
    }

    /// Writes a number of frames into the 36 bits of a FLAC file that hold it (RFC 9639, 8.2).
    private static func setFrames(_ frames: Int, _ bytes: inout [UInt8]) {
      bytes[21] = bytes[21] & 0xF0 | UInt8(frames >> 32 & 0x0F)
      for index in 0..<4 { bytes[22 + index] = UInt8(frames >> (24 - 8 * index) & 0xFF) }
    }
  }
}
