/// What people do with keys, out of what contacts do: no bounce is a press, a key that is held
/// long says so, and one that never comes up again is stuck. Pure; times are given.
struct KeyTracker {
  /// What a key did.
  enum Change: Equatable {
    case pressed
    /// The kernel repeats it, since it is held.
    case repeated
    /// It is down for `holdMilliseconds`.
    case held
    case released
    /// It is down for so long that nobody can mean it; it is passed over until it comes up.
    case stuck
    /// It was stuck and came up.
    case freed
  }

  /// Nobody holds a button for longer than this, in milliseconds.
  static let stuckMilliseconds: Int64 = 30_000

  private struct Key {
    var code: UInt16
    var isDown = false
    var downSince: Int64 = 0
    var upSince: Int64 = .min
    var wasHeld = false
    var isStuck = false
  }

  private let debounceMilliseconds: Int64
  private let holdMilliseconds: Int64
  private var keys: [Key]

  init(codes: [UInt16], debounceMilliseconds: Int, holdMilliseconds: Int) {
    keys = codes.map { Key(code: $0) }
    self.debounceMilliseconds = Int64(debounceMilliseconds)
    self.holdMilliseconds = Int64(holdMilliseconds)
  }

  /// A key changed; `value` is evdev's: 0 up, 1 down, 2 repeat.
  mutating func take(_ code: UInt16, value: Int32, at now: Int64) -> Change? {
    guard let index = keys.firstIndex(where: { $0.code == code }) else { return nil }
    switch value {
    case 0: return release(index, now)
    case 1: return press(index, now)
    default: return keys[index].isDown && !keys[index].isStuck ? .repeated : nil
    }
  }

  private mutating func press(_ index: Int, _ now: Int64) -> Change? {
    guard !keys[index].isDown else { return nil }
    keys[index].isDown = true
    // A contact that bounces goes on with the press that it interrupted.
    let upSince = keys[index].upSince
    if upSince != .min, now - upSince < debounceMilliseconds { return nil }
    keys[index].downSince = now
    keys[index].wasHeld = false
    return .pressed
  }

  private mutating func release(_ index: Int, _ now: Int64) -> Change? {
    guard keys[index].isDown else { return nil }
    keys[index].isDown = false
    keys[index].upSince = now
    guard keys[index].isStuck else { return .released }
    keys[index].isStuck = false
    return .freed
  }

  /// What time alone changed.
  mutating func tick(_ now: Int64) -> [(UInt16, Change)] {
    var changes: [(UInt16, Change)] = []
    for index in keys.indices where keys[index].isDown && !keys[index].isStuck {
      let down = now - keys[index].downSince
      if down >= holdMilliseconds, !keys[index].wasHeld {
        keys[index].wasHeld = true
        changes.append((keys[index].code, .held))
      }
      if down >= Self.stuckMilliseconds {
        keys[index].isStuck = true
        changes.append((keys[index].code, .stuck))
      }
    }
    return changes
  }

  /// The keyboard has gone, and with it every finger on it.
  mutating func releaseAll(at now: Int64) -> [(UInt16, Change)] {
    keys.indices.compactMap { index in release(index, now).map { (keys[index].code, $0) } }
  }

  /// When `tick` has something to do, in monotonic milliseconds.
  var deadline: Int64? {
    keys.filter { $0.isDown && !$0.isStuck }.map { key in
      key.downSince + (key.wasHeld ? Self.stuckMilliseconds : holdMilliseconds)
    }.min()
  }
}
