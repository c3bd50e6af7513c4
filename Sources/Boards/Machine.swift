/// The machine that a program runs on, by the names that its firmware gives it.
public struct Machine: Equatable, Sendable {
  /// Files of the kernel with the names: boards have a device tree, PCs have DMI, some have both
  /// or neither.
  private static let deviceTree = "/sys/firmware/devicetree/base/compatible"
  private static let productName = "/sys/class/dmi/id/product_name"
  private static let vendor = "/sys/class/dmi/id/sys_vendor"

  /// The most specific first. Empty if the machine doesn't say what it is.
  public var names: [String]

  /// The running machine; `read` gives the bytes of a file, or `nil` if there is none.
  public init(read: (String) -> [UInt8]?) {
    names = [Self.deviceTree, Self.productName, Self.vendor].flatMap { Self.words(read($0)) }
  }

  /// A machine of these names.
  public init(names: [String]) { self.names = names }

  /// Device trees end each word with a NUL, DMI files end with a line feed.
  private static func words(_ bytes: [UInt8]?) -> [String] {
    (bytes ?? []).split { $0 == 0 || $0 == 0x0A }.map { String(decoding: $0, as: UTF8.self) }
  }
}

/// A board file is for another machine than the one that it was given to.
public struct WrongMachine: Error, Equatable, CustomStringConvertible {
  /// The board.
  public var board: String
  /// The machines that it is for.
  public var expected: [String]
  /// The names of the running one.
  public var found: [String]

  /// What is wrong, and what to do.
  public var description: String {
    let machine = found.isEmpty ? "doesn't say what it is" : "is \(Self.listed(found))"
    return "the board file \"\(board)\" is for \(Self.listed(expected)); this machine \(machine). "
      + "Take the board file that is for it; boards/README.md lists them all"
  }

  private static func listed(_ names: [String]) -> String {
    names.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}

extension Board {
  /// Refuses a machine that the board file isn't for.
  public func check(_ machine: Machine) throws(WrongMachine) {
    guard machines.isEmpty || machines.contains(where: machine.names.contains) else {
      throw WrongMachine(board: name, expected: machines, found: machine.names)
    }
  }
}
