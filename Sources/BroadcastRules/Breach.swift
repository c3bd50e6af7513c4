/// A rule that a broadcast can break. Raw values are stable codes.
public enum Rule: String, CaseIterable, Sendable {
  /// A rule set is in force on the day.
  case ruleSet = "bo-quy-dinh"
  /// The ward's plan has the session.
  case plan = "ke-hoach"
  /// There is a session before the item's time is over.
  case turn = "luot-phat"
  /// Broadcast within the sessions, and these within their half of the day.
  case hours = "khung-gio"
  /// Sessions a day.
  case sessions = "so-buoi"
  /// Weekdays.
  case weekdays = "ngay-trong-tuan"
  /// Minutes a session.
  case duration = "thoi-luong"
  /// The class of content.
  case content = "noi-dung"
  /// A document number is stated.
  case documentNumber = "so-van-ban"
  /// An approving body is named.
  case approvingBody = "co-quan-duyet"
  /// The time of what is announced is stated, and not over.
  case eventTime = "moc-thoi-gian"
  /// The level of government that it comes from.
  case origin = "cap-ban-hanh"
  /// How the programme came about.
  case programme = "nguon-chuong-trinh"
  /// Music.
  case music = "ca-nhac"
  /// A directive comes from a body that may give it.
  case directive = "chi-dao"
  /// No overlap with a neighbouring ward unless it was agreed on.
  case neighbours = "giap-ranh"
  /// A test is for no ear.
  case test = "thu-nghiem"
  /// Messages to telephones.
  case messages = "tin-nhan"
  /// Loudspeakers in the street.
  case clusters = "cum-loa"
}

/// A rule that was broken, in Vietnamese words for an officer.
public struct Breach: Equatable, Sendable, CustomStringConvertible {
  /// Which rule.
  public var rule: Rule
  /// What happened, in a sentence.
  public var statement: String
  /// Where the rule stands: "QĐ 1246/QĐ-UBND, Điều 1 mục 2 điểm a".
  public var source: String
  /// The decree's own words there.
  public var words: String
  /// What is allowed.
  public var limit: String
  /// What is used already, or what the item states.
  public var used: String
  /// What is left.
  public var left: String

  init(
    _ rule: Rule, _ statement: String, _ citation: Citation, limit: String, used: String,
    left: String
  ) {
    self.rule = rule
    self.statement = statement
    (source, words) = (citation.source, citation.words)
    (self.limit, self.used, self.left) = (limit, used, left)
  }

  /// All of it on one line.
  public var description: String {
    "\(rule.rawValue): \(statement) Giới hạn: \(limit); đã có: \(used); còn: \(left). "
      + "Căn cứ: \(source): “\(words)”."
  }
}
