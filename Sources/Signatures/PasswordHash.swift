import CSodium

/// Passwords under Argon2id (RFC 9106) by libsodium.
///
/// One hash takes 64 MiB and a quarter of a second of a desk's processor, and whoever guesses pays
/// the same for every guess. Never on a thread that others wait for.
public enum PasswordHash {
  /// Passes over the memory, as RFC 9106 §4 recommends with 64 MiB.
  static let passes: UInt64 = 3
  /// Memory for one hash, in bytes.
  static let memoryBytes = 64 << 20

  private static let isReady = sodium_init() >= 0

  /// The hash of a password in its usual spelling, `$argon2id$v=19$…`, with salt and cost in it;
  /// `nil` if there is no memory for it.
  public static func make(_ password: String) -> String? {
    precondition(isReady, "libsodium could not start")
    var spelling = [CChar](repeating: 0, count: Int(crypto_pwhash_argon2id_STRBYTES))
    let answer = password.withCString {
      crypto_pwhash_argon2id_str(
        &spelling, $0, UInt64(password.utf8.count), passes, memoryBytes)
    }
    guard answer == 0 else { return nil }
    return String(decoding: spelling.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether `hash` is the hash of `password`. Something else than a hash is that of no password.
  public static func verify(_ password: String, _ hash: String) -> Bool {
    precondition(isReady, "libsodium could not start")
    return password.withCString {
      crypto_pwhash_argon2id_str_verify(hash, $0, UInt64(password.utf8.count)) == 0
    }
  }
}
