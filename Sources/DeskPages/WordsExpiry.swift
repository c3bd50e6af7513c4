import LinuxIO
import ServiceLifecycle
import WardContract
import WardDesk

/// Erases what people told the ward and asked of it, so many days after the ward's last word, and writes it
/// down first.
struct WordsExpiry: Service {
  let accounts: AccountOffice
  let wards: [WardOffice]

  private static let dayMilliseconds: Int64 = 86_400_000
  /// Numbers that one entry of the audit log has room for.
  private static let numbersPerEntry = 40
  /// How long after a sign-in the clock is believed, in milliseconds.
  private static let mostAhead = 30 * dayMilliseconds
  /// How often it looks, in seconds.
  private static let pauseSeconds = 3_600

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do { try await pass() } catch {
          StandardStream.error.print("desk: words of people could not be erased: \(error)")
        }
        try? await Task.sleep(for: .seconds(Self.pauseSeconds))
      }
    }
  }

  /// The time, or if that seems to be long after somebody last signed in, so much later: a clock that has
  /// jumped ahead must not cost anybody's words. `nil` before the first sign-in.
  private func believedTime() async throws -> Instant? {
    try await accounts.ask { store, now in
      try store.lastSignIn().map { min(now, $0 + Self.mostAhead) }
    }
  }

  /// Erases what is due in each ward.
  func pass() async throws {
    guard let now = try await believedTime() else { return }
    for ward in wards {
      for kind in WardContract.Request.Kind.allCases {
        let limit = now + -(Int64(ward.retention.days(of: kind)) * Self.dayMilliseconds)
        try await erase(kind, before: limit, in: ward, at: now)
      }
      let folder = ward.folder
      try await ward.read { try folder.removeErasedRecordings($0) }
    }
  }

  private func erase(
    _ kind: Request.Kind, before limit: Instant, in ward: WardOffice, at now: Instant
  ) async throws {
    while true {
      let due = try await ward.read {
        try $0.answered(kind, before: limit, most: Self.numbersPerEntry).map(\.number)
      }
      if due.isEmpty { return }
      let numbers = due.map { "\($0)" }.joined(separator: " ")
      try await accounts.ask { store, now in
        try store.record(
          AuditEntry(
            kind == .feedback ? .feedbackErased : .requestsErased, ward: ward.area,
            details: numbers, by: .server, at: now))
      }
      try await ward.write { store in for number in due { try store.erase(number, at: now) } }
    }
  }
}
