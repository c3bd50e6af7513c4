import WardContract

/// What a household agreed to about being watched over, as it stands on disk.
public struct WatchOverAgreement: Equatable, Sendable {
  /// Untouched for so many hours, the terminal tells the ward; 0 is never.
  public var hours = 0
  /// When somebody last pressed a button, to the hour.
  public var touchedAt: Instant?
  /// The ward was told that nobody has since.
  public var hasTold = false

  /// Nobody is watched over who did not ask for it.
  public init() {}

  /// "24 1795453200000 0"
  public var stored: String {
    "\(hours) \(touchedAt.map { String($0.milliseconds) } ?? "-") \(hasTold ? 1 : 0)"
  }

  /// What can't be read is no agreement.
  public init(stored text: String) {
    let words = text.split(separator: " ")
    guard words.count == 3, let hours = Int(words[0]), WatchOver.choices.contains(hours) else {
      return
    }
    self.hours = hours
    touchedAt = Int64(words[1]).map { Instant(milliseconds: $0) }
    hasTold = words[2] == "1"
  }
}

/// Tells the ward's contact when nobody has touched the terminal for long. Only if the household has
/// agreed; it is seen while it lasts, and ends when anybody says so.
struct WatchOver {
  /// What can be agreed to, in hours; 0 is never.
  static let choices = [0, 12, 24, 36]
  /// So long before the ward is told the screen asks for a sign, in milliseconds.
  static let warningMilliseconds: Int64 = 3_600_000
  /// A touch is written down if the last one that was is so old, in milliseconds: cards wear.
  private static let noteMilliseconds: Int64 = 3_600_000

  private(set) var agreement: WatchOverAgreement
  /// In monotonic milliseconds.
  private var touchedAt: Int64
  /// Nobody has pressed a button since the start: what the disk remembers counts, once the time is
  /// known.
  private var waitsForClock: Bool

  init(_ agreement: WatchOverAgreement = WatchOverAgreement(), startedAt moment: Moment? = nil) {
    self.agreement = agreement
    touchedAt = moment?.monotonicMilliseconds ?? 0
    waitsForClock = agreement.touchedAt != nil
  }

  /// The household agrees to something else. Says whether that is a change.
  mutating func agree(
    hours: Int, _ reading: TrustedClock.Reading, _ journal: inout Journal, _ moment: Moment
  ) -> Bool {
    guard hours != agreement.hours else { return false }
    agreement.hours = hours
    agreement.hasTold = false
    agreement.touchedAt = reading.isKnown ? reading.now : nil
    journal.add(.putWatchOver(agreement))
    return true
  }

  /// Somebody pressed a button. Says whether the ward has to be told that all is well.
  mutating func touched(
    _ reading: TrustedClock.Reading, _ journal: inout Journal, _ moment: Moment
  ) -> Bool {
    touchedAt = moment.monotonicMilliseconds
    waitsForClock = false
    guard agreement.hours > 0 else { return false }
    defer { agreement.hasTold = false }
    let old = agreement.touchedAt.map { abs(reading.now - $0) } ?? .max
    if reading.isKnown, old >= Self.noteMilliseconds || agreement.hasTold {
      var noted = agreement
      (noted.touchedAt, noted.hasTold) = (reading.now, false)
      journal.add(.putWatchOver(noted))
      agreement.touchedAt = reading.now
    }
    return agreement.hasTold
  }

  /// Says whether the ward has to be told now that nobody has touched the terminal for long.
  mutating func settle(
    _ reading: TrustedClock.Reading, _ journal: inout Journal, _ moment: Moment
  ) -> Bool {
    if waitsForClock, reading.isKnown, let touched = agreement.touchedAt {
      waitsForClock = false
      let longest = Int64(Self.choices[Self.choices.count - 1]) * 3_600_000
      let ago = min(max(0, reading.now - touched), longest)
      touchedAt = min(touchedAt, moment.monotonicMilliseconds - ago)
    }
    guard agreement.hours > 0, !agreement.hasTold, let left = left(moment), left <= 0 else {
      return false
    }
    agreement.hasTold = true
    journal.add(.putWatchOver(agreement))
    return true
  }

