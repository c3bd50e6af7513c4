import Testing

@testable import Sound

/// Reads a sound file to its end.
func decode(_ path: String, fromMilliseconds: Int = 0) throws -> [Float] {
  let file = try SoundFile(path: path, fromMilliseconds: fromMilliseconds)
  var samples: [Float] = []
  while case let more = try file.read(960), !more.isEmpty { samples += more }
  return samples
}

extension SoundDetails {
  @Suite struct Decoding {
    let studio = Studio()

    @Test(
      "every format sounds with its length and its pitch",
      .enabled(if: Studio.has("sox", "opusenc")),
      arguments: [
        ("tone.wav", 48_000, 1), ("tone.wav", 44_100, 2), ("tone.wav", 8_000, 1),
        ("tone.flac", 44_100, 2), ("tone.flac", 96_000, 6), ("tone.flac", 192_000, 1),
        ("tone.mp3", 44_100, 2), ("tone.mp3", 22_050, 1), ("tone.ogg", 48_000, 1),
        ("tone.ogg", 44_100, 2), ("tone.opus", 48_000, 1), ("tone.opus", 16_000, 2),
      ])
    func formats(name: String, rateHertz: Int, channels: Int) throws {
      let path = try studio.tone(name, rateHertz: rateHertz, channels: channels)
      let samples = try decode(path)
      // MP3 pads to whole frames of up to 1,152 samples, and delays by about one.
      let tolerance = name.hasSuffix(".mp3") ? 7_000 : 10
      #expect(abs(samples.count - 144_000) <= tolerance, "\(samples.count)")
      let middle = Array(samples[48_000..<96_000])
      #expect(share(of: 1_000, in: middle) > 0.98)
      #expect(abs((middle.max() ?? 0) - 0.5) < 0.05)
      guard case .success(let milliseconds) = SoundFile.inspect(path) else {
        Issue.record("\(SoundFile.inspect(path))")
        return
      }
      #expect(abs(milliseconds - 3_000) <= 100)
    }

    @Test("what a file is its bytes say, never its name", .enabled(if: Studio.has("sox")))
    func misnamed() throws {
      let flac = try studio.tone("tone.flac")
      let misnamed = try studio.copy(flac, as: "tone.mp3") { _ in }
      #expect(try decode(misnamed).count == 144_000)
    }

    @Test("a programme goes on in its middle", .enabled(if: Studio.has("sox", "opusenc")))
    func fromTheMiddle() throws {
      let wave = try studio.tone("tone.wav")
      let whole = try decode(wave)
      #expect(try decode(wave, fromMilliseconds: 1_250) == Array(whole[60_000...]))
      for name in ["tone.flac", "tone.ogg", "tone.opus", "tone.mp3"] {
        let rest = try decode(studio.tone(name), fromMilliseconds: 2_000)
        #expect(abs(rest.count - 48_000) <= 3_500, "\(name) \(rest.count)")
        #expect(share(of: 1_000, in: rest) > 0.9)
      }
    }

    @Test(
      "a point before the beginning or past the end is no fault", .enabled(if: Studio.has("sox")))
    func outside() throws {
      let path = try studio.tone("tone.wav")
      #expect(try decode(path, fromMilliseconds: -5).count == 144_000)
      #expect(try decode(path, fromMilliseconds: 3_000).isEmpty)
      #expect(try decode(path, fromMilliseconds: .max).isEmpty)
    }

    @Test("what is no number becomes silence, what is too loud is held")
    func notANumber() throws {
      let values: [Float] = [.nan, .infinity, -.infinity, 4, -4, 0.25]
      let data = values.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
      }
      let path = try studio.file(
        "odd.wav",
        Wave.bytes(format: 3, channels: 1, rateHertz: 48_000, bits: 32, data: data))
      #expect(try decode(path) == [0, 0, 0, 1, -1, 0.25])
    }
  }
}
