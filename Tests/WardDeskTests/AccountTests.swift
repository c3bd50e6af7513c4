import Glibc
import SQLite
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("Accounts") struct AccountTests {
  let rig: OfficeRig
  var office: OfficeStore { rig.office }
  static let now = OfficeRig.now
  let lan = Identifier("lan")!

  init() throws { rig = try OfficeRig() }

  @Test("the first start makes one administrator without a password; later ones give new codes")
  func first() throws {
    let first = try #require(try office.firstInvitation(at: Self.now))
    let second = try #require(try rig.reopened().firstInvitation(at: Self.now))
    #expect(first != second)
    #expect(try office.invitation(first, at: Self.now) == nil)
    let accounts = try office.accounts()
    #expect(accounts.map(\.name.description) == ["quan-tri"])
    #expect(accounts[0].isAdministrator && !accounts[0].isSetUp)
    #expect(throws: SignInRefusal.wrong) { try rig.password("quan-tri", at: Self.now) }
    try rig.setUp(second)
    #expect(try office.firstInvitation(at: Self.now) == nil)
    _ = try rig.signIn("quan-tri", at: Self.now.minutes(1))
  }

  @Test("the file is its owner's alone, and has neither codes nor passwords in it")
  func secrets() throws {
    let code = try #require(try office.firstInvitation(at: Self.now))
    let recovery = try rig.setUp(code)
    let token = try rig.signIn("quan-tri", at: Self.now.minutes(1))
    try office.database.run("PRAGMA wal_checkpoint(TRUNCATE)")
    var status = stat()
    let path = rig.folder.file("office.db")
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    let bytes = try readAll(path)
    for secret in [code, token, OfficeRig.password] + recovery {
      #expect(!bytes.contains(secret), "\(secret) is in the file")
    }
    #expect(bytes.contains(OfficeRig.hash))
  }

  private func readAll(_ path: String) throws -> String {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  @Test("an invitation counts once, for three days, and not for a locked account")
  func invitations() throws {
    try office.makeAccount(lan, fullName: "Trần Thị Lan", by: .server, at: Self.now)
    let code = try office.invite(lan, by: .server, at: Self.now)
    #expect(try office.invitation(code, at: Self.now + (Invitation.milliseconds - 1)) != nil)
    #expect(try office.invitation(code, at: Self.now + Invitation.milliseconds) == nil)
    try office.setLocked(true, lan, by: .server, at: Self.now)
    #expect(try office.invitation(code, at: Self.now) == nil)
    try office.setLocked(false, lan, by: .server, at: Self.now)
    #expect(throws: AccountFault.code) {
      try office.setUp(
        invitation: code, fullName: "Lan", passwordHash: OfficeRig.hash, code: "000000", from: "",
        at: Self.now)
    }
    #expect(try office.account(lan)?.fullName == "Trần Thị Lan")
    #expect(try rig.setUp(code).count == OfficeStore.recoveryCodes)
    #expect(throws: AccountFault.invitation) {
      try office.setUp(
        invitation: code, fullName: "Lan", passwordHash: OfficeRig.hash, code: "000000", from: "",
        at: Self.now)
    }
  }

  @Test("an account that is set up anew loses its sessions, recovery codes and old second factor")
  func anew() throws {
    let old = try rig.person("lan")
    let token = try rig.signIn("lan", at: Self.now.minutes(1))
    let code = try office.invite(lan, by: .server, at: Self.now.minutes(2))
    #expect(try office.session(token, at: Self.now.minutes(2)) != nil)
    let new = try rig.setUp(code, at: Self.now.minutes(3))
    #expect(try office.session(token, at: Self.now.minutes(3)) == nil)
    let pending = try rig.password("lan", at: Self.now.minutes(4))
    #expect(throws: SignInRefusal.wrong) {
      try office.confirm(pending, code: old[0], from: "", browser: "", at: Self.now.minutes(4))
    }
    _ = try office.confirm(pending, code: new[0], from: "", browser: "", at: Self.now.minutes(4))
  }

  @Test("a new password ends the other sessions; a new second factor counts when its app shows it")
  func changes() throws {
    let now = Self.now.minutes(5)
    let old = try rig.person("lan")
    let here = try rig.signIn("lan", at: Self.now.minutes(1))
    let there = try rig.signIn("lan", at: Self.now.minutes(2))
    let session = try #require(try office.session(here, at: now))
    let origin = AuditOrigin(account: lan, address: "")
    try office.setPassword(hash: OfficeRig.hash, of: session, by: origin, at: now)
    #expect(try office.session(here, at: now) != nil)
    #expect(try office.session(there, at: now) == nil)
    #expect(throws: AccountFault.code) {
      try office.takeSecondFactor("000000", in: session, by: origin, at: now)
    }
    let secret = try office.offerSecondFactor(to: session)
    #expect(throws: AccountFault.code) {
      try office.takeSecondFactor(rig.code("lan", at: now), in: session, by: origin, at: now)
    }
    let code = TimeCode.code(secret: secret, step: TimeCode.step(atMilliseconds: now.milliseconds))
    let new = try office.takeSecondFactor(code, in: session, by: origin, at: now)
    #expect(Set(new).isDisjoint(with: old))
    #expect(throws: AccountFault.code) {
      try office.takeSecondFactor(code, in: session, by: origin, at: now)
    }
  }

  @Test("roles belong to one ward; those of another give nothing there")
  func roles() throws {
    let other = try #require(Area("01.00005"))
    try rig.person("lan")
    try office.setRoles(
      [.editor, .viewer], of: lan, in: OfficeRig.ward, by: .server, at: Self.now)
    try office.setRoles([.operator], of: lan, in: other, by: .server, at: Self.now)
    try office.setRoles([], of: lan, in: other, by: .server, at: Self.now)
    try office.setRoles([.editor], of: lan, in: OfficeRig.ward, by: .server, at: Self.now)
    let account = try #require(try office.account(lan))
    #expect(account.roles == [OfficeRig.ward: [.editor]])
    #expect(account.has(.approver, .editor, in: OfficeRig.ward))
    #expect(!account.has(.approver, in: OfficeRig.ward))
    #expect(!account.has(.editor, in: other))
    #expect(!account.has(.editor, in: Area("01")!))
    let rows = try office.audit(ward: other)
    #expect(rows.map(\.entry.details) == ["", "operator"])
  }

  @Test("somebody is always left who can look after the server")
  func lastAdministrator() throws {
    try rig.person("lan", isAdministrator: true)
    try office.makeAccount(
      Identifier("mai")!, fullName: "Mai", isAdministrator: true, by: .server, at: Self.now)
    #expect(throws: AccountFault.lastAdministrator) {
      try office.setLocked(true, lan, by: .server, at: Self.now)
    }
    #expect(throws: AccountFault.lastAdministrator) {
      try office.setAdministrator(false, lan, by: .server, at: Self.now)
    }
    try rig.setUp(office.invite(Identifier("mai")!, by: .server, at: Self.now))
    try office.setAdministrator(false, lan, by: .server, at: Self.now)
    #expect(throws: AccountFault.lastAdministrator) {
      try office.setLocked(true, Identifier("mai")!, by: .server, at: Self.now)
    }
  }

  @Test(
    "names are one person's each, and can be shown", arguments: ["", "  ", "a\nb", "\u{202E}nal"])
  func names(_ fullName: String) throws {
    #expect(throws: AccountFault.fullName) {
      try office.makeAccount(lan, fullName: fullName, by: .server, at: Self.now)
    }
    try office.makeAccount(lan, fullName: "La\u{0302}n", by: .server, at: Self.now)
    #expect(try office.account(lan)?.fullName.unicodeScalars.count == 3)
    #expect(throws: AccountFault.nameTaken) {
      try office.makeAccount(lan, fullName: "Lan", by: .server, at: Self.now)
    }
    #expect(try office.account(Identifier("mai")!) == nil)
    #expect(throws: AccountFault.unknown) {
      try office.setRoles(
        [.editor], of: Identifier("mai")!, in: OfficeRig.ward, by: .server, at: Self.now)
    }
  }

  @Test("an app can take over the second factor, whatever the ward is called")
  func address() {
    #expect(
      SecondFactor.address(Array("12345678901234567890".utf8), account: lan, place: "phường Ba")
        == "otpauth://totp/LoaNha%20ph%C6%B0%E1%BB%9Dng%20Ba:lan"
        + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=LoaNha%20ph%C6%B0%E1%BB%9Dng%20Ba"
        + "&algorithm=SHA1&digits=6&period=30")
  }
}

