/// A configuration file is not what it should be: where, what, and what is allowed instead.
public struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file's path, as it was given.
  public var file: String
  /// Counted from 1; 0 where the fault is of the whole file.
  public var line: Int
  /// What is wrong, in words for whoever wrote the file.
  public var fault: String
  /// What may stand there instead, where that can be listed.
  public var allowed: String?

  /// A fault on a line of a file.
  public init(file: String, line: Int, fault: String, allowed: String? = nil) {
    self.file = file
    self.line = line
    self.fault = fault
    self.allowed = allowed
  }

  /// "boards/x.toml:12: unknown key …; allowed: …", with the place as compilers write it.
  public var description: String {
    let place = line > 0 ? "\(file):\(line)" : file
    return "\(place): \(fault)" + (allowed.map { "; allowed: \($0)" } ?? "")
  }
}
