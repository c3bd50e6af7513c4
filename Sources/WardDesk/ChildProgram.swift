import Glibc
import LinuxIO

/// A program of somebody else's that runs beside ours, and whose standard output is read. It is in a
/// process group of its own, so that Ctrl-C asks only us to end; and it is ended with this object.
final class ChildProgram {
  /// Its process id.
  let identifier: pid_t
  private let output: Descriptor
  private var status: Int32?

  /// Starts `program`, looked for on PATH. It reads nothing; what it complains of goes to our
  /// standard error.
  init(_ program: String, _ arguments: [String]) throws(DeskError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw DeskError("\(program) can't be started: \(SystemError("pipe"))")
    }
    output = Descriptor(owning: ends[0])
    let writing = Descriptor(owning: ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, writing.number, 1)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Signals that we block, to hear of them in the loop, are not blocked in the child.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var usual = sigset_t()
    sigemptyset(&usual)
    sigaddset(&usual, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &usual)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
    let words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var identifier: pid_t = 0
    let answer = posix_spawnp(&identifier, program, &actions, &attributes, words, environ)
    guard answer == 0 else {
      let reason = SystemError("posix_spawnp", program, number: answer)
      throw DeskError("\(reason) (is it installed? `make setup` installs it)")
    }
    self.identifier = identifier
  }

  deinit { end() }

  /// What it has written since, at most `count` bytes; `nil` if nothing came within the time, empty
  /// once it has closed its output.
  func read(atMost count: Int, within milliseconds: Int32) throws(DeskError) -> [UInt8]? {
    var request = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, milliseconds) > 0 else { return nil }
    do throws(SystemError) {
      return try output.read(atMost: count)
    } catch {
      throw DeskError("\(error)")
    }
  }

  /// Ends it, if it has not ended by itself, and waits for that; says whether it was content.
  @discardableResult
  func end(bySignal signal: Int32? = SIGKILL) -> Bool {
    if status == nil {
      if let signal { kill(identifier, signal) }
      var status: Int32 = 0
      while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
      self.status = status
    }
    return status == 0
  }
}
