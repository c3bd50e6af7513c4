import SQLite
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("The audit log") struct AuditLogTests {
  let rig: OfficeRig
  var office: OfficeStore { rig.office }
  static let origin = AuditOrigin(account: Identifier("lan")!, address: "192.0.2.7")

  init() throws {
    rig = try OfficeRig()
    for number in 1...5 { try record("item-\(number)") }
  }

  private func record(_ subject: String, ward: Area? = OfficeRig.ward) throws {
    try office.record(
      AuditEntry(.locked, of: subject, ward: ward, by: Self.origin, at: OfficeRig.now))
  }

  /// Changes the file as somebody does who can write it and has taken the triggers away.
  private func tamper(_ sql: String) throws {
    try office.database.run("DROP TRIGGER audit_UPDATE; DROP TRIGGER audit_DELETE; \(sql)")
  }

  @Test("what was written down is read as it was, the newest first, and the chain holds")
  func reading() throws {
    try record("server", ward: nil)
    let rows = try office.audit()
    #expect(rows.map(\.number) == [6, 5, 4, 3, 2, 1])
    #expect(
      rows[1].entry
        == AuditEntry(
          .locked, of: "item-5", ward: OfficeRig.ward, by: Self.origin, at: OfficeRig.now))
    #expect(try office.audit(before: 4, limit: 2).map(\.number) == [3, 2])
    #expect(try office.audit(ward: OfficeRig.ward).first?.number == 5)
    #expect(try office.verifyAudit() == nil)
    #expect(try rig.reopened().verifyAudit() == nil)
  }

  @Test("the database itself refuses to change or remove a row")
  func appendOnly() throws {
    for change in ["DELETE FROM audit", "UPDATE audit SET subject = 'x' WHERE number = 2"] {
      #expect(throws: DatabaseError.self) { try office.database.run(change) }
    }
    #expect(throws: DatabaseError.self) {
      try office.database.run("INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 2")
    }
    #expect(try office.verifyAudit() == nil)
  }

  @Test(
    "whatever somebody changes in a row, the check names that row",
    arguments: [
      "time = time + 1", "account = NULL", "account = 'mai'", "address = ''", "ward = NULL",
      "action = 'unlocked'", "subject = 'item-4'", "details = 'x'", "digest = zeroblob(32)",
      "time = '1'",
    ])
  func changed(_ change: String) throws {
    try tamper("UPDATE audit SET \(change) WHERE number = 3")
    #expect(try office.verifyAudit() == .changed(3))
  }

  @Test("a row that was changed together with its digest breaks the chain at the next one")
  func changedWithDigest() throws {
    let rows = try office.database.query("SELECT \(AuditEntry.columns) FROM audit ORDER BY number")
    var columns = Array(rows[2][..<8])
    columns[6] = .text("another")
    let digest = AuditRow.digest(columns[...], after: try #require(rows[1][8].blob))
    try tamper("UPDATE audit SET subject = 'another' WHERE number = 3")
    try office.database.query("UPDATE audit SET digest = ? WHERE number = 3", [.blob(digest)])
    #expect(try office.verifyAudit() == .changed(4))
  }

  @Test("a row that is gone, and one that changed its place, are noticed")
  func missing() throws {
    try tamper("DELETE FROM audit WHERE number = 3")
    #expect(try office.verifyAudit() == .missing(3))
    try office.database.run("UPDATE audit SET number = number - 1 WHERE number > 3")
    #expect(try office.verifyAudit() == .changed(3))
  }

  @Test("a chain that was made anew from some row on differs in its newest digest")
  func newest() throws {
    let before = try #require(try office.audit(limit: 1).first?.digest)
    try tamper("DELETE FROM audit WHERE number = 5")
    try record("another")
    #expect(try office.verifyAudit() == nil)
    #expect(try office.audit(limit: 1).first?.digest != before)
  }

  @Test("more rows than are read at once are all checked")
  func many() throws {
    try office.transaction {
      for number in 6...2_100 {
        try office.append(
          AuditEntry(.signedIn, of: "\(number)", by: Self.origin, at: OfficeRig.now))
      }
    }
    #expect(try office.verifyAudit() == nil)
    try tamper("UPDATE audit SET subject = '' WHERE number = 2100")
    #expect(try office.verifyAudit() == .changed(2_100))
  }

  @Test("what is done and what is written down of it are one: neither without the other")
  func together() throws {
    try office.database.run(
      "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END")
    #expect(throws: DatabaseError.self) {
      try office.makeAccount(
        Identifier("mai")!, fullName: "Mai", by: Self.origin, at: OfficeRig.now)
    }
    #expect(try office.account(Identifier("mai")!) == nil)
  }

  @Test("long words are cut, and a script in them stays what it is: words")
  func words() throws {
    try record("<script>" + String(repeating: "ợ", count: 1_000))
    let subject = try #require(try office.audit(limit: 1).first?.entry.subject)
    #expect(subject.hasPrefix("<script>") && subject.count == 400)
    #expect(try office.verifyAudit() == nil)
  }
}
