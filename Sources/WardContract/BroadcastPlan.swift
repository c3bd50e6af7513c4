/// The kind of place that the broadcast regulation knows. The district level was abolished in
/// 2025; the regulation's words stayed, so a ward says what it was.
public enum AreaType: String, CaseIterable, Sendable {
  /// A ward of Hoàn Kiếm, Ba Đình, Đống Đa or Hai Bà Trưng.
  case innerDistrict = "bon-quan"
  /// A ward of any other quận.
  case district = "quan"
  /// A xã or thị trấn of a huyện.
  case rural = "huyen"
  /// A ward or xã of a thị xã.
  case town = "thi-xa"
}

/// What a terminal does with a session that a power cut or restart has interrupted.
public enum AfterInterruption: String, CaseIterable, Sendable {
  /// Goes on with it while its time lasts.
  case goOn = "tiep-tuc"
  /// Counts the rest as missed; it waits to be heard by hand.
  case miss = "cho-nghe-lai"
}

/// How a ward broadcasts: its sessions within the caps, and the rule sets that give the caps.
/// Signed like an ordinary bulletin, by an editor and another person's approver, and retained under
/// the ward's area (QĐ 5133/QĐ-UBND, Điều 1 mục 2.2: "Thời gian, thời lượng cụ thể do UBND quận…
/// quy định cho các phường…, có thông báo gửi Sở").
public struct BroadcastPlan: Equatable, Sendable {
  /// One session of a day.
  public struct Slot: Equatable, Sendable {
    /// Which half of the day.
    public var session: Session
    /// When it begins, in minutes after midnight in Việt Nam, 0…1439.
    public var startMinute: Int
    /// How long it is at most, in minutes, 1…180; the rule sets may allow less.
    public var minutes: Int

    /// A session.
    public init(session: Session, startMinute: Int, minutes: Int) {
      self.session = session
      self.startMinute = startMinute
      self.minutes = minutes
    }
  }

  /// The ward.
  public var area: Area
  /// Only grows. A terminal refuses any lower than the highest it has seen.
  public var version: Int64
  /// When the plan was signed.
  public var issued: Instant
  /// Who decided it: "UBND phường Ba Đình".
  public var author: String
  /// The number of that decision, if it has one.
  public var documentNumber: String?
  /// The number of the notice to the city's department, once it was sent.
  public var noticeNumber: String?
  /// What the regulation takes the ward for.
  public var areaType: AreaType
  /// At most one session each half of a day; none is a ward that broadcasts nothing by itself.
  public var slots: [Slot]
  /// Over how many seconds the homes spread their beginning, 0…600, so that a broker and a mobile
  /// cell are not hit at once.
  public var spreadSeconds: Int
  /// What becomes of an interrupted session.
  public var afterInterruption: AfterInterruption
  /// The text of each rule set, in the format that docs/rules.md describes; the newest in force on
  /// a day governs it.
  public var ruleSets: [String]

  /// A plan.
  public init(
    area: Area, version: Int64, issued: Instant, author: String, documentNumber: String? = nil,
    noticeNumber: String? = nil, areaType: AreaType, slots: [Slot], spreadSeconds: Int,
    afterInterruption: AfterInterruption, ruleSets: [String]
  ) {
    self.area = area
    self.version = version
    self.issued = issued
    self.author = author
    self.documentNumber = documentNumber
    self.noticeNumber = noticeNumber
    self.areaType = areaType
    self.slots = slots
    self.spreadSeconds = spreadSeconds
    self.afterInterruption = afterInterruption
    self.ruleSets = ruleSets
  }

  /// The slot of that half of the day, or `nil`.
  public func slot(_ session: Session) -> Slot? { slots.first { $0.session == session } }

  /// The plan that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    area = try reader.area("area")
    version = try reader.integer("version", in: 1...Int64.max)
    issued = try reader.instant("issued")
    author = try reader.text("author", limit: Bounds.nameBytes)
    documentNumber = try reader.optionalText("documentNumber", limit: Bounds.nameBytes)
    noticeNumber = try reader.optionalText("noticeNumber", limit: Bounds.nameBytes)
    areaType = try reader.word("areaType")
    var slots: [Slot] = []
    for (item, place) in try reader.items("sessions", limit: Session.allCases.count) {
      let slot = try Slot(ObjectReader(item, at: place))
      guard !slots.contains(where: { $0.session == slot.session }) else {
        throw Malformed(place, "the session \(slot.session.rawValue) stands twice")
      }
      slots.append(slot)
    }
    self.slots = slots
    spreadSeconds = Int(try reader.integer("spreadSeconds", in: 0...600))
    afterInterruption = try reader.word("afterInterruption")
    var ruleSets: [String] = []
    for (item, place) in try reader.items("ruleSets", limit: Bounds.ruleSets) {
      guard case .string(let text) = item else { throw Malformed(place, "a string was expected") }
      if let fault = TextRules.fault(in: text, limit: Bounds.ruleSetBytes) {
        throw Malformed(place, fault)
      }
      ruleSets.append(text)
    }
    self.ruleSets = ruleSets
  }

  /// The plan as JSON, ready to be signed.
  public var json: JSONValue {
    .members([
      "area": .string(area.description), "version": .integer(version),
      "issued": .string(issued.description), "author": .string(author),
      "documentNumber": documentNumber.map { .string($0) },
      "noticeNumber": noticeNumber.map { .string($0) },
      "areaType": .string(areaType.rawValue), "sessions": .array(slots.map(\.json)),
      "spreadSeconds": .integer(Int64(spreadSeconds)),
      "afterInterruption": .string(afterInterruption.rawValue),
      "ruleSets": .array(ruleSets.map { .string($0) }),
    ])
  }
}

extension BroadcastPlan.Slot {
  init(_ reader: ObjectReader) throws(Malformed) {
    session = try reader.word("session")
    startMinute = Int(try reader.integer("startMinute", in: 0...1439))
    minutes = Int(try reader.integer("minutes", in: 1...180))
  }

  var json: JSONValue {
    .members([
      "session": .string(session.rawValue), "startMinute": .integer(Int64(startMinute)),
      "minutes": .integer(Int64(minutes)),
    ])
  }
}
