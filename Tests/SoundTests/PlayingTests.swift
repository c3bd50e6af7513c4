import Foundation
import LinuxIO
import Testing

@testable import Sound

extension SoundDetails {
  @Suite struct Playing {
    let studio = Studio()
    private var speaker: String { studio.path("speaker.wav") }

    private func settings(
      _ pacing: SoundSettings.Pacing, rateHertz: Int = 48_000, channels: Int = 1,
      bufferMilliseconds: Int = 2_000
    ) -> SoundSettings {
      SoundSettings(
        pcm: Rig.speaker(speaker), rateHertz: rateHertz, channels: channels,
        bufferMilliseconds: bufferMilliseconds, pacing: pacing)
    }

    /// Where lead-in ends and how long the tail is, in frames at 48 kHz.
    private static let silence = 9_600

    @Test(
      "no sample is lost, neither the first word nor the last", .enabled(if: Studio.has("sox")),
      arguments: SoundSettings.Pacing.allCases.filter { $0 != .card }, [1, 2])
    func everySample(pacing: SoundSettings.Pacing, channels: Int) throws {
      let tone = try studio.tone("tone.wav", seconds: 0.777)
      let rig = try Rig(settings(pacing, channels: channels))
      rig.thread.play(
        token: 7, [.file(path: tone, fromMilliseconds: 0)], minimumVolumePercent: 0)
      #expect(try rig.waitForEnd(of: 7) == .finished(token: 7))
      rig.close()
      let played = try Wave(path: speaker)
      let original = try Wave(path: tone).samples
      #expect(played.channels == channels)
      let left = stride(from: 0, to: played.samples.count, by: channels).map { played.samples[$0] }
      #expect(left.count == Self.silence + original.count + Self.silence)
      #expect(left.prefix(Self.silence).allSatisfy { $0 == 0 })
      #expect(left.suffix(Self.silence).allSatisfy { $0 == 0 })
      let words = left.dropFirst(Self.silence).prefix(original.count)
      #expect(zip(words, original).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
      if channels == 2 {
        let right = stride(from: 1, to: played.samples.count, by: 2).map { played.samples[$0] }
        #expect(left == right)
      }
    }

    @Test(
      "parts sound one after another, without a gap", .enabled(if: Studio.has("sox", "opusenc")))
    func parts() throws {
      let first = try studio.tone("first.wav", seconds: 1, frequencyHertz: 600)
      let second = try studio.tone("second.opus", seconds: 1, frequencyHertz: 1_500)
      let rig = try Rig(settings(.none))
      rig.thread.play(
        token: 1,
        [
          .signal(.priority), .file(path: first, fromMilliseconds: 0),
          .file(path: second, fromMilliseconds: 500),
        ], minimumVolumePercent: 0)
      try rig.waitForEnd(of: 1)
      rig.close()
      let samples = try Wave(path: speaker).samples.map { Float($0) / 32_768 }
      let signal = Self.silence + Signal.priority.milliseconds * 48
      #expect(abs(samples.count - (signal + 48_000 + 24_000 + Self.silence)) < 10)
      #expect(share(of: 600, in: Array(samples[signal..<signal + 48_000])) > 0.99)
      let rest = samples[(signal + 48_000)...].prefix(24_000)
      #expect(share(of: 1_500, in: Array(rest)) > 0.95)
    }

