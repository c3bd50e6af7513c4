import Foundation
import LinuxIO
import Testing

@testable import Sound

extension SoundDetails {
  @Suite struct Cards {
    let studio = Studio()

    @Test("a card that is not there is reported with ALSA's reason, and so is its return")
    func lostAndBack() throws {
      let later = studio.path("later")
      let rig = try Rig(
        SoundSettings(pcm: Rig.speaker("\(later)/speaker.wav"), pacing: .none))
      let lost = try rig.wait { if case .cardLost = $0 { true } else { false } }
      guard case .cardLost(let reason) = lost else { return }
      #expect(reason.contains("No such file"), "\(reason)")
      rig.thread.play(token: 1, [.signal(.ordinary)], minimumVolumePercent: 0)
      guard case .failed(1, part: 0, milliseconds: 0, _) = try rig.waitForEnd(of: 1) else {
        Issue.record("\(rig.heard)")
        return
      }
      try FileManager.default.createDirectory(atPath: later, withIntermediateDirectories: true)
      rig.thread.play(token: 2, [.signal(.ordinary)], minimumVolumePercent: 0)
      #expect(try rig.waitForEnd(of: 2) == .finished(token: 2))
      rig.close()
      #expect(rig.heard.filter { if case .cardLost = $0 { true } else { false } }.count == 1)
      #expect(rig.heard.filter { $0 == .cardBack }.count == 1)
      let played = try Wave(path: "\(later)/speaker.wav").samples.count
      #expect(played == 2 * 9_600 + Signal.ordinary.milliseconds * 48)
    }

    @Test("a card comes back by itself, without anything to play")
    func backByItself() throws {
      let later = studio.path("later")
      let rig = try Rig(
        SoundSettings(pcm: Rig.speaker("\(later)/speaker.wav"), pacing: .none))
      try rig.wait { if case .cardLost = $0 { true } else { false } }
      try FileManager.default.createDirectory(atPath: later, withIntermediateDirectories: true)
      try rig.wait { $0 == .cardBack }
      rig.close()
    }

    @Test("a loudspeaker that takes no more is a lost card, not a finished performance")
    func full() throws {
      let rig = try Rig(SoundSettings(pcm: Rig.speaker("/dev/full"), pacing: .none))
      rig.thread.play(token: 1, [.signal(.emergency)], minimumVolumePercent: 0)
      guard case .failed(1, part: 0, _, _) = try rig.waitForEnd(of: 1) else {
        Issue.record("\(rig.heard)")
        return
      }
      rig.close()
      #expect(rig.heard.contains { if case .cardLost = $0 { true } else { false } })
    }

    @Test("the file of a loudspeaker is found in its ALSA name")
    func speakerFile() {
      #expect(SpeakerFile.path(ofPCM: "file:'/a b/c,d.wav',wav") == "/a b/c,d.wav")
      #expect(SpeakerFile.path(ofPCM: "file:/a.raw,raw") == "/a.raw")
      #expect(SpeakerFile.path(ofPCM: "file:/a.raw") == "/a.raw")
      #expect(SpeakerFile.path(ofPCM: "hw:CARD=Device") == nil)
      #expect(SpeakerFile.path(ofPCM: "file:") == nil)
    }

    @Test("a name that ALSA does not know is named in the report, with what ALSA said")
    func unknownName() throws {
      let rig = try Rig(SoundSettings(pcm: "nowhere"))
      let lost = try rig.wait { if case .cardLost = $0 { true } else { false } }
      rig.close()
      guard case .cardLost(let reason) = lost else { return }
      #expect(reason.contains("nowhere"))
      #expect(reason.contains("Unknown PCM"), "\(reason)")
    }

    @Test(
      "a thread with nothing to play is not woken once", .enabled(if: !ProcessOfItsOwn.isThis))
    func idle() throws { try ProcessOfItsOwn.run("SoundDetails.Cards/wakeUps") }

    @Test(
      "what an idle thread does",
      .enabled(
        if: ProcessOfItsOwn.isThis, "runs in a process of its own, started by the test above"))
    func wakeUps() throws {
      let rig = try Rig(SoundSettings(pcm: "null", pacing: .clock))
      rig.thread.play(token: 1, [], minimumVolumePercent: 0)
      try rig.waitForEnd(of: 1)
      // It reported before it went to sleep: wait until it sleeps.
      let deadline = Clock.monotonicMilliseconds() + 10_000
      while try Self.soundThread().state != "S", Clock.monotonicMilliseconds() < deadline {}
      let before = try Self.soundThread().switches
      let quiet = try Mailbox<Int>(capacity: 1)
      quiet.wait(timeoutMilliseconds: 1_200)
      #expect(try Self.soundThread().switches == before)
      rig.close()
    }

    /// State and number of voluntary context switches of the only thread called "sound".
    private static func soundThread() throws -> (state: String, switches: String) {
      let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")
      var found: [(String, String)] = []
      for task in tasks {
        let path = "/proc/self/task/\(task)/status"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { continue }
        func field(_ name: String) -> String {
          let line = text.split(separator: "\n").first { $0.hasPrefix(name + ":") } ?? ""
          return String(line.split(separator: "\t").last?.prefix(12) ?? "")
        }
        guard field("Name") == "sound" else { continue }
        found.append((String(field("State").prefix(1)), field("voluntary_ctxt_switches")))
      }
      try #require(found.count == 1)
      return found[0]
    }
  }
}
