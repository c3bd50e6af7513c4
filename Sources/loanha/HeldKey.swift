import ArgumentParser
import LinuxIO
import Signatures
import Tokens
import WardContract
import WardDesk

/// One key that somebody holds.
struct HeldKeyOption: ParsableArguments {
  @Option(help: "A private key: its file (JWK), or the pkcs11: URI of one on a token (RFC 7512).")
  var sign: String

  func open() throws -> HeldKey { try HeldKey(sign) }
}

/// A key that signs, wherever its private half is.
struct HeldKey {
  /// 32 bytes of Ed25519.
  let publicKey: [UInt8]
  /// The signature of a message, 64 bytes.
  let sign: ([UInt8]) throws -> [UInt8]

  /// The key that `place` names: a file, or a URI for one on a token, whose PIN may have to be typed.
  init(_ place: String) throws {
    if TokenURI.isMeant(by: place) {
      let uri = try TokenURI(place)
      let key = try TokenKey(uri) { token, isLastTry throws(TokenFault) in
        try PINEntry.read(for: token, isLastTry: isLastTry, from: uri.pinPath)
      }
      (publicKey, sign) = (key.publicKey, { try key.sign($0) })
    } else {
      let key = try JSONWebKey.privateKey(JSONParser.parse(Files.read(place, limit: 4_096)))
      (publicKey, sign) = (key.publicKey, { key.sign($0) })
    }
  }

  /// Signs what waits under that number. Returns the bulletin if it hangs now.
  func signSubmission(
    _ number: Int64, in store: DeskStore, of folder: WardFolder
  ) throws -> DeskStore.Post? {
    let name = JSONWebKey.thumbprint(publicKey)
    let signature = try sign(store.submission(number).request(to: name).signingInput)
    return try folder.add(
      signature, of: name, to: number, in: store, by: currentAccount(), at: currentInstant())
  }
}
