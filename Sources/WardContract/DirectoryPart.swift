/// A part of a ward's directory, as large as an envelope allows: a thousand entries don't fit into
/// one. Signed by an editor and another person's approver, and retained under its number; a home
/// takes up a version once it has all of its parts.
public struct DirectoryPart: Equatable, Sendable {
  /// The ward.
  public var area: Area
  /// Only grows. A terminal refuses any lower than the one it has.
  public var version: Int64
  /// When the directory was signed: the same in all parts of a version.
  public var issued: Instant
  /// Who answers for it: "UBND phường Ba Đình".
  public var author: String
  /// Which part this is, from 1.
  public var number: Int
  /// How many parts the version has, 1…`Bounds.directoryParts`.
  public var count: Int
  /// The entries that stand in this part.
  public var entries: Directory

  /// The part that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    area = try reader.area("area")
    version = try reader.integer("version", in: 1...Int64.max)
    issued = try reader.instant("issued")
    author = try reader.text("author", limit: Bounds.nameBytes)
    count = Int(try reader.integer("parts", in: 1...Int64(Bounds.directoryParts)))
    number = Int(try reader.integer("part", in: 1...Int64(count)))
    var entries = Directory()
    entries.procedures = try Self.items("procedures", reader, Directory.Procedure.init)
    entries.billers = try Self.items("billers", reader, Directory.Biller.init)
    entries.subjects = try Self.items("subjects", reader, Directory.Subject.init)
    entries.numbers = try Self.items("numbers", reader, Directory.TelephoneNumber.init)
    entries.areaNames = try Self.items("areas", reader, Directory.AreaName.init)
    entries.writingForm =
      reader.has("writingForm")
      ? try Directory.WritingForm(reader.object("writingForm")) : nil
    if let fault = entries.fault { throw Malformed("", fault) }
    self.entries = entries
  }

  private static func items<Entry>(
    _ name: String, _ reader: ObjectReader, _ make: (ObjectReader) throws(Malformed) -> Entry
  ) throws(Malformed) -> [Entry] {
    var entries: [Entry] = []
    for (item, place) in try reader.items(name, limit: Bounds.directoryEntries) {
      entries.append(try make(ObjectReader(item, at: place)))
    }
    return entries
  }

  private init(
    _ area: Area, _ version: Int64, _ issued: Instant, _ author: String, number: Int, count: Int,
    _ entries: Directory
  ) {
    self.area = area
    self.version = version
    self.issued = issued
    self.author = author
    self.number = number
    self.count = count
    self.entries = entries
  }

  /// The part as JSON, ready to be signed.
  public var json: JSONValue {
    func list(_ entries: [JSONValue]) -> JSONValue? { entries.isEmpty ? nil : .array(entries) }
    return .members([
      "area": .string(area.description), "version": .integer(version),
      "issued": .string(issued.description), "author": .string(author),
      "part": .integer(Int64(number)), "parts": .integer(Int64(count)),
      "procedures": list(entries.procedures.map(\.json)),
      "billers": list(entries.billers.map(\.json)),
      "subjects": list(entries.subjects.map(\.json)),
      "numbers": list(entries.numbers.map(\.json)), "areas": list(entries.areaNames.map(\.json)),
      "writingForm": entries.writingForm?.json,
    ])
  }
}

extension DirectoryPart {
  /// Divides `directory` into parts that each fit into an envelope, in the order of its entries; an
  /// empty one is one empty part. Throws if it is too large for the contract.
  public static func divided(
    _ directory: Directory, area: Area, version: Int64, issued: Instant, author: String
  ) throws(Malformed) -> [DirectoryPart] {
    if let fault = directory.fault { throw Malformed("", fault) }
    var pieces = [Directory()]
    var room = Bounds.directoryPartBytes
    func add(_ bytes: Int, _ entry: (inout Directory) -> Void) {
      if bytes > room {
        pieces.append(Directory())
        room = Bounds.directoryPartBytes
      }
      room -= bytes
      entry(&pieces[pieces.count - 1])
    }
    for entry in directory.procedures { add(entry.json.size) { $0.procedures.append(entry) } }
    for entry in directory.billers { add(entry.json.size) { $0.billers.append(entry) } }
    for entry in directory.subjects { add(entry.json.size) { $0.subjects.append(entry) } }
    for entry in directory.numbers { add(entry.json.size) { $0.numbers.append(entry) } }
    for entry in directory.areaNames { add(entry.json.size) { $0.areaNames.append(entry) } }
    if let form = directory.writingForm { add(form.json.size) { $0.writingForm = form } }
    guard pieces.count <= Bounds.directoryParts else {
      throw Malformed("", "\(pieces.count) parts, \(Bounds.directoryParts) are allowed")
    }
    return pieces.enumerated().map { index, piece in
      DirectoryPart(
        area, version, issued, author, number: index + 1, count: pieces.count, piece)
    }
  }

  /// The directory that `parts`, by number, make together; `nil` if they aren't all the parts of one
  /// version, or contradict each other.
  public static func joined(_ parts: [DirectoryPart]) -> Directory? {
    guard let first = parts.first, parts.count == first.count else { return nil }
    var directory = Directory()
    for (index, part) in parts.enumerated() {
      guard part.number == index + 1, part.isOf(first) else { return nil }
      guard part.entries.writingForm == nil || directory.writingForm == nil else { return nil }
      directory.append(part.entries)
    }
    return directory.fault == nil ? directory : nil
  }

  /// Whether it belongs to the same directory as `other`.
  public func isOf(_ other: DirectoryPart) -> Bool {
    (area, version, issued) == (other.area, other.version, other.issued)
      && (author, count) == (other.author, other.count)
  }
}

extension JSONValue {
  /// Bytes that it takes as an item of an array.
  fileprivate var size: Int { bytes.count + 1 }
}
