/// What a home is told by its ward about itself: where it belongs, and what the ward proposes to it.
/// Signed by a `desk` key, for one terminal; the settings file of its enrolment is version 0.
///
/// A `desk` key can so move a home within its ward and no further, and can't silence it: a home listens
/// to its whole ward whatever its settings say, and what hangs of an emergency stays until that ends.
public struct HomeSettings: Equatable, Sendable {
  /// The terminal that is spoken to.
  public var terminal: Identifier
  /// The ward whose desk speaks; area and groups lie in it.
  public var ward: Area
  /// From 1; only grows.
  public var version: Int64
  /// When this was signed: each time that it is sent.
  public var signed: Instant
  /// The leaf area that the home belongs to.
  public var area: Area
  /// Groups that the home was put in, each once, at most `Bounds.groupsOfHome`.
  public var groups: [Area]
  /// Where the home is, as a call-taker needs to hear it; `nil` if nobody wrote it down.
  public var address: String?
  /// What the ward proposes to the household.
  public var defaults: HomeDefaults

  /// Settings.
  public init(
    terminal: Identifier, ward: Area, version: Int64, signed: Instant, area: Area,
    groups: [Area] = [], address: String? = nil, defaults: HomeDefaults = HomeDefaults()
  ) {
    self.terminal = terminal
    self.ward = ward
    self.version = version
    self.signed = signed
    self.area = area
    self.groups = groups
    self.address = address
    self.defaults = defaults
  }

  /// Whether both say the same, whenever they were signed.
  public func says(what other: HomeSettings) -> Bool {
    var other = other
    other.signed = signed
    return self == other
  }

  /// The settings that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    terminal = try reader.identifier("terminal")
    let ward = try reader.area("ward")
    self.ward = ward
    version = try reader.integer("version", in: 1...Int64.max)
    signed = try reader.instant("signed")
    area = try reader.area("area")
    groups = try reader.areas("groups")
    address = try reader.optionalText("address", limit: HomeAddress.maximumBytes)
    defaults = try HomeDefaults(reader.object("defaults"))
    guard ward.covers(area) else {
      throw Malformed(reader.place(of: "area"), "\(area) does not lie in \(ward)")
    }
    let sorted = groups.sorted()
    guard groups.count <= Bounds.groupsOfHome, groups.allSatisfy({ ward.covers($0) }),
      !zip(sorted, sorted.dropFirst()).contains(where: ==)
    else {
      throw Malformed(
        reader.place(of: "groups"), "at most \(Bounds.groupsOfHome) groups in \(ward), each once")
    }
    if let fault = address.flatMap({ HomeAddress.fault(in: $0) }) {
      throw Malformed(reader.place(of: "address"), fault)
    }
  }

  /// The settings as JSON, ready to be signed.
  public var json: JSONValue {
    .members([
      "terminal": .string(terminal.description), "ward": .string(ward.description),
      "version": .integer(version), "signed": .string(signed.description),
      "area": .string(area.description),
      "groups": groups.isEmpty ? nil : .array(groups.map { .string($0.description) }),
      "address": address.map { .string($0) }, "defaults": defaults.json,
    ])
  }
}

/// Settings that a home did not take, and why; the earlier ones stand.
public struct RefusedSettings: Equatable, Sendable {
  /// Their version, as their topic names it.
  public var version: Int64
  /// The code of the refusal (`Refusal.code`).
  public var code: String

  /// Refused settings.
  public init(version: Int64, code: String) {
    self.version = version
    self.code = code
  }

  init(_ reader: ObjectReader) throws(Malformed) {
    version = try reader.integer("version", in: 1...Int64.max)
    code = try reader.text("code", limit: Bounds.identifierBytes)
  }

  var json: JSONValue { .members(["version": .integer(version), "code": .string(code)]) }
}
