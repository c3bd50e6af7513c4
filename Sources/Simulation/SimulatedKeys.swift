import WardContract

/// Signatures for the simulator: cheap, and wrong for every other key and every other byte. The
/// rules that are under test run on envelopes as they are on the wire.
enum SimulatedKeys {
  static func signature(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    for lane in 0..<UInt64(8) {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325 &+ lane &* 0x9E37_79B9_7F4A_7C15
      for byte in key { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      // The lanes differ by key; reading a long message once is enough.
      if lane == 0 { for byte in message { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
      for shift in 0..<UInt64(8) { bytes.append(UInt8(truncatingIfNeeded: hash >> (shift * 8))) }
    }
    return bytes
  }

  static let verifier = Verifier { key, message, signature in
    Self.signature(key, message) == signature
  }

  static func key(_ seed: UInt8) -> [UInt8] { [UInt8](repeating: seed, count: 32) }

  static let root = key(1)
  static let editor = key(2)
  static let approver = key(3)
  static let emergency = key(4)
  static let desk = key(5)
  static let stranger = key(9)
}
