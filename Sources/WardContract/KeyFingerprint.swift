/// SHA-256 over a terminal's public key, as SubjectPublicKeyInfo in DER: names that key and no other, in a
/// topic as well as in words.
public struct KeyFingerprint: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 32 bytes.
  public let digest: [UInt8]

  /// The fingerprint of 32 bytes.
  public init(digest: [UInt8]) {
    precondition(digest.count == 32, "SHA-256 has 32 bytes")
    self.digest = digest
  }

  /// The fingerprint that 64 small hexadecimal digits spell, or `nil`.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count == 64 else { return nil }
    var digest: [UInt8] = []
    var high: UInt8?
    for byte in text.utf8 {
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: return nil
      }
      if let first = high {
        digest.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    self.digest = digest
  }

  /// 64 small hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// What people read off a screen of it.
  public var code: ClaimCode { ClaimCode(self) }

  /// Whether `left` sorts before `right`, byte by byte.
  public static func < (left: KeyFingerprint, right: KeyFingerprint) -> Bool {
    left.digest.lexicographicallyPrecedes(right.digest)
  }
}

/// The first 60 bits of a key's fingerprint, as an installer reads them off a screen: "7KQF-2M9X-WB4H". It
/// is no secret: only the holder of the key can use an answer to it, and nobody finds another key with
/// the same code in the time that a device waits.
public struct ClaimCode: Hashable, Sendable, CustomStringConvertible {
  /// Letters of a code, without its hyphens.
  public static let letterCount = 12
  /// Digits and capitals that nobody takes for one another: no 1 and I, no 0 and O.
  private static let alphabet = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

  /// The letters, without hyphens.
  public let letters: String

  /// The code of a key.
  public init(_ key: KeyFingerprint) {
    let bits = key.digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    letters = String(
      decoding: (0..<Self.letterCount).map { Self.alphabet[Int(bits >> UInt64(59 - 5 * $0) & 31)] },
      as: UTF8.self)
  }

  /// The code that somebody typed, with hyphens and spaces where they like, in capitals or not; `nil` if it
  /// is none.
  public init?(typed text: some StringProtocol) {
    let letters = text.uppercased().utf8.filter { $0 != 0x2D && $0 != 0x20 }
    guard letters.count == Self.letterCount, letters.allSatisfy({ Self.alphabet.contains($0) })
    else { return nil }
    self.letters = String(decoding: letters, as: UTF8.self)
  }

  /// In groups of four.
  public var description: String {
    let letters = Array(letters.utf8)
    return stride(from: 0, to: letters.count, by: 4)
      .map { String(decoding: letters[$0..<($0 + 4)], as: UTF8.self) }.joined(separator: "-")
  }
}
