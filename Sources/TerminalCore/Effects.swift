/// Collects what a terminal is to do, in order, while one event is handled.
struct Effects {
  private(set) var list: [Effect] = []
  private var lastToken: UInt64 = 0

  mutating func append(_ effect: Effect) { list.append(effect) }

  /// A token that no earlier effect had.
  mutating func nextToken() -> UInt64 {
    lastToken += 1
    return lastToken
  }

  /// Hands out what was collected and begins anew.
  mutating func take() -> [Effect] {
    defer { list.removeAll(keepingCapacity: true) }
    return list
  }
}
