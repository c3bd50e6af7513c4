import LinuxIO
import Testing

@testable import Terminal

@Suite("Looking for devices") struct DeviceWatchTests {
  @Test("a keyboard that udev gives its rights after the terminal's start is looked for again")
  func start() throws {
    let loop = try EventLoop()
    let before = Clock.monotonicMilliseconds()
    let watch = try DeviceWatch(loop) { _ in }
    // Nobody tells of a device that was there before.
    let deadline = try #require(watch.deadline)
    #expect(deadline > before)
  }
}
