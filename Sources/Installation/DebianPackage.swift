import WardContract

/// A Debian package as it says of itself what it is.
public struct DebianPackage: Equatable, Sendable {
  /// The package of the terminal.
  public static let terminalName = "loanha-terminal"

  /// Its name.
  public var name: String
  /// Its version.
  public var version: String
  /// Its architecture by Debian's name.
  public var architecture: String

  /// What the package at `path` says. One that dpkg can't read is an error.
  public init(path: String) throws {
    let format = "${Package}\n${Version}\n${Architecture}\n"
    let lines = try SystemTool.run(["dpkg-deb", "--show", "--showformat=\(format)", path])
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4 else {
      throw SystemTool.Failure(description: "\(path): no package that says what it is")
    }
    (name, version, architecture) = (String(lines[0]), String(lines[1]), String(lines[2]))
  }

  /// Why this is not the package of the terminal that `release` names; `nil` if it is.
  public func fault(as release: Release) -> String? {
    if name != Self.terminalName { return "it is \(name), not \(Self.terminalName)" }
    if version != release.version.description { return "it has version \(version)" }
    if architecture != release.architecture.description { return "it is for \(architecture)" }
    return nil
  }
}
