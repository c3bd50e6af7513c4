import BroadcastRules
import WardContract

extension WardFolder {
  /// Counts from `first` to `last`, both included, as far as homes have reported.
  public func compliance(from first: LocalDate, to last: LocalDate) throws -> Compliance {
    let store = try DeskStore(path: databasePath)
    let plans = try store.plans().map { try Broadcasting(plan: $0) }
    guard !plans.isEmpty else {
      throw DeskError("the ward has never signed a broadcast plan; `loanha ward plan` signs one")
    }
    let count = ComplianceCount(
      plans: plans, bulletins: try store.everyRevision().map(\.bulletin),
      homes: try store.terminals(.all), earlierPlaces: try store.earlierPlaces(),
      receipts: try store.receipts())
    return count.report(from: first, to: last)
  }
}

/// Counts planned against played; what it counts from comes out of the desk's database.
struct ComplianceCount {
  private let plans: [Broadcasting]
  private let bulletins: [Bulletin]
  private let homes: [DeskStore.Terminal]
  private let earlierPlaces: [String: [(since: Instant, place: HomePlace)]]
  private var receipts: [String: [Receipt]] = [:]

  /// `plans`: every plan that was ever signed, the newest last, at least one.
  init(
    plans: [Broadcasting], bulletins: [Bulletin], homes: [DeskStore.Terminal],
    earlierPlaces: [String: [(since: Instant, place: HomePlace)]] = [:],
    receipts: [(terminal: String, receipt: Receipt)]
  ) {
    precondition(!plans.isEmpty, "without a plan there is nothing to compare with")
    self.plans = plans
    self.bulletins = bulletins
    self.homes = homes
    self.earlierPlaces = earlierPlaces
    for (terminal, receipt) in receipts { self.receipts[terminal, default: []].append(receipt) }
  }

  /// The report of these days, both included.
  func report(from first: LocalDate, to last: LocalDate) -> Compliance {
    var sessions: [Compliance.SessionRecord] = []
    var date = first
    while date <= last {
      for session in [Session.morning, .afternoon] {
        if let record = record(BroadcastSlot(date: date, session: session)) {
          sessions.append(record)
        }
      }
      date = date.adding(days: 1)
    }
    return Compliance(
      first: first, last: last, sessions: sessions, specials: specials(from: first, to: last))
  }

  /// The rules under which a session was held: those of the newest plan that was signed before the
  /// session began by it.
  private func rules(of slot: BroadcastSlot) -> Broadcasting {
    plans.last { rules in
      let begins = rules.opening(of: slot) ?? slot.date.instant(minute: 0)
      return rules.plan.issued <= begins
    } ?? plans[0]
  }

  private func record(_ slot: BroadcastSlot) -> Compliance.SessionRecord? {
    let rules = rules(of: slot)
    let opening = rules.opening(of: slot)
    let planned = planned(slot, under: rules, at: opening)
    let homes = homes.map { home($0, in: slot, planned, under: rules) }
    guard !planned.isEmpty || homes.contains(where: { $0.playedMilliseconds > 0 }) else {
      return nil
    }
    let items = planned.map {
      BroadcastItem($0, soundMilliseconds: $0.soundMilliseconds, slot: slot)
    }
    let remaining = rules.remaining(in: slot, beside: items)
    return Compliance.SessionRecord(
      slot: slot, opening: opening, limitMilliseconds: remaining.limitMilliseconds,
      items: planned.map { bulletin in
        Compliance.Item(
          bulletin: bulletin.identifier, revision: bulletin.revision, headline: bulletin.headline,
          milliseconds: bulletin.soundMilliseconds, directive: bulletin.regulation.directive)
      }, plannedMilliseconds: remaining.usedMilliseconds, homes: homes)
  }

  /// What was to be heard in a session: of each item the revision that hung when it began, in the
  /// order in which homes play it.
  private func planned(
    _ slot: BroadcastSlot, under rules: Broadcasting, at opening: Instant?
  ) -> [Bulletin] {
    guard let opening else { return [] }
    return hanging(at: opening).filter { bulletin in
      guard bulletin.priority != .emergency, bulletin.messageType != .cancel,
        case .slot(slot) = rules.turn(of: bulletin)
      else { return false }
      return true
    }.sorted { left, right in
      if left.priority != right.priority { return left.priority > right.priority }
      if left.begins != right.begins { return left.begins < right.begins }
      return left.identifier < right.identifier
    }
  }

