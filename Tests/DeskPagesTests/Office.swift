import Hummingbird
import Signatures
import Synchronization
import TestSupport
import Testing
import WardContract
import WardDesk

@testable import DeskPages

/// A clock that stands until the test moves it.
final class TestClock: Sendable {
  private let time = Mutex(Instant("2026-11-24T08:05:00+07:00")!)

  var now: Instant { time.withLock { $0 } }
  func pass(minutes: Int64) { time.withLock { $0 = $0 + minutes * 60_000 } }
}

/// A server with two wards and whoever is wanted, at a time of the test's own.
final class Office: Sendable {
  static let ward = Area("01.00004")!
  static let other = Area("01.00008")!
  static let password = "con mèo trèo cây cau"
  /// Hashed once: that is what takes time.
  private static let hash = PasswordHash.make(password)!

  let folder = TemporaryFolder()
  let clock = TestClock()
  private let responder: RouterResponder<DeskContext>
  private let secrets = Mutex<[Identifier: [UInt8]]>([:])

  init() throws {
    for (name, area) in [("a", Self.ward), ("b", Self.other)] {
      _ = try Founding(
        path: folder.file(name), area: area, name: "phường \(name)", areasWithin: [],
        host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
        rulesPath: "\(sourceRoot)/rules"
      ).found(now: clock.now)
    }
    let made = try OfficeFolder.make(
      path: folder.file("office"), wardPaths: [folder.file("a"), folder.file("b")],
      address: "127.0.0.1", port: 0)
    responder = try DeskServer(made) { [clock] in clock.now }.router().buildResponder()
  }

  /// The server's database, by a connection of the test's own.
  func store() throws -> OfficeStore { try OfficeStore(path: folder.file("office/office.db")) }

  /// Somebody who has set the account up.
  func person(
    _ name: String, _ roles: OfficeRole..., isAdministrator: Bool = false,
    in ward: Area = Office.ward
  ) throws {
    let (store, name) = (try store(), try #require(Identifier(name)))
    try store.makeAccount(
      name, fullName: "Bà \(name)", isAdministrator: isAdministrator, by: .server, at: clock.now)
    let code = try store.invite(name, by: .server, at: clock.now)
    let secret = try #require(try store.invitation(code, at: clock.now)).secret
    _ = try store.setUp(
      invitation: code, fullName: "Bà \(name)", passwordHash: Self.hash, code: self.code(secret),
      from: "", at: clock.now)
    try store.setRoles(Set(roles), of: name, in: ward, by: .server, at: clock.now)
    secrets.withLock { $0[name] = secret }
  }

  /// What an app shows.
  func code(_ secret: [UInt8]) -> String {
    TimeCode.code(secret: secret, step: TimeCode.step(atMilliseconds: clock.now.milliseconds))
  }

  /// Fills in the two forms of signing in, from where the browser is led to them.
  func signIn(_ name: String, _ browser: Browser) async throws {
    try await browser.send("/sign-in", [("name", name), ("password", Self.password)])
    try await confirm(name, browser)
  }

  /// Fills in the second form, with the app's next code.
  func confirm(_ name: String, _ browser: Browser) async throws {
    clock.pass(minutes: 1)
    let secret = secrets.withLock { secrets in Identifier(name).flatMap { secrets[$0] } }
    try await browser.send("/sign-in/code", [("code", code(try #require(secret)))])
  }

  /// Somebody's browser, at a network address.
  func browser(from address: String = "192.0.2.7") -> Browser { Browser(responder, address) }
}
