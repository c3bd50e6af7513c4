import CLinux
import Glibc

/// A system call failed: which, on what, and why in the kernel's own words.
public struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The call, as its manual page names it: "open", "epoll_ctl".
  public var call: String
  /// The file or address that it was about; empty where there is none.
  public var subject: String
  /// The error number, as in errno(3).
  public var number: Int32

  /// A failure of `call` with the error number that the thread holds now.
  public init(_ call: String, _ subject: String = "", number: Int32 = errno) {
    self.call = call
    self.subject = subject
    self.number = number
  }

  /// Call, subject and reason on one line.
  public var description: String {
    let reason = String(cString: strerror(number))
    return subject.isEmpty ? "\(call): \(reason)" : "\(call) \(subject): \(reason)"
  }

  /// Whether the disk has no room, for this user or at all.
  public var isDiskFull: Bool { number == ENOSPC || number == EDQUOT }
}

/// Makes a system call, again if a signal interrupts it; a negative answer is a `SystemError`.
@discardableResult
public func systemCall<Answer: FixedWidthInteger & SignedInteger>(
  _ call: String, _ subject: @autoclosure () -> String = "", _ body: () -> Answer
) throws(SystemError) -> Answer {
  while true {
    let answer = body()
    if answer >= 0 { return answer }
    let number = errno
    if number != EINTR { throw SystemError(call, subject(), number: number) }
  }
}
