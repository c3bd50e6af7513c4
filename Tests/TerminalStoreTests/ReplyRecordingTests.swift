import LinuxIO
import Signatures
import TerminalCore
import TestSupport
import Testing
import WardContract

@testable import TerminalStore

/// Issue 6 row 6: the ward's voice in a reply is on the disk whole, or not at all.
@Suite("Recordings of replies on the disk") struct ReplyRecordingTests {
  let folder = TemporaryFolder()
  let reports = try! Mailbox<Event>(capacity: 100)

  private func open(_ refusal: String? = nil) throws -> TerminalDisk {
    try TerminalDisk(
      folder: folder.path, reports: reports, inspect: { _, _ in refusal }, startAnew: { _ in })
  }

  private func next() -> [Event] {
    reports.wait(timeoutMilliseconds: 10_000)
    return reports.drain()
  }

  @Test("the voice in a reply is kept whole under its digest; another one, or half of it, never is")
  func replyRecording() throws {
    let bytes = [UInt8](repeating: 9, count: 70_000)
    let digest = SHA256.mediaDigest(SHA256.digest(bytes))
    let voice = Request.Recording(
      digest: digest, sizeBytes: bytes.count, durationMilliseconds: 5_000)
    let broken = try open("no Opus")
    broken.perform(.keepReplyRecording(voice, bytes: bytes))
    guard case .replyRecordingRefused(digest, reason: "no Opus") = next().first else {
      Issue.record("what can't be played was kept")
      return
    }
    let disk = try open()
    disk.perform(.keepReplyRecording(voice, bytes: Array(bytes.dropLast())))
    guard case .replyRecordingRefused(digest, _) = next().first else {
      Issue.record("half of it was kept")
      return
    }
    #expect(!Files.exists(disk.path(ofRecording: digest)))
    disk.perform(.keepReplyRecording(voice, bytes: bytes))
    guard case .replyRecordingKept(digest) = next().first else {
      Issue.record("it was not kept")
      return
    }
    #expect(try Files.read(disk.path(ofRecording: digest), limit: 1 << 20) == bytes)
    #expect(try open().memory.recordings == [digest])
  }
}
