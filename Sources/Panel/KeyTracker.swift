/// What people do with keys, out of what contacts do: no bounce is a press, nor the end of one, and a
/// key that never comes up again is stuck. Pure; times are given.
struct KeyTracker {
  /// What a key did.
  enum Change: Equatable {
    case pressed
    /// The kernel repeats it, since it is held.
    case repeated
    /// It came up and stayed there.
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
    /// When it came up, until that is told: a contact that bounces goes on with its press.
    var upSince: Int64?
    var isStuck = false
  }

  private let debounceMilliseconds: Int64
  private var keys: [Key]

  init(codes: [UInt16], debounceMilliseconds: Int) {
    keys = codes.map { Key(code: $0) }
    self.debounceMilliseconds = Int64(debounceMilliseconds)
  }

  /// A key changed; `value` is evdev's: 0 up, 1 down, 2 repeat.
  mutating func take(_ code: UInt16, value: Int32, at now: Int64) -> [Change] {
    guard let index = keys.firstIndex(where: { $0.code == code }) else { return [] }
    switch value {
    case 0:
      guard keys[index].isDown else { return [] }
      keys[index].isDown = false
      keys[index].upSince = now
      return settleRelease(index, now)
    case 1: return press(index, now)
    default: return keys[index].isDown && !keys[index].isStuck ? [.repeated] : []
    }
  }

  private mutating func press(_ index: Int, _ now: Int64) -> [Change] {
    guard !keys[index].isDown else { return [] }
    let before = settleRelease(index, now)
    keys[index].isDown = true
    guard keys[index].upSince == nil else {
      keys[index].upSince = nil
      return before
    }
    keys[index].downSince = now
    return before + [.pressed]
  }

  /// Tells of a key that came up, once it can't be a bounce any more.
  private mutating func settleRelease(_ index: Int, _ now: Int64) -> [Change] {
    guard let upSince = keys[index].upSince, now - upSince >= debounceMilliseconds else {
      return []
    }
    return [release(index)]
  }

  private mutating func release(_ index: Int) -> Change {
    keys[index].isDown = false
    keys[index].upSince = nil
    guard keys[index].isStuck else { return .released }
    keys[index].isStuck = false
    return .freed
  }

  /// What time alone changed.
  mutating func tick(_ now: Int64) -> [(UInt16, Change)] {
    var changes: [(UInt16, Change)] = []
    for index in keys.indices {
      changes += settleRelease(index, now).map { (keys[index].code, $0) }
      guard keys[index].isDown, !keys[index].isStuck,
        now - keys[index].downSince >= Self.stuckMilliseconds
      else { continue }
      keys[index].isStuck = true
      changes.append((keys[index].code, .stuck))
    }
    return changes
  }

  /// The keyboard has gone, and with it every finger on it.
  mutating func releaseAll() -> [(UInt16, Change)] {
    keys.indices.filter { keys[$0].isDown || keys[$0].upSince != nil }.map { index in
      (keys[index].code, release(index))
    }
  }

  /// When `tick` has something to do, in monotonic milliseconds.
  var deadline: Int64? {
    keys.compactMap { key in
      if let upSince = key.upSince { return upSince + debounceMilliseconds }
      return key.isDown && !key.isStuck ? key.downSince + Self.stuckMilliseconds : nil
    }.min()
  }
}
