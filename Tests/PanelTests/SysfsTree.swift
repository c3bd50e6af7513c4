import Foundation
import TestSupport

@testable import Panel

/// A folder that looks like the kernel's /sys, or a part of it.
final class SysfsTree {
  private let folder = TemporaryFolder()

  /// The tree, as our code sees it.
  var sysfs: Sysfs { Sysfs(root: folder.path) }

  /// A tree of these files, with a line in each.
  init(_ files: [String: String] = [:]) throws {
    for (path, text) in files { try write(text, to: path) }
  }

  /// The tree in Trees/NAME.txt, a line a file: "path = text". Comments at the top say where it
  /// comes from: the first begins with "captured: " or "composed ".
  convenience init(named name: String) throws {
    try self.init(try Self.manifest(name).files)
  }

  struct Manifest {
    var origin: String
    var files: [String: String]
  }

  static let names = try! FileManager.default.contentsOfDirectory(atPath: treesPath)
    .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()
  private static let treesPath = "\(sourceRoot)/Tests/PanelTests/Trees"

  static func manifest(_ name: String) throws -> Manifest {
    let text = try String(contentsOfFile: "\(treesPath)/\(name).txt", encoding: .utf8)
    let lines = text.split(separator: "\n")
    var files: [String: String] = [:]
    for line in lines where !line.hasPrefix("#") {
      let sides = line.components(separatedBy: " = ")
      guard sides.count == 2, files[sides[0]] == nil else {
        throw CocoaError(.fileReadCorruptFile, userInfo: [NSFilePathErrorKey: String(line)])
      }
      files[sides[0]] = sides[1]
    }
    return Manifest(origin: String(lines[0].drop { $0 == "#" || $0 == " " }), files: files)
  }

  /// The place of a file or folder of the tree.
  func path(_ path: String) -> String { folder.file(path) }

  /// Writes a line into a file, and makes its folder.
  func write(_ text: String, to path: String) throws {
    try makeFolder(of: path)
    try Data("\(text)\n".utf8).write(to: URL(fileURLWithPath: folder.file(path)))
  }

  private func makeFolder(of path: String) throws {
    let parent = URL(fileURLWithPath: folder.file(path)).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
  }

  /// All that stands in a file.
  func text(_ path: String) throws -> String {
    try String(contentsOfFile: folder.file(path), encoding: .utf8)
  }

  /// Takes a file or a folder away.
  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: folder.file(path))
  }

  /// Puts a folder elsewhere.
  func move(_ path: String, to other: String) throws {
    try FileManager.default.moveItem(atPath: folder.file(path), toPath: folder.file(other))
  }

  /// Makes a FIFO in the place of a file: who reads it waits, as for a bus that hangs.
  func makeFIFO(_ path: String) throws {
    try makeFolder(of: path)
    unlink(folder.file(path))
    guard mkfifo(folder.file(path), 0o600) == 0 else { throw POSIXError(.init(rawValue: errno)!) }
  }
}
