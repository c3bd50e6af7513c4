import Signatures
import Testing

@Suite("Sealed secrets") struct SealingKeyTests {
  let key = SealingKey()
  let secret = Array("hai mươi byte bí mật".utf8)

  @Test("what is sealed opens with the same key and purpose, and is never the same bytes twice")
  func opens() {
    let sealed = key.seal(secret, for: "account lan")
    #expect(sealed.count == secret.count + SealingKey.addedBytes)
    #expect(key.open(sealed, for: "account lan") == secret)
    #expect(SealingKey(key.bytes)?.open(sealed, for: "account lan") == secret)
    #expect(key.seal(secret, for: "account lan") != sealed)
    #expect(key.open(key.seal([], for: ""), for: "") == [])
  }

  @Test("another key, another purpose, one changed bit or a piece that is cut off opens nothing")
  func refused() {
    let sealed = key.seal(secret, for: "account lan")
    #expect(SealingKey().open(sealed, for: "account lan") == nil)
    #expect(key.open(sealed, for: "account minh") == nil)
    for index in sealed.indices {
      var changed = sealed
      changed[index] ^= 1
      #expect(key.open(changed, for: "account lan") == nil, "byte \(index)")
      #expect(key.open(Array(sealed[..<index]), for: "account lan") == nil, "\(index) bytes")
    }
    #expect(SealingKey(Array(key.bytes.dropLast())) == nil)
  }
}