    @Test(
      "where it was stopped is what had sounded: less than was written, by at most a buffer",
      .enabled(if: Studio.has("sox")))
    func stopped() throws {
      let tone = try studio.tone("tone.wav", seconds: 60)
      let rig = try Rig(settings(.clock, bufferMilliseconds: 300))
      rig.thread.play(
        token: 3, [.signal(.ordinary), .file(path: tone, fromMilliseconds: 1_000)],
        minimumVolumePercent: 0)
      try rig.wait { if case .started(3, _) = $0 { true } else { false } }
      rig.thread.stop(token: 2)
      // The file grows as the thread writes: a second of the signal is on its way.
      let deadline = Clock.monotonicMilliseconds() + 30_000
      while Studio.size(of: speaker) < 2 * (Self.silence + 48_000) {
        try #require(Clock.monotonicMilliseconds() < deadline)
      }
      rig.thread.stop(token: 3)
      let end = try rig.waitForEnd(of: 3)
      rig.close()
      guard case .stopped(3, part: 0, let milliseconds) = end else {
        Issue.record("\(end)")
        return
      }
      let written = (try Wave(path: speaker).samples.count - Self.silence) / 48
      #expect((written - 301...written).contains(milliseconds), "\(milliseconds) of \(written)")
      #expect(milliseconds > 0)
    }

    @Test(
      "with our own clock never more than a buffer is ahead, and the end waits for the last sample",
      .enabled(if: Studio.has("sox")))
    func pacing() throws {
      let tone = try studio.tone("tone.wav", seconds: 1.5)
      let rig = try Rig(settings(.clock, bufferMilliseconds: 500))
      let begin = Clock.measureNanoseconds()
      rig.thread.play(
        token: 4, [.file(path: tone, fromMilliseconds: 0)], minimumVolumePercent: 0)
      try rig.waitForEnd(of: 4)
      let elapsed = (Clock.measureNanoseconds() - begin) / 1_000_000
      // Lead-in, tone and half of the tail.
      #expect(elapsed >= 200 + 1_500 + 100)
      rig.thread.play(
        token: 5, [.file(path: tone, fromMilliseconds: 0)], minimumVolumePercent: 0)
      let again = Clock.measureNanoseconds()
      try rig.wait { if case .started(5, _) = $0 { true } else { false } }
      rig.thread.stop(token: 5)
      let end = try rig.waitForEnd(of: 5)
      let since = (Clock.measureNanoseconds() - again) / 1_000_000
      rig.close()
      guard case .stopped(5, part: 0, let milliseconds) = end else {
        Issue.record("\(end)")
        return
      }
      #expect(Int64(milliseconds) <= since)
      let frames = try Wave(path: speaker).samples.count - (72_000 + 2 * Self.silence)
      #expect(frames <= Int(since + 500) * 48)
    }

    @Test(
      "a second performance ends the first, and they are never mixed",
      .enabled(if: Studio.has("sox")))
    func preemption() throws {
      let low = try studio.tone("low.wav", seconds: 60, frequencyHertz: 600)
      let high = try studio.tone("high.wav", seconds: 1, frequencyHertz: 1_700)
      let rig = try Rig(settings(.clock, bufferMilliseconds: 300))
      rig.thread.play(token: 1, [.file(path: low, fromMilliseconds: 0)], minimumVolumePercent: 0)
      try rig.wait { if case .started(1, _) = $0 { true } else { false } }
      rig.thread.play(token: 2, [.file(path: high, fromMilliseconds: 0)], minimumVolumePercent: 0)
      #expect(try rig.waitForEnd(of: 2) == .finished(token: 2))
      rig.close()
      let tokens = rig.heard.compactMap { report -> String? in
        switch report {
        case .started(let token, _): "started \(token)"
        case .stopped(let token, _, _): "stopped \(token)"
        case .finished(let token): "finished \(token)"
        default: nil
        }
      }
      #expect(tokens == ["started 1", "stopped 1", "started 2", "finished 2"])
      let played = try Wave(path: speaker).samples
      let second = try Wave(path: high).samples
      let first = try Wave(path: low).samples
      let boundary = played.count - (second.count + 2 * Self.silence)
      let words = played.dropFirst(boundary + Self.silence).prefix(second.count)
      #expect(zip(words, second).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
      let before = played.prefix(boundary).dropFirst(Self.silence)
      #expect(zip(before, first).allSatisfy { abs(Int($0) - Int($1)) <= 1 })
    }

