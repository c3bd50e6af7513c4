import Synchronization
import Testing

@testable import DeskPages

@Suite("How much an address may ask") struct RequestLimitTests {
  private final class Time: Sendable {
    let milliseconds = Mutex<Int64>(0)
  }

  @Test("many requests at once are taken, then as many as time allows; others don't notice")
  func limit() {
    let time = Time()
    let limit = RequestLimit { time.milliseconds.withLock { $0 } }
    func taken(_ address: String, of count: Int) -> Int {
      (0..<count).count { _ in limit.allows(address) }
    }
    #expect(taken("192.0.2.7", of: 1_000) == Int(RequestLimit.burst))
    #expect(taken("192.0.2.8", of: 10) == 10)
    time.milliseconds.withLock { $0 += 1_000 }
    #expect(taken("192.0.2.7", of: 1_000) == Int(RequestLimit.perSecond))
    time.milliseconds.withLock { $0 += 3_600_000 }
    #expect(taken("192.0.2.7", of: 1_000) == Int(RequestLimit.burst))
    #expect(taken("127.0.0.1", of: 1_000) == 1_000)
  }
}
