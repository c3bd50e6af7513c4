import CPKCS11
import Glibc

/// A private key of Ed25519 on a token that never lets it go (PKCS#11 3.0 §2.3). For one thread.
public final class TokenKey {
  /// The public half, 32 bytes.
  public let publicKey: [UInt8]

  private let session: TokenSession
  private let key: CK_OBJECT_HANDLE

  /// The key that `uri` names. `pin` gives the PIN of the token with that label, unless the token
  /// has keys of its own for it; `isLastTry` if a wrong one locks it.
  public init(
    _ uri: TokenURI, pin: (_ token: String, _ isLastTry: Bool) throws(TokenFault) -> [UInt8]
  ) throws(TokenFault) {
    let module = try TokenModule(path: uri.modulePath)
    session = try TokenSession(module, Self.token(uri, module), pin: pin)
    let token = session.token.label
    let named = Self.attributes(CKA_LABEL, uri.object.map { Array($0.utf8) })
    let keys = try session.objects(
      CKO_PRIVATE_KEY, named + Self.attributes(CKA_ID, uri.identifier))
    guard let key = keys.first else { throw .noKey(token: token) }
    guard keys.count == 1 else { throw .severalKeys(token: token) }
    self.key = key
    // The two halves share an identifier; where there is none, a label.
    let identifier = try session.attribute(CKA_ID, of: key).flatMap { $0.isEmpty ? nil : $0 }
    let halves = try session.objects(
      CKO_PUBLIC_KEY, identifier.map { Self.attributes(CKA_ID, $0) } ?? named)
    guard let half = halves.first,
      let publicKey = try session.attribute(CKA_EC_POINT, of: half).flatMap(Self.publicKey)
    else { throw .noPublicKey(token: token) }
    guard halves.count == 1 else { throw .severalKeys(token: token) }
    self.publicKey = publicKey
  }

  /// The token's signature of `message`, 64 bytes of Ed25519.
  public func sign(_ message: [UInt8]) throws(TokenFault) -> [UInt8] {
    try session.sign(message, with: key)
  }

  private static func token(
    _ uri: TokenURI, _ module: TokenModule
  ) throws(TokenFault) -> TokenDescription {
    let tokens = try module.slots().compactMap { slot in
      module.information(slot).map { TokenDescription(slot, $0) }
    }.filter { $0.has(CKF_TOKEN_INITIALIZED) }
    let fitting = tokens.filter { $0.fits(uri) }
    guard let token = fitting.first else {
      throw tokens.isEmpty ? .noToken : .otherTokens(tokens.map(\.label))
    }
    guard fitting.count == 1 else {
      throw .severalTokens(fitting.map { "\($0.label), serial \($0.serial)" })
    }
    return token
  }

  private static func attributes(
    _ type: CK_ATTRIBUTE_TYPE, _ value: [UInt8]?
  ) -> [(CK_ATTRIBUTE_TYPE, [UInt8])] {
    value.map { [(type, $0)] } ?? []
  }

  /// The 32 bytes of a CKA_EC_POINT: PKCS#11 3.0 wraps them in a DER OCTET STRING, 3.1 does not.
  private static func publicKey(_ point: [UInt8]) -> [UInt8]? {
    switch point.count {
    case 32: point
    case 34 where point.starts(with: [4, 32]): Array(point.dropFirst(2))
    default: nil
    }
  }
}