@Suite("What a password must be") struct PasswordRulesTests {
  private func fault(_ password: String) -> PasswordFault? {
    PasswordRules.fault(
      in: password, name: Identifier("nguyen-van-an")!, fullName: "Nguyễn Văn An")
  }

  @Test(
    "long and somebody's own: that is enough",
    arguments: [
      "con mèo trèo cây cau", "correct horse battery", "mưa rơi nhè nhẹ", "thứ hai em đi chợ",
      "Nguyễn Văn An ở nhà",
    ])
  func good(_ password: String) { #expect(fault(password) == nil) }

  @Test("eleven characters are too few, twelve do, whatever letters they are")
  func short() {
    #expect(fault("ợợợợợợợợợợợ") == .short)
    #expect(fault("mưa rơi nhẹ") == .short)
    #expect(fault("mưa rơi nhẹ!") == nil)
    #expect(fault(String(repeating: "mưa rơi ", count: 200)) == .long)
  }

  @Test(
    "the account's name and the person's are refused, with marks or without, twice or numbered",
    arguments: ["nguyen-van-an", "Nguyễn Văn An", "nguyenvanan1990", "nguyenvanannguyenvanan"])
  func name(_ password: String) { #expect(fault(password) == .name) }

  @Test(
    "what many people have is refused",
    arguments: [
      "123456789012", "matkhau12345", "Mật khẩu 1234", "passwordpassword", "qwertyuiop12",
      "anhyeuem1234", "abababababab", "............", "Administrator1", "loaphuong2026",
    ])
  func common(_ password: String) { #expect(fault(password) == .common) }
}
