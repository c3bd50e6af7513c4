import CLinux
import Glibc

/// A program of somebody else's that is given a text and whose output is read as it comes.
///
/// It gets nothing of ours: no descriptor but its own three, no signal mask, and only the
/// environment that every program expects; it is in a process group of its own, so that Ctrl-C asks
/// only us to end. Its input is a file in memory, so that nobody waits for
/// it to read, and its output a pipe, which holds it up when nobody reads. Its errors go where ours
/// do.
public final class ChildProgram {
  /// How it ended.
  public enum End: Equatable, Sendable {
    /// By itself; 0 is success.
    case exited(code: Int32)
    /// A signal ended it.
    case killed(signal: Int32)
  }

  private let process: pid_t
  private let output: Descriptor
  private var end: End?

  /// Its process id, as long as `takeEnd` has not told its end.
  public var identifier: Int32 { process }

  /// Starts the program at `path`, which must be absolute. A program that isn't there is an error.
  public init(
    _ path: String, _ arguments: [String], input: [UInt8] = []
  ) throws(SystemError) {
    Self.reapAbandoned()
    let given = Descriptor(
      owning: try systemCall("memfd_create") { memfd_create("input", UInt32(MFD_CLOEXEC)) })
    try given.writeAll(input)
    try systemCall("lseek") { lseek(given.number, 0, SEEK_SET) }
    var ends: [Int32] = [-1, -1]
    try systemCall("pipe2") { pipe2(&ends, Int32(O_CLOEXEC)) }
    let output = Descriptor(owning: ends[0])
    let written = Descriptor(owning: ends[1])
    try systemCall("fcntl") { fcntl(output.number, F_SETFL, O_NONBLOCK) }
    process = try Self.spawn(path, [path] + arguments, given.number, written.number)
    self.output = output
  }

  private static func spawn(
    _ path: String, _ arguments: [String], _ input: Int32, _ output: Int32
  ) throws(SystemError) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    // Libraries of ours may have opened descriptors that would be handed on.
    posix_spawn_file_actions_addclosefrom_np(&actions, 3)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var all = sigset_t()
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = [
      strdup("PATH=/usr/bin:/bin"), strdup("LANG=C.UTF-8"), nil,
    ]
    defer { for word in words + environment { free(word) } }
    var process: pid_t = 0
    let answer = posix_spawn(&process, path, &actions, &attributes, &words, &environment)
    guard answer == 0 else { throw SystemError("posix_spawn", path, number: answer) }
    return process
  }

  /// What it has written since, at most `count` bytes; `nil` if that is nothing yet, empty once it
  /// will write no more. Never waits.
  public func read(atMost count: Int) throws(SystemError) -> [UInt8]? {
    do throws(SystemError) {
      return try output.read(atMost: count)
    } catch {
      if error.number == EAGAIN { return nil }
      throw error
    }
  }

  /// Waits until there is something to read, at most so many milliseconds.
  public func wait(timeoutMilliseconds: Int32) {
    var request = pollfd(fd: output.number, events: Int16(POLLIN), revents: 0)
    poll(&request, 1, timeoutMilliseconds)
  }

  /// How it ended, if it has. Never waits.
  public func takeEnd() -> End? {
    if end == nil { end = Self.reap(process) }
    return end
  }

  /// Ends it, wherever it is.
  deinit {
    guard end == nil else { return }
    kill(process, SIGKILL)
    // One that the disk holds up in the kernel ends later.
    if Self.reap(process) == nil { Self.abandoned.add(process) }
  }

  private static func reap(_ process: pid_t) -> End? {
    var status: Int32 = 0
    let answer = waitpid(process, &status, WNOHANG)
    if answer == 0 { return nil }
    precondition(answer == process, "nobody else waits for our children")
    let signal = status & 0x7F
    return signal == 0 ? .exited(code: status >> 8 & 0xFF) : .killed(signal: signal)
  }

  // MARK: Those that were killed and have not ended yet

  private final class Abandoned: @unchecked Sendable {
    private let lock = Lock()
    private var processes: [pid_t] = []

    func add(_ process: pid_t) {
      lock.lock()
      processes.append(process)
      lock.unlock()
    }

    func reap() {
      lock.lock()
      processes.removeAll { ChildProgram.reap($0) != nil }
      lock.unlock()
    }
  }

  private static let abandoned = Abandoned()

  /// Lets the kernel forget programs that were ended; each start of a new one does.
  public static func reapAbandoned() { abandoned.reap() }
}
