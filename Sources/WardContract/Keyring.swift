/// What a key may do. No role includes another.
public enum Role: String, CaseIterable, Sendable {
  /// Writes ordinary and priority items; heard only together with an approver.
  case editor
  /// Agrees to what an editor wrote.
  case approver
  /// Speaks alone, in an emergency and to end one.
  case emergency
  /// The desk itself: board index, acknowledgements. Can never make a home speak.
  case desk
}

/// One key that may speak for areas for a time.
public struct Key: Equatable, Sendable {
  /// The key's name, `kid` in a protected header.
  public var keyIdentifier: String
  /// 32 bytes of Ed25519.
  public var publicKey: [UInt8]
  /// The person who holds the key; editor and approver must be two.
  public var holder: Identifier
  /// The holder's office as people know it.
  public var title: String
  /// What the key may do.
  public var role: Role
  /// The areas that the key may speak for, each with all that lies within it.
  public var areas: [Area]
  /// The first moment at which it may sign.
  public var validFrom: Instant
  /// The first moment at which the key is valid no more.
  public var validUntil: Instant
  /// Set once the key is not to be believed any more, whenever it signed: a thief can date a
  /// signature back. What should go on hanging is signed again by somebody else.
  public var revokedAt: Instant?

  /// A key.
  public init(
    keyIdentifier: String, publicKey: [UInt8], holder: Identifier, title: String, role: Role,
    areas: [Area], validFrom: Instant, validUntil: Instant, revokedAt: Instant? = nil
  ) {
    self.keyIdentifier = keyIdentifier
    self.publicKey = publicKey
    self.holder = holder
    self.title = title
    self.role = role
    self.areas = areas
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.revokedAt = revokedAt
  }
}

/// The keys that may speak for an area, signed by the area's root key, which is kept offline.
public struct Keyring: Equatable, Sendable {
  /// The area whose root key signs this list.
  public var area: Area
  /// Only grows. A terminal remembers the highest it has seen and refuses any lower.
  public var version: Int64
  /// When the list was signed.
  public var issued: Instant
  /// At most `Bounds.keys`, each name once.
  public var keys: [Key]

  /// A keyring.
  public init(area: Area, version: Int64, issued: Instant, keys: [Key]) {
    self.area = area
    self.version = version
    self.issued = issued
    self.keys = keys
  }

  /// The key of that name, or `nil`.
  public func key(_ keyIdentifier: String) -> Key? {
    keys.first { $0.keyIdentifier == keyIdentifier }
  }

  /// The keyring that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    let area = try reader.area("area")
    self.area = area
    version = try reader.integer("version", in: 1...Int64.max)
    issued = try reader.instant("issued")
    var keys: [Key] = []
    var names = Set<String>()
    for (item, place) in try reader.items("keys", limit: Bounds.keys) {
      let key = try Key(ObjectReader(item, at: place))
      guard names.insert(key.keyIdentifier).inserted else {
        throw Malformed(place, "the key \(key.keyIdentifier) stands twice")
      }
      guard key.areas.allSatisfy({ area.covers($0) }) else {
        throw Malformed(place, "a key for an area outside \(area)")
      }
      keys.append(key)
    }
    self.keys = keys
  }

  /// The keyring as JSON, ready to be signed by the root key.
  public var json: JSONValue {
    .members([
      "area": .string(area.description), "version": .integer(version),
      "issued": .string(issued.description), "keys": .array(keys.map(\.json)),
    ])
  }
}

extension Key {
  init(_ reader: ObjectReader) throws(Malformed) {
    keyIdentifier = try reader.text("kid", limit: Bounds.identifierBytes)
    publicKey = try reader.bytes("x", count: 32)
    holder = try reader.identifier("holder")
    title = try reader.text("title", limit: Bounds.nameBytes)
    role = try reader.word("role")
    areas = try reader.areas("areas")
    validFrom = try reader.instant("validFrom")
    validUntil = try reader.instant("validUntil")
    revokedAt = try reader.optionalInstant("revokedAt")
  }

  var json: JSONValue {
    .members([
      "kid": .string(keyIdentifier), "kty": .string("OKP"), "crv": .string("Ed25519"),
      "x": .string(Base64URL.encode(publicKey)), "holder": .string(holder.description),
      "title": .string(title), "role": .string(role.rawValue),
      "areas": .array(areas.map { .string($0.description) }),
      "validFrom": .string(validFrom.description), "validUntil": .string(validUntil.description),
      "revokedAt": revokedAt.map { .string($0.description) },
    ])
  }
}
