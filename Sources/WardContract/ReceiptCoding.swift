extension Receipt.Fact {
  /// The fact's word in JSON, in tables and in the store.
  public var word: String {
    switch self {
    case .received: "received"
    case .refused: "refused"
    case .shown: "shown"
    case .played: "played"
    case .heard: "heard"
    case .confirmed: "confirmed"
    case .missed: "missed"
    case .takenOff: "taken-off"
    case .withheld: "withheld"
    case .partFailed: "part-failed"
    case .partBack: "part-back"
    case .watchOver: "watch-over"
    case .untouched: "untouched"
    case .touchedAgain: "touched-again"
    case .sos: "sos"
    }
  }
}

extension Receipt {
  /// The receipt that `json` spells.
  public init(json: JSONValue) throws(Malformed) { try self.init(ObjectReader(json)) }

  init(_ reader: ObjectReader) throws(Malformed) {
    sequence = try reader.integer("sequence", in: 1...Int64.max)
    revision = Int(try reader.integer("revision", in: 0...1_000_000))
    time = try reader.instant("time")
    let word = try reader.string("fact")
    let reason = try reader.optionalText("reason", limit: Bounds.nameBytes) ?? ""
    switch word {
    case "received": fact = .received
    case "refused":
      fact = .refused(
        code: try reader.text("code", limit: Bounds.identifierBytes), detail: reason)
    case "shown": fact = .shown
    case "played":
      let longest = Int64(Bounds.soundMilliseconds)
      fact = .played(
        fromMilliseconds: Int(try reader.integer("from", in: 0...longest)),
        toMilliseconds: Int(try reader.integer("to", in: 0...longest)),
        lostMilliseconds: reader.has("lost") ? Int(try reader.integer("lost", in: 0...longest)) : 0)
    case "heard": fact = .heard
    case "confirmed": fact = .confirmed
    case "missed": fact = .missed(reason: reason)
    case "taken-off": fact = .takenOff(reason: reason)
    case "withheld": fact = .withheld
    case "part-failed":
      fact = .partFailed(
        part: try reader.text("part", limit: Bounds.identifierBytes), reason: reason)
    case "part-back":
      fact = .partBack(part: try reader.text("part", limit: Bounds.identifierBytes))
    case "watch-over": fact = .watchOver(hours: Int(try reader.integer("hours", in: 0...36)))
    case "untouched": fact = .untouched(hours: Int(try reader.integer("hours", in: 1...36)))
    case "touched-again": fact = .touchedAgain
    case "sos": fact = .sos(try SOSReport(reader))
    default: throw Malformed(reader.place(of: "fact"), "\"\(word.prefix(40))\" is no fact")
    }
    bulletin = fact.isAboutTerminal ? nil : try reader.identifier("bulletin")
    slot = nil
    if let text = try reader.optionalText("slot", limit: Bounds.identifierBytes) {
      guard let named = BroadcastSlot(text) else {
        throw Malformed(reader.place(of: "slot"), "no session such as \"2026-11-24 chieu\"")
      }
      slot = named
    }
  }

  /// The receipt as JSON.
  public var json: JSONValue {
    var code: String?
    var reason: String?
    var from: Int?
    var to: Int?
    var lost: Int?
    var part: String?
    var hours: Int?
    var sos: SOSReport?
    switch fact {
    case .refused(let refusal, let detail):
      code = refusal
      reason = Self.cut(detail)
    case .played(let first, let last, let missing):
      (from, to, lost) = (first, last, missing == 0 ? nil : missing)
    case .missed(let why), .takenOff(let why): reason = Self.cut(why)
    case .partFailed(let name, let why):
      part = name
      reason = Self.cut(why)
    case .partBack(let name): part = name
    case .watchOver(let count), .untouched(let count): hours = count
    case .sos(let report):
      sos = report
      reason = report.reason.map(Self.cut)
    case .received, .shown, .heard, .confirmed, .withheld, .touchedAgain: break
    }
    return .members([
      "sequence": .integer(sequence), "bulletin": bulletin.map { .string($0.description) },
      "revision": .integer(Int64(revision)), "fact": .string(fact.word),
      "time": .string(time.description), "code": code.map { .string($0) },
      "reason": reason.map { .string($0) }, "from": from.map { .integer(Int64($0)) },
      "to": to.map { .integer(Int64($0)) }, "lost": lost.map { .integer(Int64($0)) },
      "part": part.map { .string($0) }, "hours": hours.map { .integer(Int64($0)) },
      "slot": slot.map { .string($0.description) },
      "sos": sos.map { .integer($0.sos) }, "stage": sos.map { .string($0.stage.rawValue) },
      "call": sos.flatMap { $0.call == 0 ? nil : .integer(Int64($0.call)) },
      "number": sos?.number.map { .string($0) },
      "seconds": sos?.seconds.map { .integer(Int64($0)) },
    ])
  }

  /// A reason may quote what a stranger wrote; it is cut to what the other end accepts.
  private static func cut(_ reason: String) -> String {
    let reason = TextRules.normalised(reason)
    guard TextRules.fault(in: reason, limit: Bounds.nameBytes) != nil else { return reason }
    let plain = reason.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }
    return String(String.UnicodeScalarView(plain.prefix(Bounds.nameBytes)))
  }
}
