import Foundation
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("What waits to be signed") struct SubmissionTests {
  let office: Office
  init() throws { office = try Office() }

  @Test("an editor's and an approver's signature hang it, neither alone, in either order")
  func two() throws {
    for (name, roles) in [("a", [Role.editor, .approver]), ("b", [.approver, .editor])] {
      let number = try office.submit(Office.bulletin(name))
      #expect(try office.sign(number, roles[0], by: "lan") == nil)
      #expect(try office.store.newest(Identifier(name)!) == nil)
      let keyring = try office.ward.keyring()
      #expect(try office.store.submission(number).missingRoles(under: keyring) == [roles[1]])
      #expect(try office.sign(number, roles[1], by: "minh") == Office.bulletin(name))
      let submission = try office.store.submission(number)
      #expect(submission.state == .hung && submission.decidedBy == "minh")
    }
    #expect(try office.store.board().count == 2)
  }

  @Test("what hangs is what a home believes")
  func believed() throws {
    let number = try office.submit()
    try office.sign(number, .editor, by: "lan")
    try office.sign(number, .approver, by: "minh")
    let post = try #require(try office.store.newest(Identifier("tin-1")!))
    let bulletin = try Verifier.sodium.bulletin(
      post.envelope, topicArea: office.ward.area, identifier: Identifier("tin-1")!,
      keyrings: [office.ward.keyring()])
    #expect(bulletin == Office.bulletin())
  }

  @Test("an emergency key alone hangs an emergency, and nothing else")
  func emergency() throws {
    let fire = try office.submit(Office.bulletin("chay", .emergency))
    #expect(throws: SubmissionFault.notNeeded(.editor)) {
      try office.sign(fire, .editor, by: "lan")
    }
    #expect(try office.sign(fire, .emergency, by: "minh") != nil)
    let notice = try office.submit()
    #expect(throws: SubmissionFault.notNeeded(.emergency)) {
      try office.sign(notice, .emergency, by: "minh")
    }
    #expect(throws: SubmissionFault.notNeeded(.desk)) { try office.sign(notice, .desk, by: "x") }
  }

  @Test("of two who approve at once one wins, and the other is told by whom")
  func twoApprovers() throws {
    let number = try office.submit()
    try office.sign(number, .editor, by: "lan")
    let other = try DeskStore(path: office.ward.databasePath)
    let later = Office.now + 1_000
    try office.sign(number, .approver, by: "minh", at: later)
    #expect(throws: SubmissionFault.decided(.hung, by: "minh", at: later)) {
      try office.sign(number, .approver, by: "hoa", at: later + 1_000, in: other)
    }
    #expect(throws: SubmissionFault.decided(.hung, by: "minh", at: later)) {
      try other.decide(number, as: .returned, note: "Sai ngày", by: "hoa", at: later + 1_000)
    }
    #expect(try office.store.board().count == 1)
  }

  @Test("of many connections that sign at the same moment exactly one hangs it")
  func race() async throws {
    let number = try office.submit()
    try office.sign(number, .editor, by: "lan")
    let made = try office.signature(.approver, of: number)
    let ward = office.ward
    let hung = await withTaskGroup(of: Bool.self) { group in
      for index in 0..<8 {
        group.addTask {
          let post = try? ward.add(
            made.bytes, of: made.key, to: number, in: DeskStore(path: ward.databasePath),
            by: "nguoi-\(index)", at: Office.now)
          return post != nil
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(hung == 1)
  }

  @Test("a signature over other bytes, of a stranger or of a revoked key is not kept")
  func notBelieved() throws {
    let number = try office.submit()
    let other = try office.submit(Office.bulletin("tin-2"))
    let editor = try office.signature(.editor, of: number)
    func add(_ bytes: [UInt8], _ key: String, _ number: Int64) throws {
      _ = try office.ward.add(
        bytes, of: key, to: number, in: office.store, by: "lan", at: Office.now)
    }
    #expect(throws: SubmissionFault.notBelieved(.badSignature(editor.key))) {
      try add(editor.bytes, editor.key, other)
    }
    #expect(throws: SubmissionFault.notBelieved(.badSignature(editor.key))) {
      try add(Array(editor.bytes.dropLast()), editor.key, number)
    }
    let stranger = try Ed25519.PrivateKey()
    let name = JSONWebKey.thumbprint(stranger.publicKey)
    let input = try office.store.submission(number).request(to: name).signingInput
    #expect(throws: SubmissionFault.notBelieved(.unknownKey(name))) {
      try add(stranger.sign(input), name, number)
    }
    let lost = try Ed25519.PrivateKey()
    let lostName = try enrol(lost, holder: "lan", role: .editor)
    _ = try office.ward.revoke(lostName, now: Office.now)
    let lostInput = try office.store.submission(number).request(to: lostName).signingInput
    #expect(throws: SubmissionFault.notBelieved(.revokedKey(lostName))) {
      try add(lost.sign(lostInput), lostName, number)
    }
    #expect(try office.store.submission(number).signatures.isEmpty)
  }

  @Test("a signature whose key was revoked meanwhile counts no more: another editor signs")
  func revokedMeanwhile() throws {
    let number = try office.submit()
    let key = try Ed25519.PrivateKey()
    let name = try enrol(key, holder: "lan", role: .editor)
    let input = try office.store.submission(number).request(to: name).signingInput
    _ = try office.ward.add(
      key.sign(input), of: name, to: number, in: office.store, by: "lan", at: Office.now)
    _ = try office.ward.revoke(name, now: Office.now)
    #expect(try office.sign(number, .approver, by: "minh") == nil)
    let keyring = try office.ward.keyring()
    #expect(try office.store.submission(number).missingRoles(under: keyring) == [.editor])
    #expect(try office.store.board().isEmpty)
  }

  @Test("one person with both roles does not agree with themselves")
  func samePerson() throws {
    let key = try Ed25519.PrivateKey()
    let name = try enrol(key, holder: "editor", role: .approver)
    let number = try office.submit()
    try office.sign(number, .editor, by: "lan")
    let input = try office.store.submission(number).request(to: name).signingInput
    #expect(throws: SubmissionFault.notBelieved(.samePerson)) {
      try office.ward.add(
        key.sign(input), of: name, to: number, in: office.store, by: "lan", at: Office.now)
    }
  }

  @Test("nobody signs twice, and the same revision waits once")
  func once() throws {
    let number = try office.submit()
    try office.sign(number, .editor, by: "lan")
    #expect(throws: SubmissionFault.signedAlready) { try office.sign(number, .editor, by: "lan") }
    #expect(throws: SubmissionFault.waitsAlready(number)) { try office.submit() }
    try office.store.decide(number, as: .withdrawn, by: "lan", at: Office.now)
    let again = try office.submit()
    try office.sign(again, .editor, by: "lan")
    try office.sign(again, .approver, by: "minh")
    #expect(throws: SubmissionFault.superseded(revision: 1)) { try office.submit() }
  }

  @Test("what another revision overtook while it waited does not hang")
  func overtaken() throws {
    let number = try office.submit()
    try office.sign(number, .editor, by: "lan")
    _ = try office.ward.sign(
      Office.bulletin(revision: 3), keyPaths: office.ward.usualKeyPaths(.ordinary))
    #expect(throws: SubmissionFault.superseded(revision: 3)) {
      try office.sign(number, .approver, by: "minh")
    }
    #expect(try office.store.board().map(\.bulletin.revision) == [3])
  }

  @Test("what nobody would hear any more is not signed: its session is over, or it has expired")
  func late() throws {
    let number = try office.submit()
    try office.sign(number, .editor, by: "lan")
    let end = Instant("2026-11-24T07:15:00+07:00")!
    #expect(throws: SubmissionFault.sessionOver(end)) {
      try office.sign(number, .approver, by: "minh", at: end)
    }
    var fire = Office.bulletin("chay", .emergency)
    fire.expires = Office.now + 60_000
    let expired = try office.submit(fire)
    #expect(throws: SubmissionFault.expired(fire.expires)) {
      try office.sign(expired, .emergency, by: "minh", at: fire.expires)
    }
  }

  @Test("a returned one keeps its note and its signatures; it can be found")
  func returned() throws {
    let number = try office.submit()
    try office.sign(number, .editor, by: "lan")
    try office.store.decide(number, as: .returned, note: "Sai ngày họp", by: "minh", at: Office.now)
    let reopened = try DeskStore(path: office.ward.databasePath)
    let found = try #require(try reopened.submissions(in: [.returned]).first)
    #expect(found.note == "Sai ngày họp" && found.decidedBy == "minh")
    #expect(found.signatures.map(\.account) == ["lan"])
    #expect(try reopened.submissions(in: [.waiting]).isEmpty)
    #expect(throws: SubmissionFault.unknown(99)) { try reopened.submission(99) }
  }

  @Test("what breaks a rule of broadcasting, or is for another ward, is not taken")
  func rules() throws {
    var abroad = Office.bulletin()
    abroad.areas = [Area("01.00082")!]
    #expect(throws: DeskError.self) { try office.submit(abroad) }
    var wordless = Office.bulletin()
    wordless.regulation.contentClass = nil
    #expect(throws: DeskError.self) { try office.submit(wordless) }
    var fraction = Office.bulletin()
    fraction.sent = Office.now + 1
    #expect(throws: SubmissionFault.changesWhenRead) { try office.submit(fraction) }
  }

  @Test("a correction is the next revision, an all-clear silences what it ends")
  func revisions() throws {
    let fire = try office.submit(Office.bulletin("chay", .emergency))
    try office.sign(fire, .emergency, by: "minh")
    let later = Office.now + 60_000
    let current = try office.store.current(Identifier("chay")!, at: later)
    let correction = current.correction(at: later)
    #expect(correction.revision == 2 && correction.messageType == .update)
    let clear = current.withdrawal(headline: "Đám cháy đã được dập tắt", at: later)
    #expect(clear.messageType == .cancel && clear.instruction == nil)
    let number = try office.ward.submit(clear, to: office.store, by: "minh", at: later)
    try office.sign(number, .emergency, by: "minh", at: later)
    #expect(throws: DeskError.self) {
      try office.store.current(Identifier("chay")!, at: later)
    }
  }

  /// Has the root take up a key; returns its name.
  private func enrol(_ key: Ed25519.PrivateKey, holder: String, role: Role) throws -> String {
    let holder = Identifier(holder)!
    let proof = key.sign(
      KeyRequest.proof(
        area: office.ward.area, holder: holder, role: role, publicKey: key.publicKey))
    try office.store.requestKey(
      key.publicKey, holder: holder, title: "Lan", role: role, proof: proof,
      area: office.ward.area, by: "lan", at: Office.now)
    let request = try #require(try office.store.keyRequests().first)
    _ = try office.ward.accept(
      request, code: KeyRequest.code(of: key.publicKey), now: Office.now)
    return request.keyIdentifier
  }
}
