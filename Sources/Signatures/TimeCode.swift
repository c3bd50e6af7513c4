import COpenSSL

/// Codes that change every 30 seconds (TOTP, RFC 6238), by HMAC-SHA-1 as every authenticator app
/// computes them.
public enum TimeCode {
  /// Seconds for which a code stands.
  public static let stepSeconds: Int64 = 30
  /// Digits of the codes that people type.
  public static let digits = 6
  /// Bytes of a secret: as many as a digest has (RFC 4226 §4, R6).
  public static let secretBytes = 20

  /// The number of the step at a time in milliseconds since 1970; 0 before that.
  public static func step(atMilliseconds milliseconds: Int64) -> Int64 {
    max(0, milliseconds) / (stepSeconds * 1000)
  }

  /// The code of a step, with its zeros in front; `digits` from 6 to 8.
  public static func code(secret: [UInt8], step: Int64, digits: Int = digits) -> String {
    precondition((6...8).contains(digits), "a code has 6 to 8 digits")
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> (56 - 8 * $0)) }
    let digest = hmacSHA1(key: secret, counter)
    // RFC 4226 §5.3: the last four bits say which four bytes make the number.
    let offset = Int(digest[19] & 15)
    let number =
      digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let power = [1_000_000, 10_000_000, 100_000_000] as [UInt32]
    let text = String(number % power[digits - 6])
    return String(repeating: "0", count: digits - text.utf8.count) + text
  }

  /// The step whose code somebody typed: the present one, or one to either side of it for a clock
  /// that is not quite right; `nil` if it is none of theirs, or no later than `last`.
  public static func step(
    of code: String, secret: [UInt8], atMilliseconds milliseconds: Int64, after last: Int64
  ) -> Int64? {
    let present = step(atMilliseconds: milliseconds)
    return [present, present - 1, present + 1].first { step in
      step > last && step >= 0 && self.code(secret: secret, step: step) == code
    }
  }

  /// HMAC (RFC 2104) with SHA-1, 20 bytes.
  static func hmacSHA1(key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: 20)
    var count: UInt32 = 20
    let answer = HMAC(
      EVP_sha1(), key, Int32(key.count), message, message.count, &code, &count)
    precondition(answer != nil && count == 20, "OpenSSL has HMAC-SHA-1")
    return code
  }
}
