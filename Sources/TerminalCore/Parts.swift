import WardContract

/// Parts of a terminal of whose failing people should know.
public enum Part: String, CaseIterable, Sendable {
  case sound
  /// The loudspeaker in another room; what is to be heard sounds from the other meanwhile.
  case secondSpeaker = "second-speaker"
  /// The card's volume; what sounds is scaled by software meanwhile.
  case mixer
  /// The voice that reads out what has no recording; its signal sounds meanwhile.
  case speech
  case display
  case buttons
  /// The modem that calls for help.
  case telephone
  case disk
  case sensors
  case lamps
  case power
  case temperature
  /// The board file, which is wrong for this machine; the terminal goes on with a generic one.
  case board
  /// The ward's broadcast plan: its rules can't be read.
  case plan
}

/// Which parts fail, since when, and of what the ledger has been told.
struct Parts {
  /// A fault counts for the ledger once it has lasted for so long, in milliseconds: devices come up
  /// one after another, and a plug that is seated anew is no news.
  static let settleMilliseconds: Int64 = 10_000

  private struct Fault {
    var part: Part
    var reason: String
    var since: Int64
    var isWritten = false
    var isOver = false
  }

  private var faults: [Fault] = []

  /// Parts that fail now.
  var failing: [Part] { faults.lazy.filter { !$0.isOver }.map(\.part) }

  func isFailing(_ part: Part) -> Bool { failing.contains(part) }

  /// Why a part fails, if it does.
  func reason(_ part: Part) -> String? { faults.first { $0.part == part && !$0.isOver }?.reason }

  /// Says whether that is news.
  @discardableResult
  mutating func failed(_ part: Part, _ reason: String, _ moment: Moment) -> Bool {
    let now = moment.monotonicMilliseconds
    guard let index = faults.firstIndex(where: { $0.part == part }) else {
      faults.append(Fault(part: part, reason: reason, since: now))
      return true
    }
    let isNews = faults[index].isOver || faults[index].reason != reason
    faults[index].isOver = false
    faults[index].reason = reason
    return isNews
  }

  /// Says whether that is news.
  @discardableResult
  mutating func back(_ part: Part) -> Bool {
    guard let index = faults.firstIndex(where: { $0.part == part && !$0.isOver }) else {
      return false
    }
    if faults[index].isWritten { faults[index].isOver = true } else { faults.remove(at: index) }
    return true
  }

  /// What the ledger has yet to be told.
  mutating func unwritten(_ moment: Moment) -> [Receipt.Fact] {
    var facts: [Receipt.Fact] = []
    for index in faults.indices {
      let fault = faults[index]
      if fault.isOver {
        facts.append(.partBack(part: fault.part.rawValue))
      } else if !fault.isWritten,
        moment.monotonicMilliseconds >= fault.since + Self.settleMilliseconds
      {
        faults[index].isWritten = true
        facts.append(.partFailed(part: fault.part.rawValue, reason: fault.reason))
      }
    }
    faults.removeAll(where: \.isOver)
    return facts
  }

  /// When a fault has lasted for long enough, in monotonic milliseconds.
  var deadline: Int64? {
    faults.lazy.filter { !$0.isWritten }.map { $0.since + Self.settleMilliseconds }.min()
  }
}

extension HomeTerminal {
  mutating func partFailed(_ part: Part, _ reason: String, _ moment: Moment) {
    if parts.failed(part, reason, moment) {
      effects.append(.note("no \(part.rawValue): \(reason)"))
    }
  }

  mutating func partBack(_ part: Part) {
    if parts.back(part) { effects.append(.note("\(part.rawValue) is back")) }
  }

  /// Writes down in the ledger what failed, and what works again.
  mutating func noteParts(_ moment: Moment) {
    if let reason = journal.failure ?? media.failure {
      parts.failed(.disk, reason, moment)
    } else {
      parts.back(.disk)
    }
    for fact in parts.unwritten(moment) {
      record(fact, of: nil, revision: 0, isEmergency: false, moment)
    }
  }

  /// What the ward is told of this home while it is there.
  var presence: Presence {
    var presence = Presence(
      online: true, version: profile.version, boardSequence: board.index?.sequence ?? 0,
      faults: parts.failing.map(\.rawValue).sorted(), networks: networks.map(\.word),
      mobile: mobileNetwork)
    presence.settingsVersion = settings.versionOnDisk(journal)
    presence.refusedSettings = settings.refused
    return presence
  }

  /// Tells the ward that this home is there, what fails in it, and which settings it has; again when that
  /// changes.
  mutating func announce() {
    let presence = presence
    var news = presence
    // That the board goes on is no news for the ward.
    news.boardSequence = 0
    guard link.isUp, news != announced else { return }
    announced = news
    effects.append(
      .publish(.presence(profile.terminal), payload: presence.json.bytes, retained: true))
  }
}
