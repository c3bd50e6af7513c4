import SQLite
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// An office with people whose passwords are all the same, hashed once: that is what takes time.
final class OfficeRig {
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let ward = Area("01.00004")!
  static let password = "con mèo trèo cây cau"
  static let hash = PasswordHash.make(password)!
  static let address = "192.0.2.7"

  let folder = TemporaryFolder()
  let office: OfficeStore
  private(set) var secrets: [Identifier: [UInt8]] = [:]

  init() throws { office = try OfficeStore(path: folder.file("office.db")) }

  /// The file once more, as another program or the next start sees it.
  func reopened() throws -> OfficeStore { try OfficeStore(path: folder.file("office.db")) }

  /// Somebody who has set the account up; returns the recovery codes.
  @discardableResult
  func person(_ name: String, isAdministrator: Bool = false, at now: Instant = now) throws
    -> [String]
  {
    let name = try #require(Identifier(name))
    try office.makeAccount(
      name, fullName: "Nguyễn Thị \(name)", isAdministrator: isAdministrator, by: .server, at: now)
    return try setUp(office.invite(name, by: .server, at: now), at: now)
  }

  /// Sets up an account with an invitation's code.
  @discardableResult
  func setUp(_ code: String, at now: Instant = now) throws -> [String] {
    let invitation = try #require(try office.invitation(code, at: now))
    secrets[invitation.account.name] = invitation.secret
    return try office.setUp(
      invitation: code, fullName: invitation.account.fullName, passwordHash: Self.hash,
      code: TimeCode.code(
        secret: invitation.secret, step: TimeCode.step(atMilliseconds: now.milliseconds)),
      from: Self.address, at: now
    ).recoveryCodes
  }

  /// What the app of a person shows.
  func code(_ name: String, at now: Instant) throws -> String {
    let secret = try #require(Identifier(name).flatMap { secrets[$0] })
    return TimeCode.code(secret: secret, step: TimeCode.step(atMilliseconds: now.milliseconds))
  }

  /// The password, right or wrong, without its hash being computed.
  func password(
    _ name: String, isRight: Bool = true, from address: String = address, at now: Instant
  ) throws -> String {
    let attempt = try office.beginSignIn(name: name, from: address, at: now)
    return try office.finishPassword(attempt, isRight: isRight, browser: "Firefox", at: now)
  }

  /// Signs in with both factors.
  func signIn(_ name: String, from address: String = address, at now: Instant) throws -> String {
    try office.confirm(
      password(name, from: address, at: now), code: code(name, at: now), from: address,
      browser: "Firefox", at: now)
  }
}

extension Instant {
  /// So many minutes later.
  func minutes(_ minutes: Int64) -> Instant { self + minutes * 60_000 }
  /// So many seconds later.
  func seconds(_ seconds: Int64) -> Instant { self + seconds * 1_000 }
}
