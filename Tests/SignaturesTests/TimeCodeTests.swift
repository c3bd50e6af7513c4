import Testing

@testable import Signatures

@Suite("Codes that change with time") struct TimeCodeTests {
  static let secret = Array("12345678901234567890".utf8)

  @Test(
    "a code is that of RFC 6238, appendix B",
    arguments: [
      (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
      (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
    ] as [(Int64, String)])
  func vectors(seconds: Int64, code: String) {
    let step = TimeCode.step(atMilliseconds: seconds * 1000)
    #expect(TimeCode.code(secret: Self.secret, step: step, digits: 8) == code)
    #expect(TimeCode.code(secret: Self.secret, step: step) == String(code.suffix(6)))
  }

  @Test("HMAC-SHA-1 is that of RFC 2202, a key longer than a block included")
  func hmac() {
    let long = [UInt8](repeating: 0xAA, count: 80)
    #expect(
      TimeCode.hmacSHA1(
        key: long, Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8))
        == hexadecimal("aa4ae5e15272d00e95705637ce8a3b55ed402112"))
    #expect(
      TimeCode.hmacSHA1(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
        == hexadecimal("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"))
  }

  @Test("one step to either side is accepted, two are not, and none twice or backwards")
  func window() {
    let now: Int64 = 1_700_000_000_000
    let present = TimeCode.step(atMilliseconds: now)
    func accepted(_ step: Int64, after last: Int64 = 0) -> Int64? {
      TimeCode.step(
        of: TimeCode.code(secret: Self.secret, step: step), secret: Self.secret,
        atMilliseconds: now, after: last)
    }
    for step in present - 1...present + 1 { #expect(accepted(step) == step) }
    #expect(accepted(present - 2) == nil)
    #expect(accepted(present + 2) == nil)
    #expect(accepted(present, after: present) == nil)
    #expect(accepted(present - 1, after: present) == nil)
    #expect(accepted(present + 1, after: present) == present + 1)
  }

  @Test("what is no code is none's", arguments: ["", "12345", "1234567", "abcdef", "１２３４５６"])
  func nonsense(_ text: String) {
    #expect(
      TimeCode.step(of: text, secret: Self.secret, atMilliseconds: 59_000, after: -1) == nil)
  }

  @Test(
    "base32 is that of RFC 4648 §10",
    arguments: [
      ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
      ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
  func base32(_ text: String, _ spelling: String) {
    #expect(Base32.encode(Array(text.utf8)) == spelling)
  }
}

@Suite("Passwords") struct PasswordHashTests {
  @Test("a hash is Argon2id with 64 MiB and three passes, differs each time, and fits its password")
  func hash() throws {
    let hash = try #require(PasswordHash.make("con mèo trèo cây cau"))
    #expect(hash.hasPrefix("$argon2id$v=19$m=65536,t=3,p=1$"))
    #expect(PasswordHash.make("con mèo trèo cây cau") != hash)
    #expect(PasswordHash.verify("con mèo trèo cây cau", hash))
    #expect(!PasswordHash.verify("con meo treo cay cau", hash))
    #expect(!PasswordHash.verify("", hash))
  }

  @Test(
    "what is no hash fits no password",
    arguments: ["", "$argon2id$", "con mèo trèo cây cau", String(repeating: "$", count: 300)])
  func noHash(_ hash: String) {
    #expect(!PasswordHash.verify("con mèo trèo cây cau", hash))
  }
}
