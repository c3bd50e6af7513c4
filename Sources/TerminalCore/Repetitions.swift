import WardContract

/// The emergencies that must sound until somebody confirms them, and when each is due again.
struct Repetitions {
  /// Pause between two repetitions of an emergency that nobody has confirmed, in milliseconds:
  /// short at first, longer once it has been repeated often.
  static let firstPauseMilliseconds: Int64 = 20_000
  static let laterPauseMilliseconds: Int64 = 120_000
  static let shortPauses = 10
  /// An exercise is repeated this often and no more.
  static let exerciseRepetitions = 2
  /// Receipts of one emergency's repetitions; the ward need not be told of the hundredth.
  static let reportedRepetitions = 3

  private struct Repetition {
    var identifier: Identifier
    var revision: Int
    var count = 0
    var notBefore: Int64 = .min
    /// Its sounds came while only the siren was sounding: the words follow without a pause.
    var wordsCame = false
    /// Nothing came of its live programme: its words are spoken before it is tried again.
    var saysWords = false
  }

  private var repetitions: [Repetition] = []

  /// Keeps count of these and of no others.
  mutating func keep(_ emergencies: [Wall.Item]) {
    repetitions.removeAll { repetition in
      !emergencies.contains {
        $0.record.identifier == repetition.identifier && $0.record.revision == repetition.revision
      }
    }
    for item in emergencies where index(item.record.identifier) == nil {
      repetitions.append(
        Repetition(identifier: item.record.identifier, revision: item.record.revision))
    }
  }

  private func index(_ identifier: Identifier) -> Int? {
    repetitions.firstIndex { $0.identifier == identifier }
  }

  /// The first of these that is due.
  func due(_ emergencies: [Wall.Item], _ moment: Moment) -> Wall.Item? {
    emergencies.first { item in
      guard let index = index(item.record.identifier) else { return false }
      return repetitions[index].notBefore <= moment.monotonicMilliseconds && !isSpent(item)
    }
  }

  /// Whether it has sounded as often as it is to: an exercise, which holds nothing up any more.
  func isSpent(_ emergency: Wall.Item) -> Bool {
    guard emergency.bulletin.status == .exercise, let index = index(emergency.record.identifier)
    else { return false }
    return repetitions[index].count >= Self.exerciseRepetitions
  }

  /// Whether the ward need not be told of another one.
  func isReported(_ identifier: Identifier) -> Bool {
    index(identifier).map { repetitions[$0].count >= Self.reportedRepetitions } ?? false
  }

  /// Whether its words are spoken even if it announces a live programme: that is over, or nothing
  /// came of it.
  func saysWords(_ emergency: Wall.Item) -> Bool {
    emergency.record.progress.course == .over
      || index(emergency.record.identifier).map { repetitions[$0].saysWords } ?? false
  }

  /// It has sounded: a pause. `lostLive` if nothing came of its live programme.
  mutating func rest(_ identifier: Identifier, lostLive: Bool = false, _ moment: Moment) {
    guard let index = index(identifier) else { return }
    repetitions[index].count += 1
    repetitions[index].saysWords = lostLive
    let pause =
      repetitions[index].count < Self.shortPauses
      ? Self.firstPauseMilliseconds : Self.laterPauseMilliseconds
    repetitions[index].notBefore =
      repetitions[index].wordsCame ? .min : moment.monotonicMilliseconds + pause
    repetitions[index].wordsCame = false
  }

  /// Media of an emergency have come: what was only a siren is said in words at once.
  mutating func mediaReady(for identifier: Identifier, isSounding: Bool) {
    guard let index = index(identifier) else { return }
    if isSounding {
      repetitions[index].wordsCame = true
    } else {
      repetitions[index].notBefore = .min
    }
  }

  mutating func forget(_ identifier: Identifier) {
    repetitions.removeAll { $0.identifier == identifier }
  }

  /// When the next one is due, in monotonic milliseconds.
  func deadline(_ moment: Moment) -> Int64? {
    repetitions.map(\.notBefore).filter { $0 > moment.monotonicMilliseconds }.min()
  }

  // MARK: What must sound

  /// The emergencies in force that nobody has confirmed, the newest first. While a real one
  /// stands, exercises wait.
  static func emergencies(_ wall: Wall, _ reading: TrustedClock.Reading) -> [Wall.Item] {
    let all = wall.items.filter { item in
      item.bulletin.priority == .emergency && item.isPublic && !item.record.progress.wasConfirmed
        && !reading.hasPassed(item.bulletin.expires) && hasBegun(item, reading)
    }.sorted { $0.bulletin.sent > $1.bulletin.sent }
    let real = all.filter { $0.bulletin.status == .actual }
    return real.isEmpty ? all : real
  }

  /// While nobody knows the time, an emergency counts as begun: better early than silent.
  private static func hasBegun(_ item: Wall.Item, _ reading: TrustedClock.Reading) -> Bool {
    guard let effective = item.bulletin.effective else { return true }
    return !reading.isKnown || reading.now >= effective
  }
}
