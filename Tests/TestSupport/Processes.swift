import Foundation
import Glibc

/// A folder that goes when it is not needed any more.
public final class TemporaryFolder: @unchecked Sendable {
  /// The folder, absolute.
  public let path: String

  /// A new folder under a name of its own.
  public init() {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("loanha-test-\(UUID().uuidString.prefix(8).lowercased())")
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something in the folder.
  public func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes text into a file of the folder and gives its path.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    try text.write(toFile: file(name), atomically: true, encoding: .utf8)
    return file(name)
  }
}

/// A program that runs beside the test, and ends with it.
public final class ChildProcess: @unchecked Sendable {
  private let process = Process()
  private let logPath: String
  /// What it is called in messages.
  public let name: String

  /// Starts `program` (a path, or a name on PATH); what it prints goes into `log`.
  public init(_ program: String, _ arguments: [String], log: String, name: String? = nil) throws {
    self.name = name ?? program
    logPath = log
    if !FileManager.default.fileExists(atPath: log) {
      try Data().write(to: URL(fileURLWithPath: log))
    }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    try handle.seekToEnd()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardOutput = handle
    process.standardError = handle
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  deinit { kill() }

  /// It has not ended.
  public var isRunning: Bool { process.isRunning }
  /// Its process id.
  public var identifier: Int32 { process.processIdentifier }
  /// All that it has printed so far.
  public var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

  /// Asks it to end and waits; returns its exit code.
  @discardableResult
  public func stop() -> Int32 {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Ends it at once, wherever it is: for it, power is gone.
  public func kill() {
    guard process.isRunning else { return }
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Runs a program to its end; returns its exit code and all that it printed.
  public static func run(
    _ program: String, _ arguments: [String]
  ) throws -> (code: Int32, output: String) {
    let folder = TemporaryFolder()
    let child = try ChildProcess(program, arguments, log: folder.file("log"))
    child.process.waitUntilExit()
    return (child.process.terminationStatus, child.log)
  }
}

/// Waits until `condition` holds; false if it doesn't within the time. For the edges between
/// processes, where there is nothing else to wait on.
public func eventually(within seconds: Double = 60, _ condition: () throws -> Bool) -> Bool {
  let end = Date().addingTimeInterval(seconds)
  while Date() < end {
    if (try? condition()) == true { return true }
    usleep(30_000)
  }
  return false
}

/// A port on loopback that nobody uses.
public func freePort() -> Int {
  let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(number) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
      _ = bind(number, generic, length)
      _ = getsockname(number, generic, &length)
    }
  }
  return Int(UInt16(bigEndian: address.sin_port))
}

/// Where the programs of this package were built.
public let programFolder: String = {
  let test = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0]
  return URL(fileURLWithPath: test).resolvingSymlinksInPath().deletingLastPathComponent().path
}()

/// The top of the source tree.
public let sourceRoot: String = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().path
