import Foundation
import Signatures
import TestSupport
import Testing
import WardContract

private func bytes(_ hexadecimal: String) -> [UInt8] {
  let digits = hexadecimal.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

@Suite("Signatures") struct SignatureTests {
  /// RFC 8032 §7.1: seed, public key, message, signature.
  static let vectors = [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
      "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
  ]

  @Test("the vectors of RFC 8032", arguments: 0..<3)
  func vectors(index: Int) throws {
    let (seed, publicKey, message, signature) = Self.vectors[index]
    let key = try Ed25519.PrivateKey(seed: bytes(seed))
    #expect(key.publicKey == bytes(publicKey))
    #expect(key.sign(bytes(message)) == bytes(signature))
    #expect(
      Ed25519.verify(
        publicKey: bytes(publicKey), message: bytes(message), signature: bytes(signature)))
  }

  @Test("a signature with a changed bit, another message or another length is none")
  func wrong() {
    let (_, publicKey, message, signature) = Self.vectors[2]
    for index in stride(from: 0, to: 64, by: 5) {
      var changed = bytes(signature)
      changed[index] ^= 1
      #expect(
        !Ed25519.verify(publicKey: bytes(publicKey), message: bytes(message), signature: changed))
    }
    for length in [0, 63, 65] {
      let other = Array((bytes(signature) + [0]).prefix(length))
      #expect(
        !Ed25519.verify(publicKey: bytes(publicKey), message: bytes(message), signature: other))
    }
    #expect(
      !Ed25519.verify(
        publicKey: Array(bytes(publicKey).dropLast()), message: [], signature: bytes(signature)))
  }

  @Test("S beyond the group's order is refused (RFC 8032 §5.1.7)")
  func malleable() {
    let (_, publicKey, message, signature) = Self.vectors[0]
    let order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
    var changed = bytes(signature)
    var carry = 0
    for index in 0..<32 {
      carry += Int(changed[32 + index]) + Int(order[index])
      changed[32 + index] = UInt8(carry & 255)
      carry >>= 8
    }
    #expect(
      !Ed25519.verify(publicKey: bytes(publicKey), message: bytes(message), signature: changed))
  }

  @Test("a public key of small order, under which one signature fits many messages, is refused")
  func smallOrder() {
    let identity = [1] + [UInt8](repeating: 0, count: 31)
    // R = identity, S = 0 satisfies the equation for every message.
    let signature = identity + [UInt8](repeating: 0, count: 32)
    #expect(!Ed25519.verify(publicKey: identity, message: [1, 2, 3], signature: signature))
    #expect(
      !Ed25519.verify(
        publicKey: [UInt8](repeating: 0, count: 32), message: [], signature: signature))
  }

  @Test("SHA-256 of the NIST examples, in one go and in pieces")
  func digests() {
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(SHA256.digest(Array("abc".utf8)) == bytes(abc))
    #expect(
      SHA256.digest([])
        == bytes("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"))
    let pieces = SHA256()
    for byte in "abc".utf8 { pieces.update([byte]) }
    #expect(SHA256.mediaDigest(pieces.finish()).description == abc)
  }

  @Test("the thumbprint of RFC 8037 appendix A.3, and a key's way through its file")
  func webKeys() throws {
    let publicKey = try #require(Base64URL.decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"))
    #expect(JSONWebKey.thumbprint(publicKey) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
    let key = try Ed25519.PrivateKey()
    #expect(try JSONWebKey.privateKey(JSONWebKey.encode(key)).publicKey == key.publicKey)
    guard case .object(var members) = JSONWebKey.encode(key) else { return }
    members.removeAll { $0.name == "x" }
    members.append(.init("x", .string(Base64URL.encode(publicKey))))
    #expect(throws: Malformed.self) { try JSONWebKey.privateKey(.object(members)) }
  }

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

  @Test("openssl accepts our certificates for what they are for, and for nothing else")
  func certificates() throws {
    let folder = TemporaryFolder()
    let authority = try CertificateAuthority(commonName: "Test authority", days: 10)
    let client = try authority.issue(
      commonName: "nha-1", for: TLSKey(), purpose: .client, days: 5)
    let server = try authority.issue(
      commonName: "broker", for: TLSKey(),
      purpose: .server(names: ["DNS:localhost", "IP:127.0.0.1"]),
      days: 5)
    for (name, certificate) in [
      ("ca", authority.certificate), ("client", client), ("server", server),
    ] {
      try Data(certificate.pem()).write(to: URL(fileURLWithPath: folder.file(name)))
    }
    func verify(_ name: String, _ purpose: String) throws -> Int32 {
      try ChildProcess.run(
        "openssl",
        [
          "verify", "-x509_strict", "-CAfile", folder.file("ca"), "-purpose", purpose,
          folder.file(name),
        ]
      ).code
    }
    #expect(try verify("client", "sslclient") == 0)
    #expect(try verify("server", "sslserver") == 0)
    #expect(try verify("client", "sslserver") != 0)
    #expect(try verify("server", "sslclient") != 0)
    let text = try ChildProcess.run(
      "openssl", ["x509", "-in", folder.file("server"), "-noout", "-text"]
    ).output
    #expect(text.contains("DNS:localhost, IP Address:127.0.0.1"))
    #expect(text.contains("CA:FALSE"))
    let key = try TLSKey()
    #expect(try TLSKey(pem: key.pem()).pem() == key.pem())
    #expect(throws: OpenSSLError.self) { try TLSKey(pem: Array("no key".utf8)) }
  }
}
