import Signatures
import Testing

struct SHA256Tests {
  /// NIST's examples for SHA-256 (csrc.nist.gov, "Examples with Intermediate Values") and the
  /// empty message of its CAVP vectors.
  @Test(
    "a digest is that of NIST",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
          + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
    ])
  func vectors(_ message: String, _ digest: String) {
    #expect(SHA256.digest(Array(message.utf8)) == hexadecimal(digest))
  }

  @Test("a million letters a, in pieces across the block's borders, give the digest of NIST")
  func million() {
    let digest = SHA256()
    var left = 1_000_000
    var piece = 1
    while left > 0 {
      let count = min(piece, left)
      digest.update(Array(repeating: UInt8(ascii: "a"), count: count))
      left -= count
      piece = piece % 131 + 1
    }
    #expect(
      digest.finish()
        == hexadecimal("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"))
  }

  @Test("an empty piece changes nothing")
  func emptyPiece() {
    let digest = SHA256()
    digest.update([])
    digest.update(Array("abc".utf8))
    digest.update([])
    #expect(digest.finish() == SHA256.digest(Array("abc".utf8)))
  }

  @Test("the name of a medium is its digest in small hexadecimal digits")
  func mediaName() {
    let name = SHA256.mediaDigest(SHA256.digest(Array("abc".utf8)))
    #expect(
      "\(name)".contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
  }
}
