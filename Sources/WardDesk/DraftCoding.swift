import WardContract

extension Draft {
  /// Most bytes of a text in a draft: more than a bulletin may have, so that what was pasted too long is
  /// still there to be shortened.
  public static let textBytes = 4 * Bounds.descriptionBytes

  /// The draft that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    func words(_ name: String) throws(Malformed) -> String {
      guard reader.has(name) else { return "" }
      let text = try reader.string(name)
      guard text.utf8.count <= Draft.textBytes else {
        throw Malformed(reader.place(of: name), "more than \(Draft.textBytes) bytes")
      }
      return text
    }
    self.init(
      identifier: try reader.identifier("identifier"), areas: try reader.areas("areas"))
    status = try reader.optionalWord("status") ?? .actual
    priority = try reader.optionalWord("priority") ?? .ordinary
    contentClass = try words("class")
    session = try reader.optionalWord("session")
    effective = try reader.optionalInstant("effective")
    expires = try reader.optionalInstant("expires")
    eventTime = try reader.optionalInstant("eventTime")
    documentNumber = try words("documentNumber")
    approvingBody = try words("approvingBody")
    programmeSource = try reader.optionalWord("programmeSource") ?? .ownProgramme
    origin = try reader.optionalWord("origin") ?? .ward
    music = try reader.optionalWord("music") ?? .none
    directive.issuer = try words("directiveIssuer")
    directive.number = try words("directiveNumber")
    directive.from = try reader.optionalInstant("directiveFrom")
    directive.until = try reader.optionalInstant("directiveUntil")
    directive.lifts = try reader.words("directiveLifts")
    headline = try words("headline")
    text = try words("text")
    instruction = try words("instruction")
    for (item, place) in try reader.items("media", limit: 2 * Bounds.listedPerBulletin) {
      guard case .string(let text) = item, let digest = MediaDigest(text) else {
        throw Malformed(place, "64 small hexadecimal digits were expected")
      }
      media.append(digest)
    }
  }

  /// The draft as the desk keeps it.
  public var json: JSONValue {
    func stated(_ text: String) -> JSONValue? { text.isEmpty ? nil : .string(text) }
    func time(_ instant: Instant?) -> JSONValue? { instant.map { .string($0.description) } }
    return .members([
      "identifier": .string(identifier.description),
      "areas": .array(areas.map { .string($0.description) }), "status": .string(status.rawValue),
      "priority": .string(priority.rawValue), "class": stated(contentClass),
      "session": session.map { .string($0.rawValue) }, "effective": time(effective),
      "expires": time(expires), "eventTime": time(eventTime),
      "documentNumber": stated(documentNumber), "approvingBody": stated(approvingBody),
      "programmeSource": .string(programmeSource.rawValue), "origin": .string(origin.rawValue),
      "music": .string(music.rawValue), "directiveIssuer": stated(directive.issuer),
      "directiveNumber": stated(directive.number), "directiveFrom": time(directive.from),
      "directiveUntil": time(directive.until),
      "directiveLifts": .array(directive.lifts.map { .string($0.rawValue) }),
      "headline": stated(headline), "text": stated(text), "instruction": stated(instruction),
      "media": .array(media.map { .string($0.description) }),
    ])
  }
}
