import Glibc

/// A mutex.
public final class Lock: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  /// A lock that nobody holds.
  public init() {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  /// Waits until nobody holds it, and takes it.
  public func lock() { pthread_mutex_lock(mutex) }

  /// Takes it if nobody holds it.
  public func tryLock() -> Bool { pthread_mutex_trylock(mutex) == 0 }

  /// Gives it back.
  public func unlock() { pthread_mutex_unlock(mutex) }
}
