import Testing

@testable import Panel

@Suite struct KeyTrackerTests {
  private static let ok: UInt16 = 28

  private func tracker() -> KeyTracker {
    KeyTracker(codes: [Self.ok, 88], debounceMilliseconds: 30, holdMilliseconds: 3_000)
  }

  @Test func aPressIsTold() {
    var keys = tracker()
    #expect(keys.take(Self.ok, value: 1, at: 1_000) == .pressed)
    #expect(keys.take(Self.ok, value: 2, at: 1_300) == .repeated)
    #expect(keys.take(Self.ok, value: 0, at: 1_400) == .released)
    #expect(keys.deadline == nil)
  }

  @Test func aKeyThatBouncesIsOnePress() {
    var keys = tracker()
    #expect(keys.take(Self.ok, value: 1, at: 1_000) == .pressed)
    #expect(keys.take(Self.ok, value: 0, at: 1_004) == .released)
    #expect(keys.take(Self.ok, value: 1, at: 1_009) == nil)
    #expect(keys.take(Self.ok, value: 0, at: 1_120) == .released)
    #expect(keys.take(Self.ok, value: 1, at: 1_149) == nil)
    #expect(keys.take(Self.ok, value: 0, at: 1_160) == .released)
    #expect(keys.take(Self.ok, value: 1, at: 1_190) == .pressed)
  }

  @Test func aBounceDoesNotBeginAHoldAnew() {
    var keys = tracker()
    _ = keys.take(Self.ok, value: 1, at: 1_000)
    _ = keys.take(Self.ok, value: 0, at: 2_000)
    #expect(keys.take(Self.ok, value: 1, at: 2_010) == nil)
    #expect(keys.deadline == 4_000)
    #expect(keys.tick(3_999).isEmpty)
    #expect(keys.tick(4_000).map(\.1) == [.held])
    #expect(keys.tick(4_001).isEmpty)
  }

  @Test func aKeyThatSticksIsPassedOverUntilItComesUp() {
    var keys = tracker()
    _ = keys.take(Self.ok, value: 1, at: 0)
    _ = keys.tick(3_000)
    #expect(keys.tick(KeyTracker.stuckMilliseconds).map(\.1) == [.stuck])
    #expect(keys.take(Self.ok, value: 2, at: 31_000) == nil)
    #expect(keys.deadline == nil)
    #expect(keys.take(Self.ok, value: 0, at: 40_000) == .freed)
    #expect(keys.take(Self.ok, value: 1, at: 41_000) == .pressed)
  }

  @Test func aKeyboardThatIsPulledOutLetsGoOfItsKeys() {
    var keys = tracker()
    _ = keys.take(Self.ok, value: 1, at: 0)
    #expect(keys.releaseAll(at: 100).map(\.1) == [.released])
    #expect(keys.tick(60_000).isEmpty)
  }

  @Test func keysThatNobodyAskedForAreNotHeard() {
    var keys = tracker()
    #expect(keys.take(30, value: 1, at: 0) == nil)
  }
}
