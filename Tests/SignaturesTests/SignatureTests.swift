import Foundation
import Signatures
import TestSupport
import Testing
import WardContract

@Suite("Signatures") struct SignatureTests {
  @Test("an independent JOSE implementation agrees with our envelopes, and with our refusals")
  func independent() throws {
    let keys = [try Ed25519.PrivateKey(), try Ed25519.PrivateKey()]
    let envelope = Envelope.sign(
      .members(["headline": .string("Họp tổ dân phố")]), as: .bulletin,
      by: keys.map { key in (JSONWebKey.thumbprint(key.publicKey), { key.sign($0) }) })
    let folder = TemporaryFolder()
    try Data(envelope).write(to: URL(fileURLWithPath: folder.file("envelope.json")))
    let publicKeys = JSONValue.array(
      keys.map { key in
        .members([
          "kty": .string("OKP"), "crv": .string("Ed25519"),
          "x": .string(Base64URL.encode(key.publicKey)),
        ])
      })
    try folder.write(publicKeys.text, to: "keys.json")
    // python3-jwcrypto, a JOSE library of its own.
    let program = """
      import json, sys
      from jwcrypto import jwk, jws
      text = open(sys.argv[1]).read()
      keys = json.load(open(sys.argv[2]))
      for index, members in enumerate(keys):
          key = jwk.JWK(**members)
          token = jws.JWS()
          token.deserialize(text)
          token.verify(key, alg="EdDSA")
          assert json.loads(token.payload)["headline"] == "Họp tổ dân phố"
          # The name that we gave the key is its RFC 7638 thumbprint.
          header = json.loads(jws.base64url_decode(
              json.loads(text)["signatures"][index]["protected"]))
          assert header["kid"] == key.thumbprint() and header["typ"] == "loanha-bulletin"
      other = jws.JWS()
      other.deserialize(text)
      try:
          other.verify(jwk.JWK.generate(kty="OKP", crv="Ed25519"), alg="EdDSA")
          sys.exit("a stranger's key was believed")
      except jws.InvalidJWSSignature:
          pass
      """
    let path = try folder.write(program, to: "check.py")
    let run = try ChildProcess.run(
      "/usr/bin/python3", [path, folder.file("envelope.json"), folder.file("keys.json")])
    #expect(run.code == 0, "\(run.output)")
  }
}
