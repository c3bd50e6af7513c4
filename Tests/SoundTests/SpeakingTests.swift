import Foundation
import Glibc
import LinuxIO
import Speech
import TestSupport
import Testing

@testable import Sound

extension SoundDetails {
  @Suite struct Speaking {
    static let words = "mời bà con họp lúc mười chín giờ ba mươi phút, tại nhà văn hóa phường."

    let studio = Studio()
    private var speaker: String { studio.path("speaker.wav") }

    private func settings(
      _ pacing: SoundSettings.Pacing, _ speech: SpeechSettings = SpeechSettings()
    ) -> SoundSettings {
      SoundSettings(
        pcm: Rig.speaker(speaker), bufferMilliseconds: 500, pacing: pacing, leadInMilliseconds: 0,
        tailMilliseconds: 0, speech: speech)
    }

    private func speech(from milliseconds: Int = 0) -> PerformancePart {
      .speech(fromMilliseconds: milliseconds, pacePercent: 100) { Self.words }
    }

    /// A program in the place of espeak-ng.
    private func stand(_ script: String) throws -> SpeechSettings {
      let path = try studio.file("voice", Array("#!/bin/sh\n\(script)\n".utf8))
      chmod(path, 0o755)
      return SpeechSettings(program: path)
    }

    /// What espeak-ng makes of the words, alone.
    private func recording() throws -> Recording {
      try SpeechRecording.write(Self.words, to: studio.path("alone.wav"), SpeechSettings())
    }

    @Test("a signal and its words sound one after another, and the end tells how long they took")
    func whole() throws {
      let alone = try recording()
      #expect(!alone.isSilent && alone.peakDBFS < -0.5)
      let rig = try Rig(settings(.none))
      rig.thread.play(token: 1, [.signal(.ordinary), speech()], minimumVolumePercent: 0)
      let end = try rig.waitForEnd(of: 1)
      rig.close()
      guard case .spoken(1, let milliseconds) = end else {
        Issue.record("\(end)")
        return
      }
      #expect(abs(milliseconds - alone.milliseconds) <= 2)
      let samples = try Wave(path: speaker).samples
      let signal = Signal.ordinary.milliseconds * 48
      #expect(abs(samples.count - signal - alone.milliseconds * 48) < 96)
      let spoken = samples.dropFirst(signal)
      #expect((spoken.max() ?? 0) > 8_000)
      #expect(spoken.suffix(48).allSatisfy { abs(Int($0)) < 600 })
    }

    @Test("a speech goes on from the millisecond at which it was interrupted")
    func goesOn() throws {
      let alone = try recording()
      let rig = try Rig(settings(.none))
      rig.thread.play(token: 1, [speech(from: 1_500)], minimumVolumePercent: 0)
      let end = try rig.waitForEnd(of: 1)
      rig.close()
      guard case .spoken(1, let milliseconds) = end else {
        Issue.record("\(end)")
        return
      }
      #expect(abs(milliseconds - (alone.milliseconds - 1_500)) <= 2)
      let rest = try Wave(path: speaker).samples
      let whole = try Wave(path: studio.path("alone.wav")).samples
      // The same words, at another rate: as loud, and as long.
      let power = { (samples: ArraySlice<Int16>) in
        samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
      }
      let ratio = power(rest[...]) / power(whole.dropFirst(1_500 * 22_050 / 1000))
      #expect((0.95...1.05).contains(ratio), "\(ratio)")
    }

    @Test("without espeak-ng the signal is heard to its end, and it is said what is missing")
    func missing() throws {
      let rig = try Rig(settings(.none, SpeechSettings(program: studio.path("nothing"))))
      rig.thread.play(token: 1, [.signal(.emergency), speech()], minimumVolumePercent: 80)
      let end = try rig.waitForEnd(of: 1)
      rig.close()
      guard case .failed(1, part: 1, milliseconds: 0, let reason) = end else {
        Issue.record("\(end)")
        return
      }
      #expect(reason.contains("the package espeak-ng"))
      let samples = try Wave(path: speaker).samples
      #expect(samples.count == Signal.emergency.milliseconds * 48)
    }

    @Test("a voice that ends in mid-word ends the item there, with the reason")
    func broken() throws {
      let voice = try stand(
        "sox -n -r 22050 -b 16 -c 1 -t wav - synth 1 sine 440 vol 0.5; kill -9 $$")
      let rig = try Rig(settings(.clock, voice))
      rig.thread.play(token: 1, [.signal(.ordinary), speech()], minimumVolumePercent: 0)
      let end = try rig.waitForEnd(of: 1)
      rig.close()
      guard case .failed(1, part: 1, let milliseconds, let reason) = end else {
        Issue.record("\(end)")
        return
      }
      #expect((990...1_000).contains(milliseconds), "\(milliseconds)")
      #expect(reason.contains("was ended by signal 9"))
    }

    /// A voice that says a second, waits for a line from `gate`, and says another second.
    private func haltingVoice() throws -> SpeechSettings {
      let tone = "synth 1 sine 440 vol 0.5"
      mkfifo(studio.path("gate"), 0o600)
      return try stand(
        """
        sox -n -r 22050 -b 16 -c 1 -t wav - \(tone) 2>/dev/null
        read line <\(studio.path("gate"))
        sox -n -r 22050 -b 16 -c 1 -t raw -e signed - \(tone)
        """)
    }

    @Test(
      "while a voice halts there is silence, which counts to no word, and the card never runs dry")
    func halting() throws {
      let rig = try Rig(settings(.clock, try haltingVoice()))
      rig.thread.play(token: 1, [.signal(.priority), speech()], minimumVolumePercent: 0)
      let signal = Signal.priority.milliseconds * 48
      let first = signal + 48_000
      let speaker = speaker
      // The second is over, and half a second of silence behind it.
      #expect(eventually { Studio.size(of: speaker) > 44 + 2 * (first + 24_000) })
      // Opened for reading as well, it waits for nobody.
      let gate = try Descriptor.open(studio.path("gate"), O_RDWR)
      try gate.writeAll(Array("go on\n".utf8))
      let end = try rig.waitForEnd(of: 1)
      rig.close()
      guard case .spoken(1, let milliseconds) = end else {
        Issue.record("\(end)")
        return
      }
      #expect((1_995...2_005).contains(milliseconds), "\(milliseconds)")
      let samples = try Wave(path: speaker).samples
      #expect(samples.count > first + 24_000 + 48_000)
      #expect(samples[(first + 480)..<(first + 20_000)].allSatisfy { $0 == 0 })
      #expect(
        !rig.heard.contains { if case .underrun = $0 { true } else { false } }, "\(rig.heard)")
    }

    @Test("a voice that halts holds up no emergency")
    func preempted() throws {
      let rig = try Rig(settings(.clock, try haltingVoice()))
      rig.thread.play(token: 1, [speech()], minimumVolumePercent: 0)
      try rig.wait { if case .started(1, _) = $0 { true } else { false } }
      let speaker = speaker
      #expect(eventually { Studio.size(of: speaker) > 44 + 2 * 60_000 })
      rig.thread.play(token: 2, [.signal(.emergency)], minimumVolumePercent: 80)
      let stopped = try rig.waitForEnd(of: 1)
      #expect(try rig.waitForEnd(of: 2) == .finished(token: 2))
      rig.close()
      guard case .stopped(1, part: 0, let milliseconds) = stopped else {
        Issue.record("\(stopped)")
        return
      }
      // Silence behind the words doesn't count as words.
      #expect(milliseconds <= 1_005, "\(milliseconds)")
    }
  }
}
