import Testing
import Tokens

/// RFC 7512, as far as it names a private key.
@Suite("URIs of keys on tokens") struct TokenURITests {
  @Test("every attribute is read, encoded or not")
  func read() throws {
    let uri = try TokenURI(
      "pkcs11:token=Th%E1%BA%BB%20duy%E1%BB%87t;manufacturer=Snake%20Oil,%20Inc.;model=1.0;serial=6d:1;"
        + "object=kh%C3%B3a&1;type=private;id=%00%FFa"
        + "?pin-source=file:/run/pin&module-path=/usr/lib/softhsm/libsofthsm2.so")
    #expect(uri.token == "Thẻ duyệt" && uri.manufacturer == "Snake Oil, Inc." && uri.model == "1.0")
    #expect(uri.serial == "6d:1" && uri.object == "khóa&1" && uri.identifier == [0, 255, 97])
    #expect(uri.pinPath == "/run/pin" && uri.modulePath == "/usr/lib/softhsm/libsofthsm2.so")
    let short = try TokenURI("pkcs11:object=k?")
    #expect(short.token == nil && short.pinPath == nil && short.modulePath == "libp11-kit.so.0")
  }

  @Test(
    "what is not understood, or could mean two keys, is refused",
    arguments: [
      "pkcs11:", "pkcs11:token=a", "pkcs12:object=a", "pkcs11:object", "pkcs11:object=",
      "pkcs11:id=",
      "pkcs11:object=a;object=b", "pkcs11:object=a;", "pkcs11:;object=a",
      "pkcs11:object=a;slot-id=1",
      "pkcs11:object=a;x-vendor=1", "pkcs11:object=a;type=public", "pkcs11:object=%F",
      "pkcs11:object=%GG",
      "pkcs11:object=%FF", "pkcs11:object=%00", "pkcs11:object=a b", "pkcs11:object=ệ",
      "pkcs11:object=a#b",
      "pkcs11:object=a?pin-value=1234", "pkcs11:object=a?pin-source=|cat",
      "pkcs11:object=a?pin-source=pin", "pkcs11:object=a?module-path=softhsm.so",
      "pkcs11:object=a?module-path=/a&module-path=/b", "pkcs11:object=a?module-name=softhsm2",
      "pkcs11:object=a?x=1?y=2", "pkcs11:object=" + String(repeating: "a", count: 3_000),
      "pkcs11:id=" + String(repeating: "%01", count: 129),
    ])
  func refused(text: String) {
    #expect(throws: TokenFault.self) { try TokenURI(text) }
  }
}
