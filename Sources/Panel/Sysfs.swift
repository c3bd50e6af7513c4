import Glibc
import LinuxIO

/// The kernel's tree of devices: "/sys" on a device, a folder in tests. What is read or written
/// here may be as wrong, long or numerous as it likes.
public struct Sysfs: Sendable {
  /// Where the tree begins.
  public var root: String

  /// Most devices of a class that are looked at.
  static let maximumDevices = 64
  /// Most bytes that a file may have: a page, as sysfs has it.
  private static let maximumBytes = 4_096
  /// Most bytes of a file's text that get into a description.
  private static let maximumTextBytes = 64

  /// The tree at `root`.
  public init(root: String = "/sys") { self.root = root }

  /// Names in a folder below the root that begin with `prefix`, those with numbers in their order
  /// (hwmon2 before hwmon10); none if there is no such folder.
  func names(in folder: String, prefix: String = "") -> [String] {
    let names = ((try? Files.list("\(root)/\(folder)")) ?? []).filter { $0.hasPrefix(prefix) }
    return Array(names.sorted { Self.order($0) < Self.order($1) }.prefix(Self.maximumDevices))
  }

  /// What a name is ordered by: the text before its number, the number, and all of it.
  private static func order(_ name: String) -> (String, Int, String) {
    let text = name.utf8.reversed().drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let number = name.utf8.dropFirst(text.count)
    return (String(name.prefix(text.count)), Int(String(Substring(number))) ?? 0, name)
  }

  /// Whether `name` is the name of one file or folder, and no path.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 64 && !name.contains("/") && !name.hasPrefix(".")
  }

  /// Whether there is anything at `path`, below the root.
  func exists(_ path: String) -> Bool { Files.exists("\(root)/\(path)") }

  /// What tells a device from another that took its name.
  struct Identity: Equatable, Sendable {
    var inode: UInt64
  }

  /// Of the folder at `path`, below the root; `nil` if there is none.
  func identity(_ path: String) -> Identity? {
    var status = stat()
    return stat("\(root)/\(path)", &status) == 0 ? Identity(inode: UInt64(status.st_ino)) : nil
  }

  private func bytes(_ path: String) throws(SysfsFault) -> [UInt8] {
    do throws(SystemError) {
      return try Files.read("\(root)/\(path)", limit: Self.maximumBytes)
    } catch {
      throw SysfsFault(error)
    }
  }

  /// The first line of the file at `path`, below the root, without white space at its end; what
  /// isn't ASCII or can't be printed is a question mark.
  func text(_ path: String) throws(SysfsFault) -> String {
    let line = try bytes(path).prefix { $0 != 0x0A && $0 != 0 }.prefix(Self.maximumTextBytes)
    let printable = line.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
    let end = printable.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? 0
    return String(decoding: printable[..<end], as: UTF8.self)
  }

  /// The number in the file at `path`, below the root.
  func number(_ path: String) throws(SysfsFault) -> SysfsNumber {
    guard let number = SysfsNumber(try bytes(path)) else {
      let text = try text(path)
      throw .failed("\(root)/\(path): \(text.isEmpty ? "nothing" : "\"\(text)\"") is no number")
    }
    return number
  }

  /// The whole number in the file at `path`, below the root; one outside of `range` is a fault.
  func integer(_ path: String, in range: ClosedRange<Int>) throws(SysfsFault) -> Int {
    let number = try number(path).rounded
    guard let number, range.contains(number) else {
      throw .failed("\(root)/\(path): not within \(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  /// Writes `text` into the file at `path`, below the root; there must be one.
  func write(_ text: String, to path: String) throws(SysfsFault) {
    do throws(SystemError) {
      let file = try Descriptor.open("\(root)/\(path)", O_WRONLY | O_TRUNC)
      try file.writeAll(Array(text.utf8))
    } catch {
      throw SysfsFault(
        error.subject.isEmpty
          ? SystemError(error.call, "\(root)/\(path)", number: error.number) : error)
    }
  }
}

/// A device of the kernel can't be used.
public enum SysfsFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no such device; it may come.
  case missing(String)
  /// It is there, and something went wrong.
  case failed(String)

  init(_ error: SystemError) {
    self =
      [ENOENT, ENODEV, ENOTDIR].contains(error.number)
      ? .missing(error.description) : .failed(error.description)
  }

  /// What is wrong, on one line.
  public var description: String {
    switch self {
    case .missing(let reason), .failed(let reason): reason
    }
  }
}
