import ConfigurationFiles
import WardContract

/// Rule sets by the day on which each takes effect. A broadcast is judged by the set that is in
/// force on its day (QĐ 1246/QĐ-UBND, Điều 2: "có hiệu lực thi hành từ ngày ký").
public struct RuleBook: Sendable {
  /// The sets, the oldest first; at least one.
  public let sets: [RuleSet]

  /// A book of these sets. Throws, with file and line, if two take effect on one day, if two claim
  /// a day, if a day between two is claimed by neither, or if a set doesn't name the one whose place
  /// it takes.
  public init(_ sets: [RuleSet]) throws(ConfigurationError) {
    guard !sets.isEmpty else {
      throw ConfigurationError(
        file: "rules", line: 0, fault: "there is no rule set", allowed: "one at least")
    }
    self.sets = sets.sorted { $0.effective < $1.effective }
    for (old, new) in zip(self.sets, self.sets.dropFirst()) {
      guard old.effective < new.effective else {
        throw new.head.fault(
          "effective", "\(old.name) takes effect on \(new.effective), too",
          allowed: "one rule set a day")
      }
      if let until = old.until, until >= new.effective {
        throw old.head.fault(
          "until", "it ends on \(until), but \(new.name) takes effect on \(new.effective)",
          allowed: "no \"until\", or the day before")
      }
      if let until = old.until, until.adding(days: 1) < new.effective {
        throw old.head.fault(
          "until",
          "no rule set is in force after \(until) until \(new.name) takes effect on "
            + "\(new.effective)",
          allowed: "no \"until\", or the day before")
      }
      guard new.supersedes == old.number else {
        throw new.head.fault(
          "supersedes", "the set before it is \"\(old.number)\" (\(old.name))",
          allowed: "supersedes = \"\(old.number)\"")
      }
    }
  }

  /// The set in force on that day; `nil` before the first and after the last.
  public func ruleSet(on date: LocalDate) -> RuleSet? {
    guard let set = sets.last(where: { $0.effective <= date }) else { return nil }
    return set.until.map { date <= $0 } ?? true ? set : nil
  }
}
