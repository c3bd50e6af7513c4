import COpenSSL

/// OpenSSL could not do something, in its own words.
public struct OpenSSLError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was being done.
  public var operation: String
  /// OpenSSL's reason; empty if it gave none.
  public var reason: String

  /// A failure of `operation`; takes OpenSSL's reasons off the thread's queue.
  init(_ operation: String) {
    self.operation = operation
    var reasons: [String] = []
    while true {
      let code = ERR_get_error()
      if code == 0 { break }
      var text = [CChar](repeating: 0, count: 256)
      ERR_error_string_n(code, &text, text.count)
      reasons.append(String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self))
    }
    reason = reasons.joined(separator: "; ")
  }

  /// Operation and reason on one line.
  public var description: String { reason.isEmpty ? operation : "\(operation): \(reason)" }
}

/// OpenSSL's answer, if it is a pointer; otherwise an `OpenSSLError`.
func required<Pointer>(_ pointer: Pointer?, _ operation: String) throws(OpenSSLError) -> Pointer {
  guard let pointer else { throw OpenSSLError(operation) }
  return pointer
}

/// OpenSSL's answer must be 1.
func succeed(_ answer: Int32, _ operation: String) throws(OpenSSLError) {
  guard answer == 1 else { throw OpenSSLError(operation) }
}
