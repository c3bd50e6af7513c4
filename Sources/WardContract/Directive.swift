/// A limit of the broadcast regulation that a directive can lift.
public enum Limit: String, CaseIterable, Comparable, Sendable {
  /// The half of the day and the time at which a session may be heard.
  case hours = "khung-gio"
  /// How many sessions a day has.
  case sessions = "so-buoi"
  /// The weekdays on which there are sessions.
  case weekdays = "ngay-trong-tuan"
  /// How long a session is.
  case duration = "thoi-luong"
  /// Which content classes may be broadcast.
  case content = "noi-dung"
  /// Music woven into a programme.
  case music = "ca-nhac"

  /// Whether `left` is declared before `right`.
  public static func < (left: Limit, right: Limit) -> Bool { left.rawValue < right.rawValue }
}

/// An order of a higher body that lifts limits for a time: political events, great anniversaries
/// and other special cases (QĐ 5133/QĐ-UBND, Điều 1 mục 2.2; QĐ 1246/QĐ-UBND, Điều 1 mục 2c).
/// Whether the body may give it is for the rule set in force to say.
public struct Directive: Equatable, Sendable {
  /// The body that gives the order, by its name in the rule set: "Ban Tuyên giáo Thành ủy".
  public var issuer: String
  /// The number of the document: "45-CV/BTGTU".
  public var number: String
  /// The first moment for which the order holds.
  public var from: Instant
  /// The first moment for which it holds no more; after `from`.
  public var until: Instant
  /// What it lifts, each limit once.
  public var lifts: [Limit]

  /// A directive.
  public init(issuer: String, number: String, from: Instant, until: Instant, lifts: [Limit]) {
    self.issuer = issuer
    self.number = number
    self.from = from
    self.until = until
    self.lifts = lifts
  }

  /// Whether it lifts `limit` at `instant`.
  public func lifts(_ limit: Limit, at instant: Instant) -> Bool {
    lifts.contains(limit) && from <= instant && instant < until
  }

  init(_ reader: ObjectReader) throws(Malformed) {
    issuer = try reader.text("issuer", limit: Bounds.nameBytes)
    number = try reader.text("number", limit: Bounds.nameBytes)
    guard !issuer.isEmpty else { throw Malformed(reader.place(of: "issuer"), "nobody is named") }
    guard !number.isEmpty else { throw Malformed(reader.place(of: "number"), "no number is given") }
    from = try reader.instant("from")
    until = try reader.instant("until")
    guard until > from, until - from <= Bounds.lifeMilliseconds else {
      throw Malformed(reader.place(of: "until"), "not within 400 days after \"from\"")
    }
    lifts = try reader.words("lifts")
    guard !lifts.isEmpty else { throw Malformed(reader.place(of: "lifts"), "nothing is lifted") }
  }

  var json: JSONValue {
    .members([
      "issuer": .string(issuer), "number": .string(number), "from": .string(from.description),
      "until": .string(until.description),
      "lifts": .array(lifts.map { .string($0.rawValue) }),
    ])
  }
}
