import Hummingbird
import NIOPosix

/// Work that takes long (sounds, images, screens), on threads of its own: pages don't wait for it.
actor Workshop {
  static let shared = Workshop()
  /// What waits or goes on at most; a sound in the making takes some megabytes.
  private static let most = 16
  private var count = 0

  /// Does the work; refuses if there is too much of it already.
  func make<Answer: Sendable>(
    _ work: @escaping @Sendable () throws -> Answer
  ) async throws -> Answer {
    guard count < Self.most else { throw HTTPError(.serviceUnavailable) }
    count += 1
    defer { count -= 1 }
    return try await NIOThreadPool.singleton.runIfActive(work)
  }
}
