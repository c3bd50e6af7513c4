import Testing

@testable import Panel

@Suite struct KeyTrackerTests {
  private static let ok: UInt16 = 28

  private func tracker() -> KeyTracker {
    KeyTracker(codes: [Self.ok, 88], debounceMilliseconds: 30)
  }

  @Test func aPressIsTold() {
    var keys = tracker()
    #expect(keys.take(Self.ok, value: 1, at: 1_000) == [.pressed])
    #expect(keys.take(Self.ok, value: 2, at: 1_300) == [.repeated])
    #expect(keys.take(Self.ok, value: 0, at: 1_400) == [])
    #expect(keys.deadline == 1_430)
    #expect(keys.tick(1_430).map(\.1) == [.released])
    #expect(keys.deadline == nil)
  }

  @Test func aKeyThatBouncesIsOnePress() {
    var keys = tracker()
    #expect(keys.take(Self.ok, value: 1, at: 1_000) == [.pressed])
    #expect(keys.take(Self.ok, value: 0, at: 1_004) == [])
    #expect(keys.take(Self.ok, value: 1, at: 1_009) == [])
    #expect(keys.take(Self.ok, value: 0, at: 1_120) == [])
    #expect(keys.take(Self.ok, value: 1, at: 1_149) == [])
    #expect(keys.take(Self.ok, value: 0, at: 1_160) == [])
    // A new press, before time alone has told the end of the old one.
    #expect(keys.take(Self.ok, value: 1, at: 1_190) == [.released, .pressed])
  }

  @Test func aBounceDoesNotEndAHold() {
    var keys = tracker()
    _ = keys.take(Self.ok, value: 1, at: 1_000)
    _ = keys.take(Self.ok, value: 0, at: 2_000)
    #expect(keys.take(Self.ok, value: 1, at: 2_010) == [])
    #expect(keys.tick(2_040).isEmpty)
    #expect(keys.deadline == 1_000 + KeyTracker.stuckMilliseconds)
  }

  @Test func aKeyThatSticksIsPassedOverUntilItComesUp() {
    var keys = tracker()
    _ = keys.take(Self.ok, value: 1, at: 0)
    #expect(keys.tick(KeyTracker.stuckMilliseconds).map(\.1) == [.stuck])
    #expect(keys.take(Self.ok, value: 2, at: 31_000) == [])
    #expect(keys.deadline == nil)
    #expect(keys.take(Self.ok, value: 0, at: 40_000) == [])
    #expect(keys.tick(40_030).map(\.1) == [.freed])
    #expect(keys.take(Self.ok, value: 1, at: 41_000) == [.pressed])
  }

  @Test func aKeyboardThatIsPulledOutLetsGoOfItsKeys() {
    var keys = tracker()
    _ = keys.take(Self.ok, value: 1, at: 0)
    #expect(keys.releaseAll().map(\.1) == [.released])
    #expect(keys.tick(60_000).isEmpty)
  }

  @Test func keysThatNobodyAskedForAreNotHeard() {
    var keys = tracker()
    #expect(keys.take(30, value: 1, at: 0) == [])
  }
}
