import CLinux
import Glibc

/// Turns the signals that ask a program to end into something an event loop can watch.
public final class TerminationSignals {
  private let descriptor: Descriptor

  /// Blocks SIGTERM, SIGINT and SIGHUP and calls `handler` in the loop when one comes. A pipe
  /// whose reader has gone is an error to its writer and no signal.
  public init(_ loop: EventLoop, _ handler: @escaping (Int32) -> Void) throws(SystemError) {
    signal(SIGPIPE, SIG_IGN)
    var set = sigset_t()
    sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    let flags = Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK)
    descriptor = Descriptor(owning: try systemCall("signalfd") { signalfd(-1, &set, flags) })
    try loop.watch(descriptor.number, for: .reading) { [descriptor] _ in
      var information = signalfd_siginfo()
      let size = MemoryLayout<signalfd_siginfo>.size
      if read(descriptor.number, &information, size) == size {
        handler(Int32(information.ssi_signo))
      }
    }
  }
}
