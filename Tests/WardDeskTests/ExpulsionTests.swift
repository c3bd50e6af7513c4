import Glibc
import LinuxIO
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// Terminals that were retired, where the desk can't tell the broker itself; issue 7 item 2.
@Suite("Putting retired terminals out", .serialized) struct ExpulsionTests {
  let office: Office
  let broker: BrokerFolder
  let retired = Identifier("nha-1")!

  init() throws {
    office = try Office()
    broker = try BrokerFolder(path: office.ward.brokerPath)
    try office.ward.enrol(
      retired, area: office.ward.area, home: office.folder.file("nha-1"), now: Office.now)
    try office.store.retire(retired, at: Office.now)
  }

  private func expulsion() throws -> Expulsion {
    Expulsion(office.ward, office.store, broker, try EventLoop())
  }

  @Test("a broker that doesn't read its list for days is looked at at growing pauses that have an end")
  func patience() throws {
    let expulsion = try expulsion()
    for _ in 0..<100 { try expulsion.work() }
    let deadline = try #require(expulsion.deadline)
    #expect(deadline <= Clock.monotonicMilliseconds() + 300_000)
    #expect(try office.store.retiredAndNotExpelled() == [retired])
  }

  @Test("what could not be put on the list is not taken for listed, and comes onto it later")
  func notListed() throws {
    let expulsion = try expulsion()
    let authority = "\(broker.path)/authority.key"
    try Files.replace("\(authority).aside", Files.read(authority, limit: 16_384))
    try Files.remove(authority)
    let before = try Files.read(broker.revocationListPath, limit: 65_536)
    #expect(throws: (any Error).self) { try expulsion.work() }
    try Files.replace(authority, Files.read("\(authority).aside", limit: 16_384))
    try expulsion.work()
    #expect(try Files.read(broker.revocationListPath, limit: 65_536) != before)
  }

  @Test("a broker under another account counts as told once the digest of this very list is noted")
  func told() throws {
    let note = office.folder.file("read")
    setenv("LOANHA_REVOCATIONS_READ", note, 1)
    defer { unsetenv("LOANHA_REVOCATIONS_READ") }
    #expect(!broker.reload(), "nothing is noted")
    let old = SHA256.mediaDigest(
      SHA256.digest(try Files.read(broker.revocationListPath, limit: 65_536)))
    try Files.replace(note, Array("\(old)\n".utf8))
    #expect(broker.reload())
    try broker.revoke(retired.description)
    #expect(!broker.reload(), "an older list is noted")
  }
}
