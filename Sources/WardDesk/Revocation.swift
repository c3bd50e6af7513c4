import LinuxIO
import Signatures
import WardContract

extension WardFolder {
  /// Revokes a key: signs a keyring with the next version, in which the key is revoked. Returns
  /// that version.
  public func revoke(_ keyIdentifier: String, now: Instant) throws -> Int64 {
    var keyring = try keyring()
    guard let index = keyring.keys.firstIndex(where: { $0.keyIdentifier == keyIdentifier }) else {
      throw DeskError("the keyring has no key \(keyIdentifier)")
    }
    guard keyring.keys[index].revokedAt == nil else {
      throw DeskError("\(keyIdentifier) is revoked already")
    }
    keyring.keys[index].revokedAt = now
    keyring.version += 1
    keyring.issued = now
    let root = try Self.signer(keyPath("root"))
    let envelope = Envelope.sign(keyring.json, as: .keyring, by: [root])
    try Files.replace(keyringPath, envelope, mode: 0o644)
    return keyring.version
  }
}
