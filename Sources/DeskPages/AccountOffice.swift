import Hummingbird
import LinuxIO
import NIOPosix
import Signatures
import WardContract
import WardDesk

/// The people of the server, as pages ask for them: one question at a time, but passwords, which take
/// a quarter of a second each, on threads of their own.
public actor AccountOffice {
  private let store: OfficeStore
  private let clock: @Sendable () -> Instant
  private var waiting = 0
  /// Passwords that wait to be hashed at once; each takes 64 MiB while it is.
  private static let mostWaiting = 16

  /// Opens the database at `path`, or makes it.
  public init(
    path: String,
    clock: @escaping @Sendable () -> Instant = { Instant(milliseconds: Clock.wallMilliseconds()) }
  ) throws {
    store = try OfficeStore(path: path)
    self.clock = clock
  }

  /// Asks or changes something, at the present time.
  public func ask<Answer: Sendable>(
    _ body: @Sendable (OfficeStore, Instant) throws -> Answer
  ) rethrows -> Answer {
    try body(store, clock())
  }

  /// The session of a browser, unless it is over; it is in use now.
  func session(_ token: String) throws -> SignInSession? {
    try store.session(token, at: clock())
  }

  /// Whether the password is right, of whoever the name is. Counts as a wrong try until it is known to
  /// be right.
  func attempt(
    name: String, password: String, from address: String
  ) async throws -> (attempt: SignInAttempt, isRight: Bool) {
    let attempt = try store.beginSignIn(name: name, from: address, at: clock())
    let isRight = try await offLoop { PasswordHash.verify(password, attempt.passwordHash) }
    return (attempt, isRight)
  }

  /// The hash of a new password.
  func hash(_ password: String) async throws -> String {
    guard let hash = try await offLoop({ PasswordHash.make(password) }) else {
      throw HTTPError(.serviceUnavailable)
    }
    return hash
  }

  private func offLoop<Answer: Sendable>(
    _ work: @escaping @Sendable () -> Answer
  ) async throws -> Answer {
    guard waiting < Self.mostWaiting else { throw HTTPError(.serviceUnavailable) }
    waiting += 1
    defer { waiting -= 1 }
    return try await NIOThreadPool.singleton.runIfActive(work)
  }
}
