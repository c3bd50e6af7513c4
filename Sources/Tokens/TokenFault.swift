/// Why a token did not sign, in a sentence for a person that says what to do.
public enum TokenFault: Error, Equatable, Sendable {
  /// The URI names no key; why.
  case malformed(String)
  /// The module can't be loaded; the loader's reason.
  case noModule(path: String, reason: String)
  /// No reader has a token in it.
  case noToken
  /// There are tokens, and none is meant.
  case otherTokens([String])
  /// More than one token fits.
  case severalTokens([String])
  /// The token can't sign with Ed25519.
  case noMechanism(token: String)
  /// The token has no PIN yet.
  case pinNotSet(token: String)
  /// The PIN was wrong; of the tries that are left, a token tells only the last one.
  case wrongPIN(token: String, isOneTryLeft: Bool)
  /// Too many wrong PINs.
  case pinLocked(token: String)
  /// The PIN must be changed before it is of use.
  case pinExpired(token: String)
  /// Nobody gave a PIN; why.
  case noPIN(String)
  /// No private key of that name is there.
  case noKey(token: String)
  /// More than one private key fits.
  case severalKeys(token: String)
  /// What has that name is no Ed25519 key, or its public half is not on the token.
  case noPublicKey(token: String)
  /// The token takes no message of that length, in bytes.
  case messageTooLong(token: String, bytes: Int)
  /// The token was pulled out.
  case removed(token: String)
  /// A function of the module failed; the standard's number of the error (CKR_…).
  case failed(function: String, code: UInt)
}

extension TokenFault: CustomStringConvertible {
  /// What happened and what to do, for the command line.
  public var description: String {
    switch self {
    case .malformed(let reason): "the URI of a key on a token is not right: \(reason)"
    case .noModule(let path, let reason):
      "the token's driver \(path) can't be loaded (\(reason)): install the package of the token's "
        + "maker and name its PKCS#11 module with module-path="
    case .noToken: "no token is there: plug it in and try again"
    case .otherTokens(let labels):
      "the token that the URI names is not there: plug it in, or name one of those that are: "
        + labels.joined(separator: ", ")
    case .severalTokens(let labels):
      "more than one token fits (\(labels.joined(separator: ", "))): name it with token= or serial="
    case .noMechanism(let token):
      "the token \(token) can't sign with Ed25519 (CKM_EDDSA), which homes need: use another token, "
        + "or a key in a browser or a file"
    case .pinNotSet(let token):
      "the token \(token) has no PIN yet: set one with its maker's program"
    case .wrongPIN(let token, let isOneTryLeft):
      "the PIN of the token \(token) was wrong"
        + (isOneTryLeft ? ", and ONE try is left before it is locked: don't guess" : ": try again")
    case .pinLocked(let token):
      "the token \(token) is locked after too many wrong PINs: whoever issued it unlocks it (PUK or "
        + "SO PIN); until then somebody else signs"
    case .pinExpired(let token):
      "the PIN of the token \(token) must be changed first: change it with its maker's program"
    case .noPIN(let reason): reason
    case .noKey(let token):
      "the token \(token) has no private key of that name: `pkcs11-tool --list-objects --login` shows "
        + "which it has"
    case .severalKeys(let token):
      "the token \(token) has more than one private key of that name: name it with id= as well"
    case .noPublicKey(let token):
      "the token \(token) has no Ed25519 public key beside that private key: homes know a key by it"
    case .messageTooLong(let token, let bytes):
      "the token \(token) can't sign \(bytes) bytes at once: use another token, or a key in a "
        + "browser or a file"
    case .removed(let token): "the token \(token) is gone: plug it in and try again"
    case .failed(let function, let code):
      "the token's driver failed (\(function): error 0x\(String(code, radix: 16))): unplug the token, "
        + "plug it in and try again"
    }
  }
}
