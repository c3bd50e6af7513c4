extension Diagnosis {
  /// The diagnosis that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    sequence = try reader.integer("sequence", in: 1...Int64.max)
    ledger = try reader.identifier("ledger")
    terminal = try reader.identifier("terminal")
    time = try reader.instant("time")
    cause = try reader.word("cause")
    command = reader.has("command") ? try reader.identifier("command") : nil
    version = try reader.text("version", limit: Bounds.identifierBytes)
    var findings: [Finding] = []
    for (item, place) in try reader.items("findings", limit: Subject.allCases.count) {
      let finding = try Finding(ObjectReader(item, at: place))
      guard !findings.contains(where: { $0.subject == finding.subject }) else {
        throw Malformed(place, "\(finding.subject.rawValue) stands twice")
      }
      findings.append(finding)
    }
    self.findings = findings
  }

  /// The diagnosis as JSON.
  public var json: JSONValue {
    .members([
      "sequence": .integer(sequence), "ledger": .string(ledger.description),
      "terminal": .string(terminal.description), "time": .string(time.description),
      "cause": .string(cause.rawValue),
      "command": command.map { .string($0.description) },
      "version": .string(version), "findings": .array(findings.map(\.json)),
    ])
  }
}

extension Diagnosis.Finding {
  init(_ reader: ObjectReader) throws(Malformed) {
    subject = try reader.word("subject")
    switch try reader.string("verdict") {
    case "good": verdict = .good
    case "bad": verdict = .bad(try reader.word("reason"))
    case "absent": verdict = .absent
    case "skipped": verdict = .skipped
    default: throw Malformed(reader.place(of: "verdict"), "none of good, bad, absent, skipped")
    }
    figures = []
    guard reader.has("figures") else { return }
    let figures = try reader.object("figures")
    for quantity in Diagnosis.Quantity.allCases where figures.has(quantity.rawValue) {
      self.figures.append(
        .init(quantity, try figures.integer(quantity.rawValue, in: quantity.range)))
    }
  }

  /// The finding as JSON.
  var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("subject", .string(subject.rawValue)), .init("verdict", .string(verdict.word)),
    ]
    if let reason { members.append(.init("reason", .string(reason.rawValue))) }
    if !figures.isEmpty {
      members.append(
        .init(
          "figures",
          .object(figures.map { .init($0.quantity.rawValue, .integer($0.value)) })))
    }
    return .object(members)
  }
}
