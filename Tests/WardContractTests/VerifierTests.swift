import Signatures
import Testing
import WardContract

@Suite("What is believed (R-37: nothing unsigned is played)") struct VerifierTests {
  let ward = Ward()

  private func refusal(_ envelope: [UInt8], area: Area = Ward.area) -> String {
    switch ward.verify(envelope, area: area) {
    case .success: "believed"
    case .failure(let refusal): refusal.code
    }
  }

  @Test("an editor and another person's approver are believed")
  func believed() throws {
    let bulletin = ward.bulletin()
    let envelope = ward.sign(bulletin, [ward.editor, ward.approver])
    #expect(try ward.verify(envelope).get() == bulletin)
  }

  @Test("one emergency key is believed in an emergency, and only there")
  func emergency() {
    #expect(refusal(ward.sign(ward.bulletin(.emergency), [ward.emergency])) == "believed")
    #expect(refusal(ward.sign(ward.bulletin(), [ward.emergency])) == "not-entitled")
    #expect(
      refusal(ward.sign(ward.bulletin(.emergency), [ward.editor, ward.approver])) == "not-entitled")
  }

  @Test("an editor alone, an approver alone and the desk are not entitled")
  func notEntitled() {
    for keys in [[ward.editor], [ward.approver], [ward.desk], [ward.editor, ward.desk]] {
      #expect(refusal(ward.sign(ward.bulletin(), keys)) == "not-entitled")
    }
  }

  @Test("editor and approver must be two people")
  func samePerson() {
    var one = ward
    one.keyring.keys[1].holder = one.keyring.keys[0].holder
    let envelope = one.sign(one.bulletin(), [one.editor, one.approver])
    #expect(throws: Refusal.samePerson) { try one.verify(envelope).get() }
  }

  @Test("a stranger's key, and a stranger's signature under a known name, are refused")
  func forged() {
    #expect(refusal(ward.sign(ward.bulletin(), [ward.stranger])) == "unknown-key")
    let name = JSONWebKey.thumbprint(ward.editor.publicKey)
    let stranger = ward.stranger
    let forged = Envelope.sign(
      ward.bulletin().json, as: .bulletin, by: [(name, { stranger.sign($0) })])
    #expect(refusal(forged) == "bad-signature")
  }

  @Test("a changed word makes every signature wrong")
  func changed() throws {
    let good = ward.sign(ward.bulletin(), [ward.editor, ward.approver])
    var other = ward.bulletin()
    other.headline = "Họp tổ dân phố lúc nửa đêm"
    let json = try JSONParser.parse(good)
    let tampered = JSONValue.members([
      "payload": .string(Base64URL.encode(other.json.bytes)), "signatures": json["signatures"],
    ]).bytes
    #expect(refusal(tampered) == "bad-signature")
  }

  @Test("a bad signature among good ones is refused as a whole")
  func oneBad() throws {
    let good = try JSONParser.parse(ward.sign(ward.bulletin(), [ward.editor, ward.approver]))
    let bad = try JSONParser.parse(ward.sign(ward.bulletin(.priority), [ward.desk]))
    guard case .array(let first) = good["signatures"], case .array(let second) = bad["signatures"]
    else { return }
    let mixed = JSONValue.members([
      "payload": good["payload"], "signatures": .array(first + second),
    ]).bytes
    #expect(refusal(mixed) == "bad-signature")
  }

  @Test("a key before its time, after its time, and a revoked one are refused")
  func times() {
    for (from, until, code) in [
      (1, 2, "expired-key"), (-2, 0, "expired-key"), (-2, -1, "expired-key"),
    ] {
      var late = ward
      late.keyring.keys[0].validFrom = Ward.now + Int64(from) * 1_000
      late.keyring.keys[0].validUntil = Ward.now + Int64(until) * 1_000
      let envelope = late.sign(late.bulletin(), [late.editor, late.approver])
      guard case .failure(let refusal) = late.verify(envelope) else {
        Issue.record("believed")
        continue
      }
      #expect(refusal.code == code)
    }
    var revoked = ward
    // Even if the revocation came after the signature: a thief can date it back.
    revoked.keyring.keys[1].revokedAt = Ward.now + 60_000
    let envelope = revoked.sign(revoked.bulletin(), [revoked.editor, revoked.approver])
    guard case .failure(.revokedKey) = revoked.verify(envelope) else {
      Issue.record("a revoked key was believed")
      return
    }
  }

  @Test("a key of another area, and a bulletin under another area's topic, are refused")
  func areas() {
    let neighbour = Area("01.00082")!
    var abroad = ward
    abroad.keyring.keys[0].areas = [Area("01.00004.tdp-12")!]
    let envelope = abroad.sign(abroad.bulletin(), [abroad.editor, abroad.approver])
    guard case .failure(.wrongArea) = abroad.verify(envelope) else {
      Issue.record("a key spoke for more than its area")
      return
    }
    let good = ward.sign(ward.bulletin(), [ward.editor, ward.approver])
    #expect(refusal(good, area: neighbour) == "wrong-topic")
    #expect(throws: Refusal.wrongTopic) { try ward.verify(good, identifier: "tin-2").get() }
  }

  @Test("signatures of another kind of content don't count for a bulletin")
  func wrongType() {
    let envelope = ward.sign(
      ward.bulletin().json, [ward.editor, ward.approver], as: .acknowledgement)
    #expect(refusal(envelope) == "wrong-type")
  }

  @Test("a keyring is believed from the root key alone, and for its own area")
  func keyrings() throws {
    let json = ward.keyring.json
    let good = ward.sign(json, [ward.root], as: .keyring)
    let read = try Verifier.sodium.keyring(good, area: Ward.area, root: ward.root.publicKey)
    #expect(read == ward.keyring)
    #expect(throws: Refusal.badSignature("root")) {
      try Verifier.sodium.keyring(
        ward.sign(json, [ward.stranger], as: .keyring), area: Ward.area, root: ward.root.publicKey)
    }
    #expect(throws: Refusal.wrongTopic) {
      try Verifier.sodium.keyring(good, area: Area("01")!, root: ward.root.publicKey)
    }
    #expect(throws: Refusal.wrongType) {
      try Verifier.sodium.keyring(
        ward.sign(json, [ward.root]), area: Ward.area, root: ward.root.publicKey)
    }
  }

  @Test("a desk key signs indexes and acknowledgements; an editor's does not")
  func deskContent() throws {
    let index = BoardIndex(
      area: Ward.area, sequence: 1, time: Ward.now, nextDue: Ward.now + 300_000, entries: [])
    let good = ward.sign(index.json, [ward.desk], as: .boardIndex)
    let read = try Verifier.sodium.boardIndex(good, area: Ward.area, keyrings: [ward.keyring])
    #expect(read == index)
    #expect(throws: Refusal.notEntitled) {
      try Verifier.sodium.boardIndex(
        ward.sign(index.json, [ward.editor], as: .boardIndex), area: Ward.area,
        keyrings: [ward.keyring])
    }
    let word = Acknowledgement(
      terminal: Identifier("nha-1")!, ledger: Identifier("so-1")!, sequences: [1, 2],
      time: Ward.now)
    let signed = ward.sign(word.json, [ward.desk], as: .acknowledgement)
    #expect(throws: Refusal.wrongTopic) {
      try Verifier.sodium.acknowledgement(
        signed, terminal: Identifier("nha-2")!, area: Ward.area, keyrings: [ward.keyring])
    }
  }

  @Test("every cut and every flipped bit of a good envelope is refused, and nothing crashes")
  func damaged() {
    let good = ward.sign(ward.bulletin(), [ward.editor, ward.approver])
    for end in stride(from: 0, to: good.count, by: 7) {
      #expect(refusal(Array(good[..<end])) != "believed")
    }
    for index in stride(from: 0, to: good.count, by: 3) {
      var flipped = good
      flipped[index] ^= 1 << UInt8(index % 8)
      if flipped != good { #expect(refusal(flipped) != "believed", "byte \(index)") }
    }
  }
}
