import Foundation
import TestSupport
import Testing

@testable import Terminal

@Suite("Whether a new program works") struct SelfCheckTests {
  let folder = TemporaryFolder()

  private func isHealthy(
    connected: Bool = true, answered: Bool = true, busy: Int64 = 0, after seconds: Int64
  ) -> Bool {
    var check = SelfCheck(folder: folder.path, version: "1.1.0", at: 5_000)
    if connected { check.connected() }
    return check.isHealthy(
      busiestMilliseconds: busy, hasBeenAnswered: answered, at: 5_000 + seconds * 1_000)
  }

  @Test("it works once it has run for a minute and reached its ward")
  func connected() {
    #expect(!isHealthy(after: 59))
    #expect(isHealthy(after: 60))
  }

  @Test("a program that can't talk to a ward that answers does not work, however long it runs")
  func refused() {
    #expect(!isHealthy(connected: false, after: 86_400))
  }

  @Test("a ward that nobody answers for is the network's fault, after five minutes")
  func unreachable() {
    #expect(!isHealthy(connected: false, answered: false, after: 299))
    #expect(isHealthy(connected: false, answered: false, after: 300))
  }

  @Test("a thread that hangs is no working program")
  func stuck() {
    #expect(!isHealthy(busy: 30_000, after: 600))
  }

  @Test("it says so with its version, where an update was asked for and nowhere else")
  func word() throws {
    var check = SelfCheck(folder: folder.path, version: "1.1.0", at: 0)
    check.sayHealthy()
    #expect(!FileManager.default.fileExists(atPath: folder.file("update")))
    try FileManager.default.createDirectory(
      atPath: folder.file("update"), withIntermediateDirectories: false)
    check.sayHealthy()
    #expect(try String(contentsOfFile: folder.file("update/healthy"), encoding: .utf8) == "1.1.0")
  }
}
