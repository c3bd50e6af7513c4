import SQLite
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("Signing in") struct SignInTests {
  let rig: OfficeRig
  var office: OfficeStore { rig.office }
  let name = Identifier("lan")!
  let later = OfficeRig.now.minutes(10)

  init() throws {
    rig = try OfficeRig()
    try rig.person("lan")
  }

  @Test("password and code lead to a session of that account; the database has no token")
  func session() throws {
    let attempt = try office.beginSignIn(name: "lan", from: OfficeRig.address, at: later)
    #expect(PasswordHash.verify(OfficeRig.password, attempt.passwordHash))
    let token = try rig.signIn("lan", at: later)
    let session = try #require(try office.session(token, at: later))
    #expect(session.account.name == name && session.isConfirmed)
    #expect(session.address == OfficeRig.address && session.browser == "Firefox")
    let kept = try office.database.query("SELECT digest FROM sessions WHERE confirmed = 1")
    #expect(kept == [[.blob(SHA256.digest(Array(token.utf8)))]])
    #expect(try office.session(token + "A", at: later) == nil)
    #expect(try office.session("", at: later) == nil)
  }

  @Test("a password alone is no way in, and its session ends when the code was shown")
  func half() throws {
    let pending = try rig.password("lan", at: later)
    #expect(try office.session(pending, at: later)?.isConfirmed == false)
    #expect(try office.sessions(of: name, at: later).isEmpty)
    let token = try office.confirm(
      pending, code: rig.code("lan", at: later), from: OfficeRig.address, browser: "", at: later)
    #expect(token != pending)
    #expect(try office.session(pending, at: later) == nil)
    #expect(throws: SignInRefusal.expired) {
      try office.confirm(token, code: "000000", from: "", browser: "", at: later)
    }
  }

  @Test("a code that was accepted is not accepted again, not even by another session")
  func codeOnce() throws {
    let code = try rig.code("lan", at: later)
    _ = try rig.signIn("lan", at: later)
    let second = try rig.password("lan", at: later)
    #expect(throws: SignInRefusal.wrong) {
      try office.confirm(second, code: code, from: OfficeRig.address, browser: "", at: later)
    }
    // Nor is the code that the account was set up with.
    let other = try OfficeRig()
    try other.person("lan")
    #expect(throws: SignInRefusal.wrong) { try other.signIn("lan", at: OfficeRig.now) }
  }

  @Test("five minutes after the password it is too late for the code")
  func late() throws {
    let pending = try rig.password("lan", at: later)
    let late = later.minutes(5)
    #expect(throws: SignInRefusal.expired) {
      try office.confirm(
        pending, code: rig.code("lan", at: late), from: OfficeRig.address, browser: "", at: late)
    }
  }

  @Test("a recovery code counts once, however it is typed, and is told apart in the audit log")
  func recovery() throws {
    let rig = try OfficeRig()
    let code = try #require(try rig.person("mai").first)
    #expect(try rig.office.recoveryCodesLeft(Identifier("mai")!) == 10)
    let typed = " " + code.lowercased().filter { $0 != "-" } + " "
    let pending = try rig.password("mai", at: later)
    _ = try rig.office.confirm(pending, code: typed, from: "", browser: "", at: later)
    #expect(try rig.office.recoveryCodesLeft(Identifier("mai")!) == 9)
    #expect(try rig.office.audit().first?.entry.action == "signed-in-by-recovery-code")
    let again = try rig.password("mai", at: later)
    #expect(throws: SignInRefusal.wrong) {
      try rig.office.confirm(again, code: code, from: "", browser: "", at: later)
    }
  }

  @Test("a session that nobody uses ends after half an hour, every session after twelve")
  func over() throws {
    let token = try rig.signIn("lan", at: later)
    #expect(try office.session(token, at: later.minutes(29)) != nil)
    #expect(try office.session(token, at: later.minutes(58)) != nil)
    #expect(try office.session(token, at: later.minutes(88)) == nil)
    let second = try rig.signIn("lan", at: later.minutes(90))
    var now = later.minutes(90)
    while now < later.minutes(90 + 12 * 60 - 1) {
      #expect(try office.session(second, at: now) != nil)
      now = now.minutes(20)
    }
    #expect(try office.session(second, at: later.minutes(90 + 12 * 60)) == nil)
  }

  @Test("a clock that was put back ends a session instead of prolonging it")
  func clockPutBack() throws {
    let token = try rig.signIn("lan", at: later)
    #expect(try office.session(token, at: later.seconds(-30)) != nil)
    #expect(try office.session(token, at: later.minutes(-60)) == nil)
  }

  @Test("sessions can be listed and ended from elsewhere, but not somebody else's")
  func elsewhere() throws {
    try rig.person("mai")
    let first = try rig.signIn("lan", at: later)
    let second = try rig.signIn("lan", from: "192.0.2.8", at: later.minutes(1))
    let sessions = try office.sessions(of: name, at: later.minutes(1))
    #expect(sessions.map(\.address) == ["192.0.2.8", OfficeRig.address])
    let number = try #require(try office.session(first, at: later)?.number)
    let origin = AuditOrigin(account: Identifier("mai")!, address: "")
    try office.end(number, of: Identifier("mai")!, by: origin, at: later)
    #expect(try office.session(first, at: later.minutes(1)) != nil)
    try office.end(number, of: name, by: origin, at: later)
    #expect(try office.session(first, at: later.minutes(1)) == nil)
    #expect(try office.session(second, at: later.minutes(1)) != nil)
  }

  @Test("a locked account is out at once, and is told so after its password only")
  func locked() throws {
    let token = try rig.signIn("lan", at: later)
    try office.setLocked(true, name, by: .server, at: later)
    #expect(try office.session(token, at: later) == nil)
    #expect(throws: SignInRefusal.locked) { try rig.password("lan", at: later) }
    #expect(throws: SignInRefusal.wrong) { try rig.password("lan", isRight: false, at: later) }
    try office.setLocked(false, name, by: .server, at: later)
    _ = try rig.signIn("lan", at: later.minutes(1))
  }
}

