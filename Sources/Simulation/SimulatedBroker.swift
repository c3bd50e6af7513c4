import WardContract

/// A broker: remembers retained messages, knows what the terminal is subscribed to, and may be
/// in the hands of somebody who holds messages back.
struct SimulatedBroker {
  private struct Retained {
    var topic: Topic
    var text: String
    var payload: [UInt8]
  }

  private var retained: [Retained] = []
  private(set) var filters: [String] = []
  /// Bulletins that are not handed out.
  var withheld: [Identifier] = []
  /// Messages of the past, for a replay.
  private(set) var history: [(Topic, [UInt8])] = []

  mutating func loseEverything() {
    retained = []
    filters = []
  }

  mutating func disconnect() { filters = [] }

  /// Whether a filter matches a topic. The contract's wildcards stand at the end of a filter.
  private static func matches(_ filter: String, _ topic: String) -> Bool {
    guard filter.utf8.last == UInt8(ascii: "+") else { return filter == topic }
    var levels = filter.utf8.count { $0 == UInt8(ascii: "/") }
    levels -= topic.utf8.count { $0 == UInt8(ascii: "/") }
    let fixed = filter.utf8.firstIndex(of: UInt8(ascii: "+")) ?? filter.utf8.endIndex
    return levels == 0 && topic.utf8.starts(with: filter.utf8[..<fixed])
  }

  private func hands(_ topic: Topic) -> Bool {
    if case .bulletin(_, let identifier) = topic { return !withheld.contains(identifier) }
    return true
  }

  /// Takes in what the desk publishes; says whether the terminal gets it now.
  mutating func publish(_ topic: Topic, _ payload: [UInt8], retain: Bool) -> Bool {
    if retain {
      retained.removeAll { $0.topic == topic }
      if !payload.isEmpty {
        retained.append(Retained(topic: topic, text: topic.text, payload: payload))
        if history.count < 400 { history.append((topic, payload)) }
      }
    }
    let text = topic.text
    return hands(topic) && filters.contains { Self.matches($0, text) }
  }

  /// Subscribes, and hands out what is retained.
  mutating func subscribe(_ new: [String]) -> [(Topic, [UInt8])] {
    filters += new.filter { !filters.contains($0) }
    return retained.filter { message in
      hands(message.topic) && new.contains { Self.matches($0, message.text) }
    }.map { ($0.topic, $0.payload) }
  }

  mutating func unsubscribe(_ old: [String]) { filters.removeAll { old.contains($0) } }
}
