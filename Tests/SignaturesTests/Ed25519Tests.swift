import Testing

@testable import Signatures

/// A test of RFC 8032, section 7.1.
struct Ed25519Vector: Sendable, CustomTestStringConvertible {
  var name: String
  var seed: [UInt8]
  var publicKey: [UInt8]
  var message: [UInt8]
  var signature: [UInt8]
  var testDescription: String { name }

  static let all = [
    Ed25519Vector(
      name: "RFC 8032 test 1",
      seed: hexadecimal("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
      publicKey: hexadecimal("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
      message: [],
      signature: hexadecimal(
        """
        e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155
        5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b
        """)),
    Ed25519Vector(
      name: "RFC 8032 test 2",
      seed: hexadecimal("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
      publicKey: hexadecimal("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
      message: hexadecimal("72"),
      signature: hexadecimal(
        """
        92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da
        085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00
        """)),
    Ed25519Vector(
      name: "RFC 8032 test 3",
      seed: hexadecimal("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
      publicKey: hexadecimal("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"),
      message: hexadecimal("af82"),
      signature: hexadecimal(
        """
        6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac
        18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a
        """)),
  ]
}

struct Ed25519Tests {
  /// The order of the group, L, in 32 bytes of little endian (RFC 8032, section 5.1).
  private static let order = hexadecimal(
    "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")

  @Test("a seed gives the public key of the RFC", arguments: Ed25519Vector.all)
  func publicKey(_ vector: Ed25519Vector) {
    #expect(Ed25519.PrivateKey(seed: vector.seed).publicKey == vector.publicKey)
  }

  @Test("a seed signs with the signature of the RFC", arguments: Ed25519Vector.all)
  func sign(_ vector: Ed25519Vector) {
    #expect(Ed25519.PrivateKey(seed: vector.seed).sign(vector.message) == vector.signature)
  }

  @Test("the signature of the RFC is accepted", arguments: Ed25519Vector.all)
  func verify(_ vector: Ed25519Vector) {
    #expect(
      Ed25519.verify(
        publicKey: vector.publicKey, message: vector.message, signature: vector.signature))
  }

  @Test("a signature with any one bit turned is refused", arguments: Ed25519Vector.all)
  func turnedSignature(_ vector: Ed25519Vector) {
    for bit in 0..<512 {
      var signature = vector.signature
      signature[bit / 8] ^= 1 << (bit % 8)
      #expect(
        !Ed25519.verify(
          publicKey: vector.publicKey, message: vector.message, signature: signature),
        "bit \(bit)")
    }
  }

  @Test("another message under the same signature is refused", arguments: Ed25519Vector.all)
  func otherMessage(_ vector: Ed25519Vector) {
    #expect(
      !Ed25519.verify(
        publicKey: vector.publicKey, message: vector.message + [0], signature: vector.signature))
  }

  @Test("a signature under another key is refused")
  func otherKey() {
    let (one, two) = (Ed25519Vector.all[0], Ed25519Vector.all[1])
    #expect(
      !Ed25519.verify(
        publicKey: two.publicKey, message: one.message, signature: one.signature))
  }

  @Test("a key or a signature of another length is refused and nothing is read past its end")
  func lengths() {
    let vector = Ed25519Vector.all[1]
    for count in [0, 1, 31, 33, 64] {
      let key = Array((vector.publicKey + vector.publicKey).prefix(count))
      #expect(
        !Ed25519.verify(publicKey: key, message: vector.message, signature: vector.signature),
        "a key of \(count) bytes")
    }
    for count in [0, 1, 32, 63, 65, 128] {
      let signature = Array((vector.signature + vector.signature).prefix(count))
      #expect(
        !Ed25519.verify(
          publicKey: vector.publicKey, message: vector.message, signature: signature),
        "a signature of \(count) bytes")
    }
  }

  @Test("S + L in the place of S would be a second signature of one message: refused")
  func malleable() {
    for vector in Ed25519Vector.all {
      var signature = vector.signature
      var carry = 0
      for index in 0..<32 {
        let sum = Int(signature[32 + index]) + Int(Self.order[index]) + carry
        signature[32 + index] = UInt8(sum & 0xFF)
        carry = sum >> 8
      }
      #expect(carry == 0)
      #expect(
        !Ed25519.verify(
          publicKey: vector.publicKey, message: vector.message, signature: signature))
    }
  }

  /// Every encoding of the eight points of small order, the ones that aren't canonical too.
  static let smallOrderKeys = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  ]

  @Test("no message passes under a public key of small order", arguments: smallOrderKeys)
  func smallOrder(_ key: String) {
    // R = A or R = the neutral point with S = 0: under a key of small order such a signature
    // fits about one message in eight, without any private key.
    let neutral: [UInt8] = [1] + Array(repeating: 0, count: 31)
    let zero = [UInt8](repeating: 0, count: 32)
    for first in [neutral, hexadecimal(key)] {
      for number in 0..<64 as Range<UInt8> {
        #expect(
          !Ed25519.verify(
            publicKey: hexadecimal(key), message: [number], signature: first + zero))
      }
    }
  }

  @Test("32 bytes that are no point of the curve are refused")
  func noPoint() {
    // y = 2: (y² - 1) / (d y² + 1) is no square.
    let key: [UInt8] = [2] + Array(repeating: 0, count: 31)
    #expect(
      !Ed25519.verify(
        publicKey: key, message: [], signature: Ed25519Vector.all[0].signature))
  }

  @Test("two new keys are not the same key")
  func newKeys() throws {
    let one = try Ed25519.PrivateKey()
    let two = try Ed25519.PrivateKey()
    #expect(one.seed.count == 32)
    #expect(one.seed != two.seed)
    #expect(one.publicKey != two.publicKey)
    #expect(
      Ed25519.verify(publicKey: one.publicKey, message: [7], signature: one.sign([7])))
  }

  @Test("a message of a megabyte is signed and checked whole")
  func longMessage() throws {
    let key = try Ed25519.PrivateKey()
    var message = [UInt8](repeating: 0x5A, count: 1 << 20)
    let signature = key.sign(message)
    #expect(Ed25519.verify(publicKey: key.publicKey, message: message, signature: signature))
    message[message.count - 1] ^= 1
    #expect(!Ed25519.verify(publicKey: key.publicKey, message: message, signature: signature))
  }

  @Test("a refused signature leaves nothing for the next error to repeat")
  func errorQueue() {
    let vector = Ed25519Vector.all[0]
    var signature = vector.signature
    signature[0] ^= 1
    _ = Ed25519.verify(publicKey: vector.publicKey, message: vector.message, signature: signature)
    #expect(OpenSSLError("nothing").description == "nothing")
  }

  @Test("random bytes come in the number asked for and are not the same twice")
  func randomBytes() throws {
    #expect(try SecureRandom.bytes(0).isEmpty)
    let bytes = try SecureRandom.bytes(48)
    #expect(bytes.count == 48)
    #expect(try SecureRandom.bytes(48) != bytes)
  }
}
