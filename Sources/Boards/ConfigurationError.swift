/// A configuration file is not what it should be: where, what, and what is allowed instead.
public struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file, as it was named.
  public var file: String
  /// Counted from 1; 0 where the fault is of the whole file.
  public var line: Int
  /// What is wrong, and what is allowed.
  public var fault: String

  /// A fault on a line of a file.
  public init(file: String, line: Int, fault: String) {
    self.file = file
    self.line = line
    self.fault = fault
  }

  /// "boards/x.toml:12: unknown key …", as compilers write it.
  public var description: String { line > 0 ? "\(file):\(line): \(fault)" : "\(file): \(fault)" }
}
