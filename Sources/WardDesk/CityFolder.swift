import LinuxIO
import Signatures
import WardContract

/// The city's key in a folder of its own, to be kept offline. It stands behind wards: every device has its
/// public half from its image.
public struct CityFolder {
  /// The folder.
  public let path: String
  /// The city's public key, 32 bytes of Ed25519.
  public let publicKey: [UInt8]

  /// Opens the city in the folder `path`.
  public init(path: String) throws {
    guard Files.exists("\(path)/city.pub") else {
      throw DeskError("there is no city in \(path); `loanha city init` makes one")
    }
    self.path = path
    publicKey = try WardFolder.publicKey("\(path)/city.pub")
  }

  /// The file of the city's private key, if it is in the folder and not in a safe.
  public var keyPath: String { "\(path)/city.jwk" }

  /// Makes a city's key. Refuses a folder that holds one: it can't be had again.
  public static func make(path: String) throws -> CityFolder {
    guard !Files.exists("\(path)/city.jwk"), !Files.exists("\(path)/city.pub") else {
      throw DeskError("\(path) holds a city's key already; nothing was changed")
    }
    try Files.makeFolder(path)
    let key = try Ed25519.PrivateKey()
    try Files.replace("\(path)/city.jwk", JSONWebKey.encode(key).bytes + [0x0A])
    let publicKey = Base64URL.encode(key.publicKey) + "\n"
    try Files.replace("\(path)/city.pub", Array(publicKey.utf8), mode: 0o644)
    return try CityFolder(path: path)
  }

  /// The city's word for a ward's root key, signed. `keyPath` is the private key's file if it lies
  /// elsewhere than in the city's folder.
  public func endorse(_ endorsement: Endorsement, keyPath: String? = nil) throws -> [UInt8] {
    let signer = try WardFolder.signer(keyPath ?? self.keyPath)
    let envelope = Envelope.sign(endorsement.json, as: .endorsement, by: [signer])
    do {
      _ = try Verifier.sodium.endorsement(envelope, city: publicKey)
    } catch {
      throw DeskError(
        "devices would refuse this (\(error)): is that the private key of \(path)/city.pub?")
    }
    return envelope
  }
}

extension WardFolder {
  /// The city's word for this ward, verified; `nil` if there is none yet.
  public func endorsement() throws -> (envelope: [UInt8], endorsement: Endorsement)? {
    guard Files.exists(endorsementPath) else { return nil }
    let envelope = try Files.read(endorsementPath, limit: Bounds.envelopeBytes)
    return (
      envelope,
      try Verifier.sodium.endorsement(envelope, city: Self.publicKey(cityPublicKeyPath))
    )
  }

  /// What the city is to sign for this ward now.
  public func nextEndorsement(now: Instant) throws -> Endorsement {
    let version = (try endorsement()?.endorsement.version ?? 0) + 1
    return Endorsement(
      area: area, name: name, rootKey: try rootPublicKey(), version: version, issued: now)
  }

  /// Takes up the city's word for this ward: devices then believe it when they are enrolled.
  public func take(endorsement envelope: [UInt8], of city: [UInt8]) throws {
    let endorsement: Endorsement
    do {
      endorsement = try Verifier.sodium.endorsement(envelope, city: city)
    } catch {
      throw DeskError("this is no endorsement of that city: \(error)")
    }
    guard endorsement.area == area, endorsement.rootKey == (try rootPublicKey()) else {
      throw DeskError("this endorsement is for another ward or for another root key of \(name)")
    }
    if let known = try self.endorsement()?.endorsement, known.version > endorsement.version {
      throw DeskError("the ward has a newer endorsement, version \(known.version)")
    }
    let publicKey = Base64URL.encode(city) + "\n"
    try Files.replace(cityPublicKeyPath, Array(publicKey.utf8), mode: 0o644)
    try Files.replace(endorsementPath, envelope, mode: 0o644)
  }

  /// Writes what devices bring along in their image into `folder`: whom they believe, and where they ask.
  /// `page` is where the desk's pages are reached by a telephone.
  public func writeTrust(to folder: String, page: String? = nil) throws {
    guard Files.exists(cityPublicKeyPath) else {
      throw DeskError("\(name) is endorsed by no city yet; `loanha city endorse` does that")
    }
    let broker = try BrokerFolder(path: brokerPath)
    let text = """
      # What devices of this fleet bring along; written by `loanha city trust`.
      city-key = "\(Base64URL.encode(try Self.publicKey(cityPublicKeyPath)))"
      host = "\(broker.host)"
      port = \(broker.enrolmentPort)
      ca = "fleet-ca.pem"
      \(page.map { "page = \(Self.quoted($0))" } ?? "# page = \"https://…\"")

      """
    try Files.makeFolder(folder)
    try Files.replace(
      "\(folder)/fleet-ca.pem", Files.read(broker.authorityPath, limit: 16_384), mode: 0o644)
    try Files.replace("\(folder)/enrolment.toml", Array(text.utf8), mode: 0o644)
  }
}
