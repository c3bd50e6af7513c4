// How the entries of a directory stand in JSON. Every text is for one line of a screen.

extension ObjectReader {
  /// One line that says something.
  fileprivate func line(_ name: String) throws(Malformed) -> String {
    let text = try text(name, limit: Bounds.nameBytes)
    guard !text.isEmpty, !text.utf8.contains(0x0A) else {
      throw Malformed(place(of: name), "one line of text was expected")
    }
    return text
  }

  fileprivate func optionalLine(_ name: String) throws(Malformed) -> String? {
    has(name) ? try line(name) : nil
  }

  fileprivate func lines(_ name: String) throws(Malformed) -> [String] {
    let lines = try texts(name, limit: Bounds.nameBytes)
    guard lines.allSatisfy({ !$0.isEmpty && !$0.utf8.contains(0x0A) }) else {
      throw Malformed(place(of: name), "lines of text were expected")
    }
    return lines
  }

  fileprivate func source() throws(Malformed) -> Directory.Source {
    let reader = try object("source")
    guard let date = LocalDate(try reader.string("date")) else {
      throw Malformed(reader.place(of: "date"), LocalDate.rule)
    }
    return Directory.Source(text: try reader.line("text"), date: date)
  }

  /// Letters, digits and signs that a member must be made of.
  fileprivate func line(
    _ name: String, _ what: String, where isRight: (String) -> Bool
  ) throws(Malformed) -> String {
    let text = try line(name)
    guard isRight(text) else { throw Malformed(place(of: name), "\(what) was expected") }
    return text
  }
}

extension Directory.Source {
  fileprivate var json: JSONValue {
    .members(["text": .string(text), "date": .string(date.description)])
  }
}

extension Directory.Procedure {
  /// Whether `code` is one of the national database: "1.001193", or "1.000894.01" of a part.
  public static func isCode(_ code: String) -> Bool {
    let parts = code.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return [[1, 6], [1, 6, 2]].contains(parts.map(\.count))
      && parts.allSatisfy { $0.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// Whether `address` is one that a phone may be sent to: https, without spaces and marks.
  public static func isAddress(_ address: String) -> Bool {
    address.utf8.count <= Bounds.nameBytes && address.utf8.starts(with: "https://".utf8)
      && address.utf8.count > 8 && address.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  init(_ reader: ObjectReader) throws(Malformed) {
    self.init(
      code: try reader.line("code", "a code such as 1.001193", where: Self.isCode),
      name: try reader.line("name"), group: try reader.line("group"), source: try reader.source())
    papers = try reader.lines("papers")
    fee = try reader.optionalLine("fee")
    timeLimit = try reader.optionalLine("timeLimit")
    level = try reader.optionalWord("level")
    if reader.has("address") {
      address = try reader.line("address", "an address with https://", where: Self.isAddress)
    }
  }

  var json: JSONValue {
    .members([
      "code": .string(code), "name": .string(name), "group": .string(group),
      "papers": papers.isEmpty ? nil : .array(papers.map { .string($0) }),
      "fee": fee.map { .string($0) }, "timeLimit": timeLimit.map { .string($0) },
      "level": level.map { .string($0.rawValue) }, "address": address.map { .string($0) },
      "source": source.json,
    ])
  }
}

extension Directory.Biller {
  init(_ reader: ObjectReader) throws(Malformed) {
    guard let format = CodeFormat(try reader.string("format")) else {
      throw Malformed(reader.place(of: "format"), "a format such as PD#{11} was expected")
    }
    self.init(
      identifier: try reader.identifier("identifier"), name: try reader.line("name"),
      service: try reader.line("service"), format: format, help: try reader.line("help"),
      source: try reader.source())
  }

  var json: JSONValue {
    .members([
      "identifier": .string(identifier.description), "name": .string(name),
      "service": .string(service), "format": .string(format.description), "help": .string(help),
      "source": source.json,
    ])
  }
}

extension Directory.Subject {
  init(_ reader: ObjectReader) throws(Malformed) {
    self.init(
      identifier: try reader.identifier("identifier"), name: try reader.line("name"),
      isAnonymous: try reader.boolean("isAnonymous"), source: try reader.source())
    sentences = try reader.lines("sentences")
  }

  var json: JSONValue {
    .members([
      "identifier": .string(identifier.description), "name": .string(name),
      "isAnonymous": .boolean(isAnonymous),
      "sentences": sentences.isEmpty ? nil : .array(sentences.map { .string($0) }),
      "source": source.json,
    ])
  }
}

extension Directory.TelephoneNumber {
  /// Whether `number` can be dialled: digits alone.
  public static func isNumber(_ number: String) -> Bool {
    (3...15).contains(number.utf8.count) && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  init(_ reader: ObjectReader) throws(Malformed) {
    self.init(
      number: try reader.line("number", "3 to 15 digits", where: Self.isNumber),
      name: try reader.line("name"), source: try reader.source())
  }

  var json: JSONValue {
    .members([
      "number": .string(number), "name": .string(name), "source": source.json,
    ])
  }
}

extension Directory.WritingForm {
  /// Whether `address` can be the one of a form: without a query, and with room for a request's name.
  public static func isAddress(_ address: String) -> Bool {
    Directory.Procedure.isAddress(address) && address.utf8.count <= 160
      && address.utf8.last != UInt8(ascii: "/")
      && !address.utf8.contains { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
  }

  init(_ reader: ObjectReader) throws(Malformed) {
    self.init(
      address: try reader.line(
        "address", "an address with https:// and nothing behind its path", where: Self.isAddress),
      source: try reader.source())
  }

  var json: JSONValue { .members(["address": .string(address), "source": source.json]) }
}

extension Directory.AreaName {
  init(_ reader: ObjectReader) throws(Malformed) {
    self.init(
      area: try reader.area("area"), name: try reader.line("name"), source: try reader.source())
  }

  var json: JSONValue {
    .members([
      "area": .string(area.description), "name": .string(name), "source": source.json,
    ])
  }
}
