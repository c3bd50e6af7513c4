/// Base64url without padding (RFC 4648 §5, as RFC 7515 §2 demands it).
public enum Base64URL {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()

  /// `bytes` spelt in base64url.
  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 4 + 2) / 3)
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let group =
        UInt32(bytes[index]) << 16 | UInt32(left > 1 ? bytes[index + 1] : 0) << 8
        | UInt32(left > 2 ? bytes[index + 2] : 0)
      for letter in 0..<min(left + 1, 4) {
        text.append(alphabet[Int(group >> (18 - 6 * UInt32(letter)) & 63)])
      }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes that `text` spells, or `nil`. Padding, white space, letters of other alphabets
  /// and stray bits at the end are refused, so that bytes have exactly one spelling.
  public static func decode(_ text: String) -> [UInt8]? {
    var isSound = true
    let bytes = [UInt8](unsafeUninitializedCapacity: text.utf8.count * 3 / 4) { bytes, filled in
      let values = values
      var bits: UInt32 = 0
      var count: UInt32 = 0
      for letter in text.utf8 {
        let value = values[Int(letter)]
        guard value != 0xFF else { return isSound = false }
        bits = bits << 6 | UInt32(value)
        count += 6
        if count >= 8 {
          count -= 8
          bytes[filled] = UInt8(truncatingIfNeeded: bits >> count)
          filled += 1
          bits &= (1 << count) - 1
        }
      }
      isSound = count < 6 && bits == 0
    }
    return isSound ? bytes : nil
  }
}
