import Foundation
import Glibc
import LinuxIO
import TestSupport
import Testing

@testable import Sound

extension CardDetails {
  /// what somebody says is in the file, whatever happens to microphone and disk.
  @Suite struct Voice {
    let studio = Studio()
    let card: FaultyCard

    init() throws { card = try FaultyCard() }

    private func order(_ path: String? = nil, milliseconds: Int = 3_000) -> VoiceOrder {
      VoiceOrder(
        token: 7, microphone: MicrophoneSettings(pcm: card.name, rateHertz: 48_000),
        path: path ?? studio.path("voice.opus"), longestMilliseconds: milliseconds)
    }

    private func record(_ order: VoiceOrder) throws -> VoiceEnd {
      let recorder = try VoiceRecorder(order)
      while recorder.step() {}
      return recorder.finish()
    }

    private func isWhole(_ path: String) throws -> Bool {
      try OggPages.haveAnEnd(Descriptor.open(path, O_RDONLY), bytes: Files.size(path) ?? 0)
    }

    @Test(
      "a recording ends by itself, is as long as was asked for, and other programs read it",
      arguments: [3_000, 2_980, 1_000])
    func records(milliseconds: Int) throws {
      card[.amplitude] = 8_192
      let order = order(milliseconds: milliseconds)
      let end = try record(order)
      #expect(!end.isSilent && end.fault == nil)
      // The last samples come out of the encoder later than they went in.
      #expect((milliseconds - 20...milliseconds).contains(end.milliseconds))
      #expect(try isWhole(order.path))
      guard case .success(let length) = SoundFile.inspect(order.path) else {
        Issue.record("not readable")
        return
      }
      #expect(abs(length - end.milliseconds) <= 1)
      let (code, words) = try ChildProcess.run("opusinfo", [order.path])
      #expect(code == 0 && !words.contains("WARNING"), "\(words)")
      let attributes = try FileManager.default.attributesOfItem(atPath: order.path)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "a voice is private")
      #expect(try Files.read(order.path, limit: 1 << 20).count < 30 * milliseconds / 8 + 1_000)
    }

    @Test("a full disk keeps what was said before, with an end")
    func fullDisk() throws {
      let mount = studio.path("small")
      try Files.makeFolder(mount)
      let (code, _) = try ChildProcess.run(
        "mount", ["-t", "tmpfs", "-o", "size=16k", "tmpfs", mount])
      try #require(code == 0, "this test mounts a file system, as root")
      defer { _ = try? ChildProcess.run("umount", ["--lazy", mount]) }
      card[.amplitude] = 8_192
      let order = order("\(mount)/voice.opus", milliseconds: 60_000)
      let end = try record(order)
      guard case .unwritable = end.fault else {
        Issue.record("\(end)")
        return
      }
      #expect((1_000..<59_000).contains(end.milliseconds))
      #expect(try isWhole(order.path))
      guard case .success(let length) = SoundFile.inspect(order.path) else {
        Issue.record("not readable")
        return
      }
      #expect(abs(length - end.milliseconds) <= 1)
    }

    @Test("a microphone that goes keeps what was said before; one that is not there leaves no file")
    func microphone() throws {
      card[.amplitude] = 8_192
      let order = order()
      let recorder = try VoiceRecorder(order)
      while recorder.takeProgress()?.milliseconds ?? 0 < 1_000 { _ = recorder.step() }
      card[.isGone] = 1
      while recorder.step() {}
      let end = recorder.finish()
      guard case .lost = end.fault else {
        Issue.record("\(end)")
        return
      }
      #expect(end.milliseconds >= 900)
      #expect(try isWhole(order.path))
      try Files.remove(order.path)
      for (error, isBusy) in [(ENODEV, false), (EBUSY, true)] {
        card[.isGone] = 0
        card[.openError] = Int(error)
        do throws(RecordingFault) {
          _ = try VoiceRecorder(order)
          Issue.record("recorded")
        } catch {
          if case .busy = error { #expect(isBusy) } else { #expect(!isBusy) }
        }
      }
      #expect(!Files.exists(order.path))
    }

    @Test("silence is told of; the level follows the voice")
    func level() throws {
      card[.amplitude] = 0
      #expect(try record(order()).isSilent)
      var levels: [Int] = []
      for amplitude in [100, 1_000, 10_000, 32_000] {
        card[.amplitude] = amplitude
        let recorder = try VoiceRecorder(order())
        while recorder.step() {
          if let (_, level) = recorder.takeProgress() { levels.append(level) }
        }
        _ = recorder.finish()
      }
      #expect(levels == levels.sorted() && Set(levels).count == 4, "\(levels)")
    }

    @Test("what is to sound ends a recording, which is kept; the microphone is open only meanwhile")
    func interrupted() throws {
      card[.amplitude] = 8_192
      let reports = try Mailbox<SoundReport>(capacity: 1_024)
      let thread = try SoundThread(
        SoundSettings(pcm: "null", pacing: .none), reports: reports)
      defer { thread.close() }
      #expect(card[.opens] == 0)
      thread.record(order(milliseconds: 60_000))
      var told: [SoundReport] = []
      func hear(until isIt: (SoundReport) -> Bool) {
        while !told.contains(where: isIt) {
          reports.wait(timeoutMilliseconds: 30_000)
          told += reports.drain()
        }
      }
      hear { if case .recordingGoes = $0 { true } else { false } }
      thread.play(token: 8, [.signal(.emergency)], minimumVolumePercent: 80)
      hear { if case .finished(8) = $0 { true } else { false } }
      hear { if case .recordingEnded = $0 { true } else { false } }
      let end = told.lazy.compactMap { report -> VoiceEnd? in
        if case .recordingEnded(7, let end) = report { end } else { nil }
      }.first
      #expect(end?.fault == nil && (end?.milliseconds ?? 0) >= 480)
      #expect(told.first == .recordingStarted(token: 7))
      thread.stopRecording(token: 7)
    }
  }
}