  /// The newest revision of every item that was signed by `moment`, but for what another one had
  /// superseded.
  private func hanging(at moment: Instant) -> [Bulletin] {
    var newest: [Identifier: Bulletin] = [:]
    var superseded: Set<Identifier> = []
    for bulletin in bulletins where bulletin.sent <= moment {
      if bulletin.messageType != .alert { superseded.formUnion(bulletin.references) }
      if bulletin.revision > newest[bulletin.identifier]?.revision ?? 0 {
        newest[bulletin.identifier] = bulletin
      }
    }
    return newest.values.filter { !superseded.contains($0.identifier) }
  }

  private func home(
    _ home: DeskStore.Terminal, in slot: BroadcastSlot, _ planned: [Bulletin],
    under rules: Broadcasting
  ) -> Compliance.Home {
    let own = (receipts[home.identifier] ?? []).filter { $0.slot == slot }
    var played = 0
    var counted = 0
    for receipt in own {
      guard case .played(let from, let to, _) = receipt.fact else { continue }
      played += to - from
      if !isFreed(receipt, in: slot, under: rules) { counted += to - from }
    }
    let expected = planned.filter { isFor($0, home, at: rules.opening(of: slot)) }
    var heard = 0
    var missed: [Compliance.Missed] = []
    var unreported: [Identifier] = []
    for bulletin in expected {
      let facts = own.filter { $0.bulletin == bulletin.identifier }.map(\.fact)
      if facts.contains(.heard) {
        heard += 1
      } else if let reason = facts.lazy.compactMap(Self.reason).first {
        missed.append(Compliance.Missed(bulletin: bulletin.identifier, reason: reason))
      } else {
        unreported.append(bulletin.identifier)
      }
    }
    return Compliance.Home(
      terminal: home.identifier, playedMilliseconds: played, countedMilliseconds: counted,
      expected: expected.count, heard: heard, missed: missed, unreported: unreported)
  }

  /// Why an item did not sound, if that is what `fact` says.
  private static func reason(_ fact: Receipt.Fact) -> String? {
    switch fact {
    case .missed(let reason): reason
    case .refused(let code, _): code
    case .takenOff(let reason): reason
    default: nil
    }
  }

  /// Whether what a receipt tells of takes nothing from the session's minutes, since a directive
  /// lifts the duration for it.
  private func isFreed(
    _ receipt: Receipt, in slot: BroadcastSlot, under rules: Broadcasting
  ) -> Bool {
    guard
      let bulletin = bulletins.first(where: {
        $0.identifier == receipt.bulletin && $0.revision == receipt.revision
      })
    else { return false }
    let item = BroadcastItem(bulletin, soundMilliseconds: 60_000, slot: slot)
    return rules.remaining(in: slot, beside: [item]).usedMilliseconds == 0
  }

  /// Whether a bulletin was for a home that was in use then.
  private func isFor(
    _ bulletin: Bulletin, _ home: DeskStore.Terminal, at moment: Instant?
  ) -> Bool {
    let moment = moment ?? bulletin.begins
    guard home.enrolled <= moment, home.retired.map({ $0 > moment }) ?? true else { return false }
    let earlier = earlierPlaces[home.identifier]?.last { $0.since <= moment }?.place
    return (earlier ?? home.place)?.listens(to: bulletin.areas) == true
  }

  private func specials(from first: LocalDate, to last: LocalDate) -> [Compliance.Special] {
    let ends = last.adding(days: 1).instant(minute: 0)
    let period = first.instant(minute: 0)..<ends
    return hanging(at: ends).compactMap { bulletin in
      guard period.contains(bulletin.begins), bulletin.messageType != .cancel,
        case .atOnce(let grounds) = rules(at: bulletin.begins).turn(of: bulletin)
      else { return nil }
      let expected = homes.filter { isFor(bulletin, $0, at: bulletin.expires) }
      let heard = expected.filter { home in
        (receipts[home.identifier] ?? []).contains {
          $0.bulletin == bulletin.identifier && $0.fact == .heard
        }
      }
      return Compliance.Special(
        bulletin: bulletin.identifier, headline: bulletin.headline, begins: bulletin.begins,
        grounds: grounds, heard: heard.count, expected: expected.count)
    }.sorted { ($0.begins, $0.bulletin) < ($1.begins, $1.bulletin) }
  }

  private func rules(at moment: Instant) -> Broadcasting {
    plans.last { $0.plan.issued <= moment } ?? plans[0]
  }
}
