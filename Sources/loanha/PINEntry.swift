import Glibc
import LinuxIO
import Tokens

/// Where the PIN of a token comes from: a file, or whoever sits at the terminal. Never an argument,
/// which everybody on the machine could read.
enum PINEntry {
  private static let maximumBytes = 256
  private static let interrupt: UInt8 = 3
  private static let endOfTransmission: UInt8 = 4

  /// The PIN of `token`: the first line of the file at `path`, or what is typed.
  static func read(
    for token: String, isLastTry: Bool, from path: String?
  ) throws(TokenFault) -> [UInt8] {
    do throws(SystemError) {
      let line =
        if let path {
          try Files.read(path, limit: maximumBytes)
        } else {
          try ask("PIN of the token \(token)\(isLastTry ? " (ONE try left)" : ""): ")
        }
      let pin = Array(line.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") })
      guard !pin.isEmpty else { throw SystemError("read", path ?? "the PIN", number: ECANCELED) }
      return pin
    } catch {
      throw .noPIN(
        path == nil
          ? "no PIN was typed (\(error)); without a terminal, name a file with pin-source=file:/path"
          : "the file that pin-source names holds no PIN (\(error))")
    }
  }

  /// One line from the terminal, which does not show it.
  private static func ask(_ question: String) throws(SystemError) -> [UInt8] {
    let terminal = try Descriptor.open("/dev/tty", O_RDWR)
    var before = termios()
    try systemCall("tcgetattr") { tcgetattr(terminal.number, &before) }
    let erase = before.c_cc.2  // VERASE
    var quiet = before
    // A signal would leave a terminal that shows nothing any more: Ctrl-C comes as a character, too.
    quiet.c_lflag &= ~tcflag_t(ECHO | ICANON | ISIG)
    try systemCall("tcsetattr") { tcsetattr(terminal.number, TCSAFLUSH, &quiet) }
    defer { tcsetattr(terminal.number, TCSAFLUSH, &before) }
    try terminal.writeAll(Array(question.utf8))
    var line: [UInt8] = []
    while line.count < maximumBytes, let byte = try terminal.read(atMost: 1).first {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"), endOfTransmission:
        try terminal.writeAll([UInt8(ascii: "\n")])
        return line
      case interrupt: throw SystemError("read", "/dev/tty", number: ECANCELED)
      case erase: _ = line.popLast()
      default: line.append(byte)
      }
    }
    return line
  }
}
