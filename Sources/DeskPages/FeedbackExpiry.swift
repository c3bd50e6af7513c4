import LinuxIO
import ServiceLifecycle
import WardContract
import WardDesk

/// Erases what people said in feedback, so many days after the ward's last word, and writes it down first.
struct FeedbackExpiry: Service {
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
          StandardStream.error.print("desk: words of feedback could not be erased: \(error)")
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
      let limit = now + -(Int64(ward.feedbackRetentionDays) * Self.dayMilliseconds)
      while true {
        let due = try await ward.read {
          try $0.answeredFeedback(before: limit, most: Self.numbersPerEntry).map(\.number)
        }
        if due.isEmpty { break }
        let numbers = due.map { "\($0)" }.joined(separator: " ")
        try await accounts.ask { store, now in
          try store.record(
            AuditEntry(.feedbackErased, ward: ward.area, details: numbers, by: .server, at: now))
        }
        try await ward.write { store in for number in due { try store.erase(number, at: now) } }
      }
      let folder = ward.folder
      try await ward.read { try folder.removeErasedRecordings($0) }
    }
  }
}
