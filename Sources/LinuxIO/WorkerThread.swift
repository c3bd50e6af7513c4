import CLinux
import Glibc

/// A thread with a name, which leaves signals to the thread of the event loop.
public final class WorkerThread {
  private var thread = pthread_t()
  private var isJoined = false

  private final class Start {
    let name: String
    let body: @Sendable () -> Void
    init(name: String, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }

  /// Starts a thread that runs `body`. `name` has at most 15 bytes, as in prctl(2), PR_SET_NAME.
  public init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let start = Unmanaged.passRetained(Start(name: name, body: body))
    let answer = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        loanha_name_thread(start.name)
        start.body()
        return nil
      }, start.toOpaque())
    guard answer == 0 else {
      start.release()
      throw SystemError("pthread_create", name, number: answer)
    }
  }

  /// Waits until the thread has ended.
  public func join() {
    guard !isJoined else { return }
    isJoined = true
    pthread_join(thread, nil)
  }
}