    @Test("a stop of what does not sound changes nothing")
    func otherStop() throws {
      let rig = try Rig(settings(.none))
      rig.thread.stop(token: 9)
      rig.thread.play(token: 1, [.signal(.ordinary)], minimumVolumePercent: 0)
      rig.thread.stop(token: 9)
      #expect(try rig.waitForEnd(of: 1) == .finished(token: 1))
      rig.close()
      #expect(rig.heard.count == 2)
    }

    @Test("an emergency sounds in a muted home, everything else does not")
    func minimumVolume() throws {
      let rig = try Rig(settings(.none))
      rig.thread.setVolume(percent: 0)
      rig.thread.play(token: 1, [.signal(.priority)], minimumVolumePercent: 0)
      try rig.waitForEnd(of: 1)
      rig.thread.play(token: 2, [.signal(.emergency)], minimumVolumePercent: 80)
      rig.thread.setVolume(percent: 0)
      try rig.waitForEnd(of: 2)
      rig.thread.play(token: 3, [.signal(.priority)], minimumVolumePercent: 0)
      try rig.waitForEnd(of: 3)
      rig.close()
      let played = try Wave(path: speaker).samples
      let quiet = Signal.priority.milliseconds * 48 + 2 * Self.silence
      #expect(played.prefix(quiet).allSatisfy { $0 == 0 })
      #expect(played.suffix(quiet).allSatisfy { $0 == 0 })
      let siren = played.dropFirst(quiet).dropLast(quiet)
      #expect((siren.max() ?? 0) > 14_000)
    }

    @Test("the siren before a broken sound is heard to its end")
    func brokenAfterSignal() throws {
      let rig = try Rig(settings(.clock))
      rig.thread.play(
        token: 1,
        [.signal(.ordinary), .file(path: studio.path("missing.opus"), fromMilliseconds: 0)],
        minimumVolumePercent: 0)
      let started = try rig.wait { if case .started = $0 { true } else { false } }
      let end = try rig.waitForEnd(of: 1)
      guard case .started(_, let nanoseconds) = started,
        case .failed(_, part: 1, milliseconds: 0, _) = end
      else {
        Issue.record("\(started) \(end)")
        return
      }
      let sounded = (Clock.measureNanoseconds() - nanoseconds) / 1_000_000
      #expect(sounded >= Int64(Signal.ordinary.milliseconds))
      rig.close()
    }

    @Test("what can't be played at all makes no sound and does not claim to have begun")
    func brokenFirst() throws {
      let rig = try Rig(settings(.none))
      rig.thread.play(
        token: 1, [.file(path: studio.path("missing.opus"), fromMilliseconds: 0)],
        minimumVolumePercent: 0)
      let end = try rig.waitForEnd(of: 1)
      rig.close()
      guard case .failed(1, part: 0, milliseconds: 0, let reason) = end else {
        Issue.record("\(end)")
        return
      }
      #expect(reason.contains("No such file"))
      #expect(rig.heard.count == 1)
    }

    @Test("a file that breaks off is reported where it broke", .enabled(if: Studio.has("sox")))
    func breaksOff() throws {
      let whole = try studio.tone("whole.flac", seconds: 10)
      let half = try studio.copy(whole, as: "half.flac") { $0.removeLast($0.count / 2) }
      let rig = try Rig(settings(.none))
      rig.thread.play(
        token: 1, [.file(path: half, fromMilliseconds: 0)], minimumVolumePercent: 0)
      let end = try rig.waitForEnd(of: 1)
      rig.close()
      guard case .failed(1, part: 0, let milliseconds, _) = end else {
        Issue.record("\(end)")
        return
      }
      #expect((4_000...5_500).contains(milliseconds), "\(milliseconds)")
    }

    @Test("a performance without parts is over at once, and silent")
    func nothing() throws {
      let rig = try Rig(settings(.none))
      rig.thread.play(token: 1, [], minimumVolumePercent: 0)
      #expect(try rig.waitForEnd(of: 1) == .finished(token: 1))
      rig.close()
      #expect(rig.heard == [.finished(token: 1)])
    }
  }
}
