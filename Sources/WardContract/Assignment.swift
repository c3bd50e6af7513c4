/// Which home a terminal is: the desk's word to one key, in answer to one start of the terminal.
public struct Assignment: Equatable, Sendable {
  /// The key that this is for.
  public var key: KeyFingerprint
  /// What the terminal drew at the start that is answered.
  public var nonce: [UInt8]
  /// The ward.
  public var ward: Area
  /// The terminal's name.
  public var terminal: Identifier
  /// The home's leaf area.
  public var area: Area
  /// What it listens to beside its own area.
  public var groups: [Area]
  /// Where the home is; `nil` if nobody wrote it down.
  public var address: String?
  /// Name or address of the ward's broker.
  public var host: String
  /// The broker's TCP port, 1…65,535.
  public var port: Int
  /// When it was signed.
  public var issued: Instant
  /// The first moment at which it counts no more.
  public var expires: Instant

  /// An assignment.
  public init(
    key: KeyFingerprint, nonce: [UInt8], ward: Area, terminal: Identifier, area: Area,
    groups: [Area], address: String?, host: String, port: Int, issued: Instant, expires: Instant
  ) {
    self.key = key
    self.nonce = nonce
    self.ward = ward
    self.terminal = terminal
    self.area = area
    self.groups = groups
    self.address = address
    self.host = host
    self.port = port
    self.issued = issued
    self.expires = expires
  }

  /// The assignment that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    guard let key = KeyFingerprint(try reader.string("key")) else {
      throw Malformed("key", "64 hexadecimal digits were expected")
    }
    self.key = key
    nonce = try reader.bytes("nonce", count: Claim.nonceBytes)
    let ward = try reader.area("ward")
    self.ward = ward
    terminal = try reader.identifier("terminal")
    area = try reader.area("area")
    groups = try reader.areas("groups")
    guard ([area] + groups).allSatisfy({ ward.covers($0) }) else {
      throw Malformed("area", "area and groups must lie in \(ward)")
    }
    address = try reader.optionalText("address", limit: HomeAddress.maximumBytes)
    if let address, let fault = HomeAddress.fault(in: address) { throw Malformed("address", fault) }
    let host = try reader.string("host")
    guard Self.isHost(host) else { throw Malformed("host", "a name or an address was expected") }
    self.host = host
    port = Int(try reader.integer("port", in: 1...65_535))
    issued = try reader.instant("issued")
    expires = try reader.instant("expires")
    guard issued < expires, expires - issued <= Bounds.assignmentLifeMilliseconds else {
      throw Malformed("expires", "an assignment counts for at most a day")
    }
  }

  /// The assignment as JSON, ready to be signed by a desk's key.
  public var json: JSONValue {
    .members([
      "key": .string(key.description), "nonce": .string(Base64URL.encode(nonce)),
      "ward": .string(ward.description), "terminal": .string(terminal.description),
      "area": .string(area.description), "groups": .array(groups.map { .string($0.description) }),
      "address": address.map { .string($0) }, "host": .string(host),
      "port": .integer(Int64(port)), "issued": .string(issued.description),
      "expires": .string(expires.description),
    ])
  }

  /// Whether it can be the name or address of a host: it stands in a settings file.
  public static func isHost(_ text: String) -> Bool {
    (1...253).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        switch $0 {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x3A: true
        default: false
        }
      }
  }
}

extension Verifier {
  /// An assignment to `key` in answer to `nonce`, signed by a desk key of `ward`.
  public func assignment(
    _ bytes: [UInt8], key: KeyFingerprint, nonce: [UInt8], ward: Area, keyring: Keyring
  ) throws(Refusal) -> Assignment {
    let envelope = try open(bytes)
    let assignment: Assignment
    do { assignment = try Assignment(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard assignment.key == key, assignment.nonce == nonce, assignment.ward == ward else {
      throw .wrongTopic
    }
    try deskSigned(
      envelope, type: .assignment, area: ward, at: assignment.issued, keyrings: [keyring])
    return assignment
  }
}