  /// How long until the ward is told, in milliseconds; `nil` if it never is.
  private func left(_ moment: Moment) -> Int64? {
    guard agreement.hours > 0 else { return nil }
    return touchedAt + Int64(agreement.hours) * 3_600_000 - moment.monotonicMilliseconds
  }

  /// What the screen says of it.
  enum Notice {
    /// Nobody is watched over, or all is well.
    case none
    /// The ward is about to be told.
    case warning
    /// It was.
    case told
  }

  func notice(_ moment: Moment) -> Notice {
    if agreement.hasTold { return .told }
    guard let left = left(moment) else { return .none }
    return left <= Self.warningMilliseconds ? .warning : .none
  }

  /// When something is due, in monotonic milliseconds.
  func deadline(_ moment: Moment) -> Int64? {
    guard !agreement.hasTold, let left = left(moment) else { return nil }
    let warning = left - Self.warningMilliseconds
    return moment.monotonicMilliseconds + (warning > 0 ? warning : max(0, left))
  }
}

/// How a household sets it, and what is said of it.
extension HomeTerminal {
  func watchOverScreen() -> ChoiceScreen {
    ChoiceScreen(
      title: Words.watchOver,
      rows: WatchOver.choices.map { hours in
        .init(
          name: Words.watchOver(hours: hours),
          value: hours == watchOver.agreement.hours ? "Đang chọn" : "", isMarked: true)
      }, selected: menu.watchOverChoice, action: "Đồng ý", note: Words.watchOverConsent,
      textSize: preferences.textSize)
  }

  /// The household agrees: the ward has it in its ledger, as long as it lasts and that it ended.
  mutating func agreeToWatchOver(
    _ choice: Int, _ reading: TrustedClock.Reading, _ moment: Moment
  ) {
    let hours = WatchOver.choices[choice]
    guard watchOver.agree(hours: hours, reading, &journal, moment) else { return }
    record(.watchOver(hours: hours), of: nil, revision: 0, isEmergency: true, moment)
  }

  mutating func touchedForWatchOver(_ moment: Moment) {
    if watchOver.touched(clock.reading(moment), &journal, moment) {
      record(.touchedAgain, of: nil, revision: 0, isEmergency: true, moment)
    }
  }

  mutating func settleWatchOver(_ reading: TrustedClock.Reading, _ moment: Moment) {
    guard watchOver.settle(reading, &journal, moment) else { return }
    effects.append(.note("nobody has pressed a button for \(watchOver.agreement.hours) h"))
    record(
      .untouched(hours: watchOver.agreement.hours), of: nil, revision: 0, isEmergency: true, moment)
  }

  /// What the rest screen says of it; it is never hidden.
  var watchOverWords: String? {
    watchOver.agreement.hours == 0 ? nil : "Trông nom \(watchOver.agreement.hours) giờ"
  }

  func watchOverProblem(_ moment: Moment) -> String? {
    switch watchOver.notice(moment) {
    case .none: nil
    case .warning: Words.watchOverWarning
    case .told: Words.watchOverTold
    }
  }
}

extension Words {
  static let watchOver = "Trông nom"
  static let watchOverConsent =
    "Nếu lâu hơn thế không ai bấm nút nào, máy báo cho phường để có người hỏi thăm. Chỉ chọn khi cả nhà đồng ý."
  static let watchOverWarning = "Lâu rồi chưa ai bấm nút. Bấm một nút nếu mọi người vẫn khỏe"
  static let watchOverTold = "Đã báo phường là lâu rồi chưa ai bấm nút"

  static func watchOver(hours: Int) -> String {
    hours == 0 ? "Không trông nom" : "Báo phường sau \(hours) giờ"
  }
}
