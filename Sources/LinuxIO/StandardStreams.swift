import Glibc

/// The program's standard output and error, unbuffered: a line is out when the call returns.
public enum StandardStream: Int32, Sendable {
  case output = 1
  case error = 2

  /// Writes a line. If nobody reads it any more there is nobody to tell.
  public func print(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes { write(rawValue, $0.baseAddress, $0.count) }
      if count <= 0, errno != EINTR { return }
      done += max(0, count)
    }
  }
}
