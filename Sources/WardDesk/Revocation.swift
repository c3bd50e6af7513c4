import LinuxIO
import Signatures
import WardContract

extension WardFolder {
  /// Revokes a key: signs a keyring with the next version, in which the key is revoked. Returns
  /// that version. `rootPath` is the root's key file if it lies elsewhere than in the ward's folder.
  public func revoke(
    _ keyIdentifier: String, rootPath: String? = nil, now: Instant
  ) throws -> Int64 {
    try changeKeyring(rootPath, now) { keyring in
      guard let index = keyring.keys.firstIndex(where: { $0.keyIdentifier == keyIdentifier })
      else { throw DeskError("the keyring has no key \(keyIdentifier)") }
      guard keyring.keys[index].revokedAt == nil else {
        throw DeskError("\(keyIdentifier) is revoked already")
      }
      keyring.keys[index].revokedAt = now
    }
  }

  /// Takes up a key that somebody made in a browser, beside those that are there. `code` is what they
  /// read on their own screen: it must be that of the key which the desk has kept. Returns the
  /// keyring's version.
  public func accept(
    _ request: KeyRequest, code: String, rootPath: String? = nil, now: Instant
  ) throws -> Int64 {
    guard code.filter(\.isNumber) == KeyRequest.code(of: request.publicKey).filter(\.isNumber)
    else {
      throw DeskError(
        "the code is not that of the key which the desk has kept: have \(request.title) read it "
          + "out once more from their own screen; if it still differs, reject the request and find "
          + "out who changed the key")
    }
    return try changeKeyring(rootPath, now) { keyring in
      guard keyring.key(request.keyIdentifier) == nil else {
        throw DeskError("the keyring has this key already")
      }
      keyring.keys.append(
        Founding.key(
          request.publicKey, request.holder, request.role, request.title, area: area, from: now))
    }
  }

  /// Signs a changed keyring under the next version; homes must believe it before it takes the old
  /// one's place.
  private func changeKeyring(
    _ rootPath: String?, _ now: Instant, _ change: (inout Keyring) throws -> Void
  ) throws -> Int64 {
    var keyring = try keyring()
    try change(&keyring)
    keyring.version += 1
    keyring.issued = now
    let root = try Self.signer(rootPath ?? keyPath("root"))
    let envelope = Envelope.sign(keyring.json, as: .keyring, by: [root])
    do {
      _ = try Verifier.sodium.keyring(envelope, area: area, root: rootPublicKey())
    } catch let refusal as Refusal {
      throw DeskError(
        "homes would refuse this keyring (\(refusal)): is that the root key of \(name)?")
    }
    try Files.replace(keyringPath, envelope, mode: 0o644)
    return keyring.version
  }
}
