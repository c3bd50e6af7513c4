import BroadcastRules
import WardContract

/// The ward's broadcast plan as this home believes it, and what its rules say.
struct StandingPlan {
  /// What was signed.
  let plan: BroadcastPlan
  /// How it was signed.
  let envelope: [UInt8]
  /// The rules that the plan carries; `nil` if they can't be used. Then nothing ordinary sounds.
  let rules: Broadcasting?
  /// Why they can't be used.
  let fault: String?

  init(_ plan: BroadcastPlan, envelope: [UInt8]) {
    self.plan = plan
    self.envelope = envelope
    do {
      rules = try Broadcasting(plan: plan)
      fault = nil
    } catch {
      rules = nil
      fault = "\(error)"
    }
  }
}

/// When each item on the wall is heard by itself. It follows from item and plan alone, so it is
/// found once for each.
struct Turns {
  private struct Known {
    var identifier: Identifier
    var revision: Int
    var turn: Turn
  }

  /// By identifier, like the wall.
  private var known: [Known] = []

  /// Forgets all of them: there is another plan.
  mutating func forget() { known = [] }

  /// Finds what is missing and forgets what hangs no more.
  mutating func keep(_ wall: Wall, _ rules: Broadcasting) {
    var index = 0
    var kept: [Known] = []
    kept.reserveCapacity(wall.items.count)
    for item in wall.items {
      let (identifier, revision) = (item.record.identifier, item.record.revision)
      while index < known.count, known[index].identifier < identifier { index += 1 }
      if index < known.count, known[index].identifier == identifier,
        known[index].revision == revision
      {
        kept.append(known[index])
      } else {
        kept.append(
          Known(identifier: identifier, revision: revision, turn: rules.turn(of: item.bulletin)))
      }
    }
    known = kept
  }

  /// When an item is heard; `nil` if it doesn't hang or there are no rules.
  func turn(of identifier: Identifier) -> Turn? {
    var (low, high) = (0, known.count)
    while low < high {
      let middle = (low + high) / 2
      if known[middle].identifier < identifier { low = middle + 1 } else { high = middle }
    }
    return low < known.count && known[low].identifier == identifier ? known[low].turn : nil
  }
}