@Suite("Wrong tries at signing in") struct PausesTests {
  let rig: OfficeRig
  let later = OfficeRig.now.minutes(10)

  init() throws {
    rig = try OfficeRig()
    try rig.person("lan")
  }

  /// How long somebody has to wait who tries now; 0 if the try is looked at.
  private func wait(
    _ name: String = "lan", from address: String = OfficeRig.address, at now: Instant,
    in office: OfficeStore? = nil
  ) throws -> Int {
    do {
      _ = try (office ?? rig.office).beginSignIn(name: name, from: address, at: now)
      return 0
    } catch SignInRefusal.wait(let seconds) { return seconds }
  }

  @Test("pauses grow with every wrong try, from wherever, and end at a quarter of an hour")
  func growing() throws {
    var now = later
    var waits: [Int] = []
    for number in 0..<16 {
      let seconds = try wait(from: "192.0.2.\(number)", at: now)
      waits.append(seconds)
      if seconds > 0 {
        now = now.seconds(Int64(seconds))
        #expect(try wait(from: "192.0.2.\(number)", at: now) == 0)
      }
    }
    #expect(waits == [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
  }

  @Test("a try within the pause isn't looked at, and doesn't make the pause longer")
  func within() throws {
    for _ in 0..<4 { _ = try wait(at: later) }
    for _ in 0..<20 { #expect(try wait(at: later) == 2) }
    #expect(try wait(at: later.seconds(2)) == 0)
  }

  @Test("pauses outlive a restart")
  func restart() throws {
    for _ in 0..<4 { _ = try wait(at: later) }
    #expect(try wait(at: later, in: rig.reopened()) == 2)
  }

  @Test("names that aren't there make pauses like names that are")
  func unknown() throws {
    for _ in 0..<4 { #expect(try wait("khong-co", at: later) == 0) }
    #expect(try wait("khong-co", at: later) == 2)
    let attempt = try rig.office.beginSignIn(name: "NO NAME", from: "192.0.2.9", at: later)
    #expect(attempt.passwordHash.hasPrefix("$argon2id$"))
    #expect(throws: SignInRefusal.wrong) {
      try rig.office.finishPassword(attempt, isRight: true, browser: "", at: later)
    }
  }

  @Test("an address, or an IPv6 network, that tries many names waits, too")
  func addresses() throws {
    for number in 0..<20 { #expect(try wait("a\(number)", at: later) == 0) }
    #expect(try wait("a20", at: later) == 2)
    #expect(try wait("a20", from: "192.0.2.8", at: later) == 0)
    for number in 0..<20 {
      #expect(try wait("b\(number)", from: "2001:db8:0:1::\(number)", at: later) == 0)
    }
    #expect(try wait("b20", from: "2001:db8:0:1:ffff::1", at: later) == 2)
    #expect(try wait("b20", from: "2001:db8:0:2::1", at: later) == 0)
    #expect(try wait("b21", from: "::ffff:192.0.2.9", at: later) == 0)
  }

  @Test("who knows the password doesn't get free tries at the code by it")
  func codes() throws {
    var now = later
    for _ in 0..<4 {
      let pending = try rig.password("lan", at: now)
      #expect(throws: SignInRefusal.wrong) {
        try rig.office.confirm(pending, code: "000000", from: "", browser: "", at: now)
      }
    }
    #expect(throws: SignInRefusal.wait(seconds: 2)) { try rig.password("lan", at: now) }
    now = now.seconds(2)
    _ = try rig.signIn("lan", at: now)
    #expect(
      try rig.office.database.query("SELECT 1 FROM failures WHERE subject = 'account lan'").isEmpty)
  }

  @Test("wrong tries are forgotten after a day, and a clock that was put back makes no long pause")
  func forgotten() throws {
    for _ in 0..<4 { _ = try wait(at: later) }
    #expect(try wait(at: later.minutes(-600)) == 2)
    for _ in 0..<4 { _ = try wait(at: later) }
    #expect(try wait(at: later.minutes(24 * 60 + 1)) == 0)
    #expect(try wait(at: later.minutes(24 * 60 + 1)) == 0)
  }
}
