import Glibc
import LinuxIO
import SQLite
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// Whoever finds office.db, or a backup of it, finds nobody's second factor; decision 29.
@Suite("Second factors at rest") struct SecondFactorSealingTests {
  let rig: OfficeRig

  init() throws {
    rig = try OfficeRig()
    try rig.person("lan")
  }

  private var path: String { rig.folder.file("office.db") }
  private var keyPath: String { rig.folder.file("second-factor.key") }

  /// Whether `secret` stands somewhere in the database's files as it is.
  private func isOpen(_ secret: [UInt8]) throws -> Bool {
    try ["", "-wal"].contains { suffix in
      guard Files.exists(path + suffix) else { return false }
      let bytes = try Files.read(path + suffix, limit: 1 << 24)
      return bytes.indices.contains { bytes[$0...].starts(with: secret) }
    }
  }

  private func signIn(_ store: OfficeStore, _ code: String, at now: Instant) throws {
    let attempt = try store.beginSignIn(name: "lan", from: OfficeRig.address, at: now)
    let token = try store.finishPassword(attempt, isRight: true, browser: "", at: now)
    _ = try store.confirm(token, code: code, from: OfficeRig.address, browser: "", at: now)
  }

  @Test(
    "no secret stands in the file or its log as it is, and its key can be read by its owner alone")
  func sealed() throws {
    let secret = try #require(rig.secrets[Identifier("lan")!])
    #expect(try !isOpen(secret))
    #expect(Files.size(keyPath) == SealingKey.byteCount)
    var status = stat()
    #expect(stat(keyPath, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(try rig.office.unreadableSecondFactors() == 0)
  }

  @Test(
    "secrets that an older program left open are sealed, are gone from the file, and still count")
  func migrated() throws {
    let secret = try #require(rig.secrets[Identifier("lan")!])
    try rig.office.database.query("UPDATE accounts SET secret = ?", [.blob(secret)])
    #expect(try isOpen(secret))
    let store = try rig.reopened()
    #expect(try !isOpen(secret))
    let now = OfficeRig.now + 60_000
    try signIn(store, rig.code("lan", at: now), at: now)
  }

  @Test("a missing key stops the server and is not replaced by another one")
  func missing() throws {
    let bytes = try Files.read(keyPath, limit: 64)
    try Files.remove(keyPath)
    #expect(throws: DeskError.self) { try rig.reopened() }
    #expect(!Files.exists(keyPath))
    try Files.replace(keyPath, Array(bytes.dropLast()))
    #expect(throws: DeskError.self) { try rig.reopened() }
    try Files.replace(keyPath, bytes)
    _ = try rig.reopened()
  }

  @Test("under another key no code counts, but a recovery code does")
  func otherKey() throws {
    let codes = try rig.person("minh")
    try Files.replace(keyPath, SealingKey().bytes)
    let store = try rig.reopened()
    #expect(try store.unreadableSecondFactors() == 2)
    let now = OfficeRig.now + 60_000
    #expect(throws: SignInRefusal.wrong) { try signIn(store, rig.code("lan", at: now), at: now) }
    let attempt = try store.beginSignIn(name: "minh", from: OfficeRig.address, at: now)
    let token = try store.finishPassword(attempt, isRight: true, browser: "", at: now)
    _ = try store.confirm(token, code: codes[0], from: OfficeRig.address, browser: "", at: now)
  }

  @Test("a secret that was moved to another account is nobody's")
  func moved() throws {
    try rig.person("minh")
    try rig.office.database.query(
      "UPDATE accounts SET secret = (SELECT secret FROM accounts WHERE name = 'minh') WHERE name = 'lan'"
    )
    let now = OfficeRig.now + 60_000
    #expect(throws: SignInRefusal.wrong) {
      try signIn(rig.office, rig.code("minh", at: now), at: now)
    }
  }
}
