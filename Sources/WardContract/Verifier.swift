/// Decides whether a signed message may be believed. Pure: the one primitive it needs, Ed25519,
/// is handed in, so that the same rules run on the terminal, at the desk, on the command line
/// and in the simulator.
public struct Verifier: Sendable {
  /// Checks one Ed25519 signature (RFC 8032 §5.1.7): public key of 32 bytes, message, signature
  /// of 64 bytes.
  public typealias SignatureCheck =
    @Sendable (_ publicKey: [UInt8], _ message: [UInt8], _ signature: [UInt8]) -> Bool

  let ed25519: SignatureCheck

  /// A verifier that checks signatures with `ed25519`.
  public init(ed25519: @escaping SignatureCheck) { self.ed25519 = ed25519 }

  /// Takes an envelope apart.
  public func open(_ bytes: [UInt8]) throws(Refusal) -> Envelope {
    do { return try Envelope(parsing: bytes) } catch { throw .malformed(error) }
  }

  /// A keyring signed by the root key of `area` (32 bytes, installed at provisioning). Whether
  /// its version may replace the one known is for the caller to say, who remembers it.
  public func keyring(_ bytes: [UInt8], area: Area, root: [UInt8]) throws(Refusal) -> Keyring {
    let envelope = try open(bytes)
    guard envelope.signatures.allSatisfy({ $0.contentType == .keyring }) else { throw .wrongType }
    guard isSigned(envelope, byAnyOf: [root]) else { throw .badSignature("root") }
    let keyring: Keyring
    do { keyring = try Keyring(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard keyring.area == area else { throw .wrongTopic }
    return keyring
  }

  /// Whether one of these keys has made one of the signatures.
  func isSigned(_ envelope: Envelope, byAnyOf keys: [[UInt8]]) -> Bool {
    envelope.signatures.contains { signature in
      let input = envelope.signingInput(of: signature)
      return keys.contains { ed25519($0, input, signature.signature) }
    }
  }

  /// A bulletin that hangs under `topicArea` as `identifier`, signed as the rule to be heard
  /// demands: an editor and a different person's approver, or for an emergency one emergency
  /// key; each valid for every area of the bulletin at the time of signing.
  public func bulletin(
    _ bytes: [UInt8], topicArea: Area, identifier: Identifier, keyrings: [Keyring]
  ) throws(Refusal) -> Bulletin {
    let envelope = try open(bytes)
    let bulletin: Bulletin
    do { bulletin = try Bulletin(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard bulletin.identifier == identifier, bulletin.areas.contains(topicArea) else {
      throw .wrongTopic
    }
    let signers = try signers(
      of: envelope, type: .bulletin, areas: bulletin.areas, at: bulletin.sent, keyrings: keyrings)
    if bulletin.priority == .emergency {
      guard signers.contains(where: { $0.role == .emergency }) else { throw .notEntitled }
      return bulletin
    }
    try twoPeople(signers)
    return bulletin
  }

  /// The broadcast plan of `area`, signed by an editor and a different person's approver. Whether
  /// its version may replace the one known is for the caller to say, who remembers it.
  public func broadcastPlan(
    _ bytes: [UInt8], area: Area, keyrings: [Keyring]
  ) throws(Refusal) -> BroadcastPlan {
    let envelope = try open(bytes)
    let plan: BroadcastPlan
    do { plan = try BroadcastPlan(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard plan.area == area else { throw .wrongTopic }
    try twoPeople(
      signers(
        of: envelope, type: .broadcastPlan, areas: [area], at: plan.issued, keyrings: keyrings))
    return plan
  }

  /// Part `number` of the directory of `area`, signed by an editor and a different person's approver.
  /// Whether its version may replace the one known is for the caller to say, who remembers it.
  public func directoryPart(
    _ bytes: [UInt8], area: Area, number: Int, keyrings: [Keyring]
  ) throws(Refusal) -> DirectoryPart {
    let envelope = try open(bytes)
    let part: DirectoryPart
    do { part = try DirectoryPart(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard part.area == area, part.number == number else { throw .wrongTopic }
    try twoPeople(
      signers(of: envelope, type: .directory, areas: [area], at: part.issued, keyrings: keyrings))
    return part
  }

  /// An editor and an approver must have signed, and they must be two people.
  private func twoPeople(_ signers: [Key]) throws(Refusal) {
    let editors = signers.filter { $0.role == .editor }
    let approvers = signers.filter { $0.role == .approver }
    guard !editors.isEmpty, !approvers.isEmpty else { throw .notEntitled }
    let two = editors.contains { editor in approvers.contains { $0.holder != editor.holder } }
    guard two else { throw .samePerson }
  }

  /// A board index of `area`, signed by a desk key.
  public func boardIndex(
    _ bytes: [UInt8], area: Area, keyrings: [Keyring]
  ) throws(Refusal) -> BoardIndex {
    let envelope = try open(bytes)
    let index: BoardIndex
    do { index = try BoardIndex(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard index.area == area else { throw .wrongTopic }
    try deskSigned(envelope, type: .boardIndex, area: area, at: index.time, keyrings: keyrings)
    return index
  }

  /// What a monitoring station near `area` has measured, signed by a desk key. Whether it may take the
  /// place of what is known is for the caller to say.
  public func stationAir(
    _ bytes: [UInt8], area: Area, keyrings: [Keyring]
  ) throws(Refusal) -> StationAir {
    let envelope = try open(bytes)
    let air: StationAir
    do { air = try StationAir(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard air.area == area else { throw .wrongTopic }
    try deskSigned(envelope, type: .stationAir, area: area, at: air.issued, keyrings: keyrings)
    return air
  }

  /// A segment of a live programme, signed with the key that its bulletin names. Whether it comes
  /// in time is for the jitter buffer to say.
  public func liveSegment(
    _ bytes: [UInt8], of stream: LiveStream
  ) throws(Refusal) -> LiveSegment {
    let segment: LiveSegment
    do { segment = try LiveSegment(parsing: bytes, of: stream) } catch { throw .malformed(error) }
    let (covered, signature) = LiveSegment.signed(bytes, of: stream)
    guard ed25519(stream.publicKey, covered, signature) else {
      throw .badSignature(stream.stream.description)
    }
    return segment
  }

  /// A desk's word that it has committed what `terminal` sent, signed by a desk key of `area`.
  public func acknowledgement(
    _ bytes: [UInt8], terminal: Identifier, area: Area, keyrings: [Keyring]
  ) throws(Refusal) -> Acknowledgement {
    let envelope = try open(bytes)
    let acknowledgement: Acknowledgement
    do { acknowledgement = try Acknowledgement(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard acknowledgement.terminal == terminal else { throw .wrongTopic }
    try deskSigned(
      envelope, type: .acknowledgement, area: area, at: acknowledgement.time, keyrings: keyrings)
    return acknowledgement
  }

  /// A desk's word of how much it has committed of a request of `terminal`, signed by a desk key of
  /// `area`.
  public func requestAcknowledgement(
    _ bytes: [UInt8], terminal: Identifier, area: Area, keyrings: [Keyring]
  ) throws(Refusal) -> RequestAcknowledgement {
    let envelope = try open(bytes)
    let word: RequestAcknowledgement
    do { word = try RequestAcknowledgement(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard word.terminal == terminal else { throw .wrongTopic }
    try deskSigned(
      envelope, type: .requestAcknowledgement, area: area, at: word.time, keyrings: keyrings)
    return word
  }

  /// What the ward says to a request of `terminal`, signed by a desk key of `area`. Whether its
  /// revision may replace the one known is for the caller to say, who remembers it.
  public func reply(
    _ bytes: [UInt8], terminal: Identifier, area: Area, keyrings: [Keyring]
  ) throws(Refusal) -> Reply {
    let envelope = try open(bytes)
    let reply: Reply
    do { reply = try Reply(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard reply.terminal == terminal else { throw .wrongTopic }
    try deskSigned(envelope, type: .reply, area: area, at: reply.signed, keyrings: keyrings)
    return reply
  }

  /// What `terminal` is told about itself, signed by a desk key of `ward`. Whether its version may
  /// replace the one known is for the caller to say, who remembers it.
  public func homeSettings(
    _ bytes: [UInt8], terminal: Identifier, ward: Area, keyrings: [Keyring]
  ) throws(Refusal) -> HomeSettings {
    let envelope = try open(bytes)
    let settings: HomeSettings
    do { settings = try HomeSettings(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard settings.terminal == terminal, settings.ward == ward else { throw .wrongTopic }
    try deskSigned(
      envelope, type: .homeSettings, area: ward, at: settings.signed, keyrings: keyrings)
    return settings
  }

  func deskSigned(
    _ envelope: Envelope, type: ContentType, area: Area, at time: Instant, keyrings: [Keyring]
  ) throws(Refusal) {
    let signers = try signers(
      of: envelope, type: type, areas: [area], at: time, keyrings: keyrings)
    guard signers.contains(where: { $0.role == .desk }) else { throw .notEntitled }
  }

  /// The keys behind the signatures. Every signature must be good: an envelope with one wrong
  /// signature among good ones was tampered with, and whoever did it deserves no benefit.
  private func signers(
    of envelope: Envelope, type: ContentType, areas: [Area], at time: Instant, keyrings: [Keyring]
  ) throws(Refusal) -> [Key] {
    guard !keyrings.isEmpty else { throw .noKeyring }
    var keys: [Key] = []
    for signature in envelope.signatures {
      guard signature.contentType == type else { throw .wrongType }
      keys.append(
        try signer(
          signature.keyIdentifier, of: envelope.signingInput(of: signature), signature.signature,
          areas: areas, at: time, keyrings: keyrings))
    }
    return keys
  }

  /// The key that made one signature outside of an envelope, if it may sign for these areas at that
  /// time. Whether its role is of any use is for the caller to say.
  public func signer(
    of request: SigningRequest, signature: [UInt8], areas: [Area], at time: Instant,
    keyrings: [Keyring]
  ) throws(Refusal) -> Key {
    guard !keyrings.isEmpty else { throw .noKeyring }
    return try signer(
      request.keyIdentifier, of: request.signingInput, signature, areas: areas, at: time,
      keyrings: keyrings)
  }

  private func signer(
    _ name: String, of input: [UInt8], _ signature: [UInt8], areas: [Area], at time: Instant,
    keyrings: [Keyring]
  ) throws(Refusal) -> Key {
    guard let key = keyrings.lazy.compactMap({ $0.key(name) }).first else {
      throw .unknownKey(name)
    }
    guard key.revokedAt == nil else { throw .revokedKey(name) }
    guard key.validFrom <= time, time < key.validUntil else { throw .expiredKey(name) }
    guard areas.allSatisfy({ area in key.areas.contains { $0.covers(area) } }) else {
      throw .wrongArea(name)
    }
    guard ed25519(key.publicKey, input, signature) else { throw .badSignature(name) }
    return key
  }
}
