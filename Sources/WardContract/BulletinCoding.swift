extension Bulletin {
  /// The bulletin that `json` spells. Members that this version does not know are passed over;
  /// members that it knows must be right to the letter.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    identifier = try reader.identifier("identifier")
    revision = Int(try reader.integer("revision", in: 1...1_000_000))
    senderName = try reader.text("senderName", limit: Bounds.nameBytes)
    sent = try reader.instant("sent")
    status = try reader.word("status")
    messageType = try reader.word("msgType")
    priority = try reader.word("priority")
    areas = try reader.areas("areas")
    references = try reader.identifiers("references")
    // CAP makes these mandatory for alerts; a notice about a meeting has none of them.
    category = try reader.optionalWord("category") ?? .other
    urgency = try reader.optionalWord("urgency") ?? .unknown
    severity = try reader.optionalWord("severity") ?? .unknown
    certainty = try reader.optionalWord("certainty") ?? .unknown
    effective = try reader.optionalInstant("effective")
    expires = try reader.instant("expires")
    language = try reader.text("language", limit: 16)
    headline = try reader.text("headline", limit: Bounds.headlineBytes)
    description = try reader.text("description", limit: Bounds.descriptionBytes)
    instruction = try reader.optionalText("instruction", limit: Bounds.descriptionBytes)
    var resources: [Resource] = []
    for (item, place) in try reader.items("resources", limit: Bounds.listedPerBulletin) {
      resources.append(try Resource(ObjectReader(item, at: place)))
    }
    self.resources = resources
    live = reader.has("live") ? try LiveStream(reader.object("live")) : nil
    regulation = try Regulation(reader.object("regulation"))
    try checkTogether()
  }

  /// What no single member can be blamed for.
  private func checkTogether() throws(Malformed) {
    if areas.isEmpty { throw Malformed("areas", "at least one area was expected") }
    if headline.isEmpty { throw Malformed("headline", "a headline was expected") }
    if expires <= begins { throw Malformed("expires", "expires before it begins") }
    if expires - begins > Bounds.lifeMilliseconds {
      throw Malformed("expires", "more than 400 days after it begins")
    }
    if messageType != .alert, revision == 1, references.isEmpty {
      throw Malformed("revision", "an Update or Cancel has a revision above 1 or a reference")
    }
    if references.contains(identifier) {
      throw Malformed("references", "the bulletin references itself")
    }
    try checkLive()
  }

  private func checkLive() throws(Malformed) {
    guard let live else { return }
    if !sounds.isEmpty { throw Malformed("live", "a live programme has no recordings") }
    if messageType == .cancel { throw Malformed("live", "a Cancel announces nothing") }
    if expires - begins > Int64(live.longestMilliseconds) + Bounds.liveMarginMilliseconds {
      throw Malformed("expires", "long after the live programme has ended")
    }
  }

  /// The bulletin as JSON, ready to be signed.
  public var json: JSONValue {
    .members([
      "identifier": .string(identifier.description), "revision": .integer(Int64(revision)),
      "senderName": .string(senderName), "sent": .string(sent.description),
      "status": .string(status.rawValue), "msgType": .string(messageType.rawValue),
      "priority": .string(priority.rawValue),
      "areas": .array(areas.map { .string($0.description) }),
      "references": references.isEmpty
        ? nil : .array(references.map { .string($0.description) }),
      "category": .string(category.rawValue), "urgency": .string(urgency.rawValue),
      "severity": .string(severity.rawValue), "certainty": .string(certainty.rawValue),
      "effective": effective.map { .string($0.description) },
      "expires": .string(expires.description), "language": .string(language),
      "headline": .string(headline), "description": .string(description),
      "instruction": instruction.map { .string($0) },
      "resources": resources.isEmpty ? nil : .array(resources.map(\.json)),
      "live": live?.json, "regulation": regulation.json,
    ])
  }
}

extension Bulletin.Regulation {
  init(_ reader: ObjectReader) throws(Malformed) {
    origin = try reader.word("origin")
    contentClass = try reader.optionalText("contentClass", limit: Bounds.nameBytes)
    programmeSource = try reader.word("programmeSource")
    approvingBody = try reader.optionalText("approvingBody", limit: Bounds.nameBytes)
    documentNumber = try reader.optionalText("documentNumber", limit: Bounds.nameBytes)
    session = try reader.optionalWord("session")
    music = try reader.optionalWord("music") ?? .none
    directive = reader.has("directive") ? try Directive(reader.object("directive")) : nil
    eventTime = try reader.optionalInstant("eventTime")
  }

  var json: JSONValue {
    .members([
      "origin": .string(origin.rawValue), "contentClass": contentClass.map { .string($0) },
      "programmeSource": .string(programmeSource.rawValue),
      "approvingBody": approvingBody.map { .string($0) },
      "documentNumber": documentNumber.map { .string($0) },
      "session": session.map { .string($0.rawValue) },
      "music": music == .none ? nil : .string(music.rawValue),
      "directive": directive?.json,
      "eventTime": eventTime.map { .string($0.description) },
    ])
  }
}
