import Installation
import Signatures
import TestSupport
import Testing
import WardContract

@Suite("Release keys of a terminal") struct ReleaseKeysTests {
  let folder = TemporaryFolder()

  @Test("without a folder there is no key, and so no release that is believed")
  func none() throws {
    #expect(try ReleaseKeys.read(folder: folder.file("none")) == [])
  }

  @Test("an old key and a new one count side by side; other files don't")
  func two() throws {
    let keys = try [Ed25519.PrivateKey(), Ed25519.PrivateKey()].map(\.publicKey)
    try folder.write(Base64URL.encode(keys[0]) + "\n", to: "2026.pub")
    try folder.write(Base64URL.encode(keys[1]), to: "2027.pub")
    try folder.write("ghi chú", to: "README")
    #expect(try ReleaseKeys.read(folder: folder.path) == keys)
  }

  @Test(
    "a file that holds no key is an error and never a key that nobody meant",
    arguments: ["", "\n", "AAAA", "không phải khóa", String(repeating: "A", count: 44)])
  func broken(text: String) throws {
    try folder.write(text, to: "2026.pub")
    #expect(throws: (any Error).self) { try ReleaseKeys.read(folder: folder.path) }
  }

  @Test("more keys than a terminal believes are an error")
  func many() throws {
    for number in 0...Bounds.releaseKeys {
      try folder.write(
        Base64URL.encode([UInt8](repeating: UInt8(number), count: 32)), to: "\(number).pub")
    }
    #expect(throws: (any Error).self) { try ReleaseKeys.read(folder: folder.path) }
  }
}
