/// A display or a keyboard can't be used: which, and why.
public struct PanelFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, on one line.
  public var reason: String

  init(_ reason: String) { self.reason = reason }

  /// The reason that a C function wrote.
  init(_ reason: [CChar]) {
    self.reason = String(decoding: reason.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
  }

  /// The reason.
  public var description: String { reason }
}
