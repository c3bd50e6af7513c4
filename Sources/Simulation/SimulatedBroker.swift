import WardContract

/// A broker: remembers retained messages, knows what the terminal is subscribed to, and may be
/// in the hands of somebody who holds messages back.
struct SimulatedBroker {
  private struct Retained {
    var topic: Topic
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

  private static func matches(_ filter: String, _ topic: Topic) -> Bool {
    let filter = filter.split(separator: "/")
    let levels = topic.text.split(separator: "/")
    return filter.count == levels.count
      && zip(filter, levels).allSatisfy { $0 == "+" || $0 == $1 }
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
        retained.append(Retained(topic: topic, payload: payload))
        if history.count < 400 { history.append((topic, payload)) }
      }
    }
    return hands(topic) && filters.contains { Self.matches($0, topic) }
  }

  /// Subscribes, and hands out what is retained.
  mutating func subscribe(_ new: [String]) -> [(Topic, [UInt8])] {
    filters += new.filter { !filters.contains($0) }
    return retained.filter { message in
      hands(message.topic) && new.contains { Self.matches($0, message.topic) }
    }.map { ($0.topic, $0.payload) }
  }

  mutating func unsubscribe(_ old: [String]) { filters.removeAll { old.contains($0) } }

  var filterCount: Int { filters.count }
}
