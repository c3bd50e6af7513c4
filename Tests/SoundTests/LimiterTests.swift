import Foundation
import TestSupport
import Testing

@testable import Sound

extension SoundDetails {
  @Suite struct Limiting {
    let studio = Studio()

    /// What a limiter makes of a whole sound.
    private func limited(_ sound: [Float], peakDBFS: Double) -> [Int16] {
      var limiter = Limiter(peakDBFS: peakDBFS, rateHertz: 48_000)
      var samples: [Int16] = []
      var rest = sound[...]
      while !rest.isEmpty {
        samples += limiter.limit(Array(rest.prefix(limiter.blockFrames)))
        rest = rest.dropFirst(limiter.blockFrames)
      }
      samples += limiter.limit([])
      #expect(!limiter.isHolding)
      return samples
    }

    @Test(
      "what stays below the ceiling comes through bit by bit, from the first sample to the last")
    func transparent() {
      let sound = (0..<10_000).map { Int16(truncatingIfNeeded: $0 &* 7_919 % 29_204) }
      let samples = limited(sound.map { Float($0) / 32_768 }, peakDBFS: -1)
      #expect(samples == sound)
    }

    @Test("R-15: not one sample is above the ceiling, whatever comes in", arguments: [0, -1, -6, -20.5])
    func ceiling(peakDBFS: Double) {
      var seed: UInt64 = 1
      let sound = (0..<50_000).map { index -> Float in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1
        // Quiet stretches, loud ones and single peaks, all of them longer or shorter than a block.
        let level: Float = index % 977 == 0 ? 1.3 : index / 1_000 % 2 == 0 ? 0.1 : 1
        return level * (Float(seed >> 40) / Float(1 << 23) - 1)
      }
      let samples = limited(sound, peakDBFS: peakDBFS)
      #expect(samples.count == sound.count)
      let highest = Int(min(32_767, pow(10, peakDBFS / 20) * 32_768))
      let peak = samples.map { abs(Int($0)) }.max() ?? 0
      #expect(peak <= highest)
      #expect(peak >= highest - 200, "turned down further than it must: \(peak) of \(highest)")
    }

    @Test("the gain goes down before a peak and comes up slowly: it never jumps")
    func noJumps() {
      // A constant, so that the gain can be read off the samples; bursts from 1 to 3,000 samples.
      var sound = [Float](repeating: 0.25, count: 96_000)
      for (start, count) in [(10_000, 1), (20_001, 100), (30_123, 3_000), (95_990, 10)] {
        for index in start..<start + count { sound[index] = 1 }
      }
      let samples = limited(sound, peakDBFS: -6)
      let gains = zip(samples, sound).map { Float($0) / 32_768 / $1 }
      let steps = zip(gains, gains.dropFirst()).map { $1 - $0 }
      // From 1 to 0.5 within a block of 192 samples; a sample of 0.25 tells the gain to 1/8,192.
      #expect((steps.min() ?? -1) > -0.5 / 192 - 0.0003)
      #expect((steps.max() ?? 1) < 1.0 / 48_000 + 0.0003)
      #expect(gains[9_500] == 1, "a peak is not seen earlier than a block before")
      #expect(gains[60_000] == 1, "the gain comes back")
    }

    @Test(
      "a loud recording is played up to the ceiling, undistorted, at its length",
      .enabled(if: Studio.has("sox")))
    func measured() throws {
      let loud = studio.path("loud.wav")
      try studio.run(
        "sox",
        [
          "-D", "-n", "-r", "48000", "-b", "16", loud, "synth", "3", "sine", "1000", "gain", "-0.1",
          "fade", "t", "0.5", "3", "0.5",
        ])
      let speaker = studio.path("speaker.wav")
      let rig = try Rig(
        SoundSettings(
          pcm: Rig.speaker(speaker), pacing: .none, leadInMilliseconds: 0, tailMilliseconds: 0,
          peakDBFS: -6))
      rig.thread.play(
        token: 1, [.file(path: loud, fromMilliseconds: 0)], minimumVolumePercent: 0)
      #expect(try rig.waitForEnd(of: 1) == .finished(token: 1))
      rig.close()
      let (_, statistics) = try ChildProcess.run(
        "sox", ["--ignore-length", speaker, "-n", "stats"])
      let peak = statistics.split(separator: "\n").first { $0.hasPrefix("Pk lev dB") }
      #expect(peak?.hasSuffix("-6.00") == true, "\(statistics)")
      let samples = try Wave(path: speaker).samples
      #expect(samples.count == 144_000)
      let middle = samples[48_000..<96_000].map { Float($0) / 32_768 }
      #expect(share(of: 1_000, in: middle) > 0.9999)
    }
  }
}
