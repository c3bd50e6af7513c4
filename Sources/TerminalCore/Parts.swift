import WardContract

/// Parts of a terminal, besides sound card and disk, of whose failing people should know.
public enum Part: String, CaseIterable, Sendable {
  case display
  case buttons
}

/// Which parts fail, and why.
struct Parts {
  private(set) var faults: [(part: Part, reason: String)] = []

  mutating func failed(_ part: Part, _ reason: String) {
    back(part)
    faults.append((part, reason))
  }

  mutating func back(_ part: Part) { faults.removeAll { $0.part == part } }

  func isFailing(_ part: Part) -> Bool { faults.contains { $0.part == part } }
}

extension HomeTerminal {
  mutating func partFailed(_ part: Part, _ reason: String) {
    effects.append(.note("no \(part.rawValue): \(reason)"))
    parts.failed(part, reason)
  }

  mutating func partBack(_ part: Part) {
    if parts.isFailing(part) { effects.append(.note("\(part.rawValue) is back")) }
    parts.back(part)
  }

  /// The faults of which the ward should know, by name.
  private var faults: [String] {
    var names = parts.faults.map(\.part.rawValue)
    if player.cardFailure != nil { names.append("sound") }
    if journal.failure != nil || media.failure != nil { names.append("disk") }
    return names.sorted()
  }

  /// Tells the ward that this home is there, and what fails in it; again when that changes.
  mutating func announce() {
    guard link.isUp, announcedFaults != faults else { return }
    announcedFaults = faults
    let presence = Presence(
      online: true, version: profile.version, boardSequence: board.index?.sequence ?? 0,
      faults: faults)
    effects.append(
      .publish(.presence(profile.terminal), payload: presence.json.bytes, retained: true))
  }
}
