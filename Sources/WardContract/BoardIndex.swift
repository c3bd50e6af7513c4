/// What hangs on the board of an area and of all within it, signed by the desk every few minutes.
///
/// From it a terminal knows what it lacks, what is being withheld, whether its picture was
/// rolled back, how old the picture is, and what time it can't be earlier than.
public struct BoardIndex: Equatable, Sendable {
  /// One bulletin on the board.
  public struct Entry: Equatable, Sendable {
    /// The bulletin's name.
    public var identifier: Identifier
    /// The revision that hangs, from 1.
    public var revision: Int
    /// The areas under whose topics the bulletin hangs.
    public var areas: [Area]

    /// An entry.
    public init(identifier: Identifier, revision: Int, areas: [Area]) {
      self.identifier = identifier
      self.revision = revision
      self.areas = areas
    }
  }

  /// The ward.
  public var area: Area
  /// Only grows; a lower one is an old picture put in the place of the new.
  public var sequence: Int64
  /// When the index was signed.
  public var time: Instant
  /// When the next index will be there at the latest.
  public var nextDue: Instant
  /// At most `Bounds.bulletinsOnBoard`, each bulletin once.
  public var entries: [Entry]

  /// An index.
  public init(area: Area, sequence: Int64, time: Instant, nextDue: Instant, entries: [Entry]) {
    self.area = area
    self.sequence = sequence
    self.time = time
    self.nextDue = nextDue
    self.entries = entries
  }

  /// The index that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    area = try reader.area("area")
    sequence = try reader.integer("sequence", in: 1...Int64.max)
    time = try reader.instant("time")
    nextDue = try reader.instant("nextDue")
    guard nextDue > time, nextDue - time <= 86_400_000 else {
      throw Malformed("nextDue", "not within a day after time")
    }
    var entries: [Entry] = []
    var names = Set<Identifier>()
    for (item, place) in try reader.items("bulletins", limit: Bounds.bulletinsOnBoard) {
      let entry = try ObjectReader(item, at: place)
      let identifier = try entry.identifier("identifier")
      guard names.insert(identifier).inserted else {
        throw Malformed(place, "the bulletin \(identifier) stands twice")
      }
      entries.append(
        Entry(
          identifier: identifier, revision: Int(try entry.integer("revision", in: 1...1_000_000)),
          areas: try entry.areas("areas")))
    }
    self.entries = entries
  }

  /// The index as JSON, ready to be signed by the desk.
  public var json: JSONValue {
    .members([
      "area": .string(area.description), "sequence": .integer(sequence),
      "time": .string(time.description), "nextDue": .string(nextDue.description),
      "bulletins": .array(
        entries.map { entry in
          .members([
            "identifier": .string(entry.identifier.description),
            "revision": .integer(Int64(entry.revision)),
            "areas": .array(entry.areas.map { .string($0.description) }),
          ])
        }),
    ])
  }
}
