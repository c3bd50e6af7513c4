import Testing

@testable import Terminal

@Suite("The service's watchdog") struct ServiceWatchdogTests {
  private let idle: [(name: String, busyMilliseconds: Int64)] = [("sound", 0), ("disk", 0)]

  @Test("where nobody watches nothing is fed, and nobody is woken for it")
  func unwatched() {
    var watchdog = ServiceWatchdog(intervalMilliseconds: nil)
    #expect(watchdog.deadline == nil)
    #expect(watchdog.check(idle, at: 1_000) == .nothing)
  }

  @Test("it is fed when the loop wakes up anyway, and at half its time at the latest")
  func feeding() {
    var watchdog = ServiceWatchdog(intervalMilliseconds: 180_000)
    #expect(watchdog.check(idle, at: 1_000) == .feed)
    #expect(watchdog.deadline == 91_000)
    #expect(watchdog.check(idle, at: 40_000) == .nothing)
    #expect(watchdog.check(idle, at: 61_000) == .feed)
    #expect(watchdog.deadline == 151_000)
  }

  @Test("a disk thread that is stuck is told of once, and the watchdog starves")
  func stuck() {
    var watchdog = ServiceWatchdog(intervalMilliseconds: 180_000)
    _ = watchdog.check(idle, at: 0)
    let busy: [(name: String, busyMilliseconds: Int64)] = [("sound", 0), ("disk", 90_001)]
    #expect(watchdog.check(busy, at: 60_000) == .stuck("disk"))
    #expect(watchdog.check(busy, at: 90_000) == .nothing)
    #expect((watchdog.deadline ?? 0) > 90_000, "no alarm in the past: the loop must not spin")
  }

  @Test("a thread that came back in time is forgiven")
  func back() {
    var watchdog = ServiceWatchdog(intervalMilliseconds: 180_000)
    _ = watchdog.check(idle, at: 0)
    _ = watchdog.check([("sound", 100_000)], at: 60_000)
    #expect(watchdog.check(idle, at: 90_000) == .feed)
  }

  @Test("a short interval leaves a busy thread no more than half of it")
  func short() {
    var watchdog = ServiceWatchdog(intervalMilliseconds: 10_000)
    #expect(watchdog.check([("disk", 5_000)], at: 0) == .feed)
    #expect(watchdog.check([("disk", 5_001)], at: 5_000) == .stuck("disk"))
  }
}
