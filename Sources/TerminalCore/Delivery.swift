/// What is on its way to the desk, and when to send again if no word comes.
struct Delivery {
  /// How long to wait for the desk's word before sending again, at first and at most.
  static let firstPatienceMilliseconds: Int64 = 30_000
  static let longestPatienceMilliseconds: Int64 = 600_000
  /// A desk that is there answers within this time, in milliseconds.
  static let answerMilliseconds: Int64 = 2_000

  private var underWay: (sequences: [Int64], sentAt: Int64, deadline: Int64)?
  private var patience = Delivery.firstPatienceMilliseconds

  /// Whether that is on its way.
  func isUnderWay(_ sequence: Int64) -> Bool { underWay?.sequences.contains(sequence) ?? false }

  /// Whether something may be sent now; what was under way for too long is given up, and the next
  /// waits longer, but not where somebody waits for help (`isUrgent`). A call for help that has just
  /// come overtakes what is under way, which is sent again later.
  mutating func mayBegin(
    _ moment: Moment, isOvertaken: Bool = false, isUrgent: Bool = false
  ) -> Bool {
    if let underWay, !isOvertaken {
      guard moment.monotonicMilliseconds >= underWay.deadline else { return false }
      patience = min(
        patience * 2, isUrgent ? Self.firstPatienceMilliseconds : Self.longestPatienceMilliseconds)
    }
    underWay = nil
    return true
  }

  /// These were sent now.
  mutating func began(_ sequences: [Int64], _ moment: Moment) {
    let now = moment.monotonicMilliseconds
    underWay = (sequences, now, now + patience)
  }

  /// The desk has committed these.
  mutating func acknowledged(_ sequences: [Int64]) {
    guard let underWay, underWay.sequences.allSatisfy({ sequences.contains($0) }) else { return }
    linkChanged()
  }

  /// The desk has just shown that it is there. If it has not answered for a while, it was away
  /// when this came.
  mutating func deskIsThere(_ moment: Moment) {
    guard let underWay, moment.monotonicMilliseconds - underWay.sentAt >= Self.answerMilliseconds
    else { return }
    linkChanged()
  }

  /// The connection is new: whatever was under way may be lost.
  mutating func linkChanged() {
    underWay = nil
    patience = Self.firstPatienceMilliseconds
  }

  /// When to send again, in monotonic milliseconds.
  var deadline: Int64? { underWay?.deadline }
}
