import Foundation
import LinuxIO
import TestSupport
import Testing

@testable import Sound

extension SoundDetails {
  /// A live programme on a real sound thread, whose loudspeaker is a WAV file.
  @Suite struct Live {
    let studio = Studio()
    private var speaker: String { studio.path("speaker.wav") }

    private func rig(_ pacing: SoundSettings.Pacing, rateHertz: Int = 48_000) throws -> Rig {
      try Rig(
        SoundSettings(
          pcm: Rig.speaker(speaker), rateHertz: rateHertz, pacing: pacing, leadInMilliseconds: 0,
          tailMilliseconds: 0))
    }

    /// So many packets of a tone of 1,000 Hz.
    static func tone(packets: Int) throws -> [[UInt8]] {
      let encoder = try OpusEncoding()
      return try (0..<packets).map { packet in
        try encoder.encode(
          (0..<OpusEncoding.packetFrames).map { frame in
            let time = Double(packet * OpusEncoding.packetFrames + frame) / 48_000
            return Int16(16_000 * sin(2 * Double.pi * 1_000 * time))
          })
      }
    }

    /// Where no sample is louder than a hundredth of full scale, in frames, each gap longer than a
    /// hundredth of a second, between the first and the last loud sample.
    private static func gaps(in samples: ArraySlice<Int16>) -> [Int] {
      var gaps: [Int] = []
      var quiet = 0
      for sample in samples {
        if abs(Int(sample)) > 327 {
          if quiet > 480 { gaps.append(quiet) }
          quiet = 0
        } else {
          quiet += 1
        }
      }
      return gaps
    }

    private static func loud(_ samples: [Int16]) -> ArraySlice<Int16> {
      let first = samples.firstIndex { abs(Int($0)) > 327 } ?? 0
      return samples[first...(samples.lastIndex { abs(Int($0)) > 327 } ?? first)]
    }

    @Test(
      "a stream sounds at its length and pitch, without a gap or a click, at any rate of the card",
      arguments: [48_000, 44_100])
    func whole(rateHertz: Int) throws {
      let rig = try rig(.none, rateHertz: rateHertz)
      let feed = LiveFeed()
      feed.add(first: 0, try Self.tone(packets: 100), isLast: true)
      rig.thread.play(token: 1, [.live(feed)], minimumVolumePercent: 0)
      #expect(try rig.waitForEnd(of: 1) == .finished(token: 1))
      rig.close()
      let samples = try Wave(path: speaker).samples
      #expect(abs(samples.count * 1_000 / rateHertz - 2_000) <= 1)
      let loud = Self.loud(samples)
      #expect(Self.gaps(in: loud).isEmpty)
      #expect(
        share(of: 1_000, in: loud.dropFirst(4_800).map(Float.init), rateHertz: rateHertz) > 0.95)
      // The tone's own steepest step is 16,000 × 2π × 1,000 Hz ÷ rate.
      let steepest = zip(samples, samples.dropFirst()).map { abs(Int($0) - Int($1)) }.max() ?? 0
      #expect(steepest < 2_600 * 48_000 / rateHertz, "a click: a step of \(steepest)")
      #expect(abs(Int(samples[0])) < 200 && abs(Int(samples.last ?? 0)) < 800)
      let states = rig.heard.compactMap { report -> LiveProgress? in
        if case .live(1, let progress) = report { progress } else { nil }
      }
      #expect(
        states.last
          == LiveProgress(
            phase: .sounding, fromMilliseconds: 0, reachedMilliseconds: 2_000, lostMilliseconds: 0))
    }

    @Test("lost packets are made up: no gap, no click, and the loss is counted")
    func concealed() throws {
      let rig = try rig(.none)
      let feed = LiveFeed()
      let tone = try Self.tone(packets: 120)
      // One packet of every 12, and 80 ms in one place.
      for (number, packet) in tone.enumerated()
      where number % 12 != 5 && !(70..<74).contains(number) {
        feed.add(first: number, [packet], isLast: number == 119)
      }
      rig.thread.play(token: 1, [.live(feed)], minimumVolumePercent: 0)
      #expect(try rig.waitForEnd(of: 1) == .finished(token: 1))
      rig.close()
      let samples = try Wave(path: speaker).samples
      let loud = Self.loud(samples)
      #expect(Self.gaps(in: loud).isEmpty, "\(Self.gaps(in: loud))")
      let steepest = zip(samples, samples.dropFirst()).map { abs(Int($0) - Int($1)) }.max() ?? 0
      #expect(steepest < 6_000, "a click: a step of \(steepest)")
      guard
        case .live(_, let progress) = rig.heard.last(where: {
          if case .live = $0 { true } else { false }
        })
      else {
        Issue.record("\(rig.heard)")
        return
      }
      #expect(progress.lostMilliseconds == 20 * (10 + 4), "\(progress)")
    }

    @Test("what no decoder can read is made up like what is lost, and harms nobody")
    func garbage() throws {
      let rig = try rig(.none)
      let feed = LiveFeed()
      var state: UInt64 = 5
      let packets = (0..<100).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (0..<Int(1 + state >> 33 % 200)).map {
          UInt8(truncatingIfNeeded: state >> ($0 % 56))
        }
      }
      feed.add(first: 0, packets, isLast: true)
      rig.thread.play(token: 1, [.live(feed)], minimumVolumePercent: 0)
      #expect(try rig.waitForEnd(of: 1) == .finished(token: 1))
      rig.close()
      #expect(try Wave(path: speaker).samples.count == 96_000)
    }

    @Test("a stopped stream says up to where it was heard, and nothing is made ahead of its time")
    func stopped() throws {
      let rig = try rig(.clock)
      let feed = LiveFeed()
      feed.add(first: 500, try Self.tone(packets: 100), isLast: false)
      let begin = Clock.measureNanoseconds()
      rig.thread.play(token: 1, [.live(feed)], minimumVolumePercent: 0)
      try rig.wait { report in
        if case .live(1, let progress) = report { progress.phase == .sounding } else { false }
      }
      rig.thread.stop(token: 1)
      let end = try rig.waitForEnd(of: 1)
      let elapsed = Int((Clock.measureNanoseconds() - begin) / 1_000_000)
      rig.close()
      guard case .stopped(1, part: 0, let reached) = end,
        case .live(_, let progress) = rig.heard.last(where: {
          if case .live = $0 { true } else { false }
        })
      else {
        Issue.record("\(rig.heard)")
        return
      }
      // It is joined half a second before its newest packet, which is number 599.
      #expect(progress.fromMilliseconds == 575 * 20)
      #expect(progress.reachedMilliseconds == reached)
      #expect(reached - progress.fromMilliseconds <= elapsed)
      let written = try Wave(path: speaker).samples.count / 48
      #expect(written <= elapsed + 300, "\(written) ms were made in \(elapsed) ms")
    }

    @Test("a signal comes before it, and what came meanwhile is not lost")
    func afterSignal() throws {
      let rig = try rig(.none)
      let feed = LiveFeed()
      feed.add(first: 0, try Self.tone(packets: 50), isLast: true)
      rig.thread.play(token: 1, [.signal(.ordinary), .live(feed)], minimumVolumePercent: 0)
      #expect(try rig.waitForEnd(of: 1) == .finished(token: 1))
      rig.close()
      let frames = try Wave(path: speaker).samples.count
      #expect(abs(frames - (Signal.ordinary.milliseconds + 1_000) * 48) < 48)
    }
  }
}
