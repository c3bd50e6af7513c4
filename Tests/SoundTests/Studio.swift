import Foundation
import TestSupport
import Testing

/// A folder of its own for one test, in which real tools make real sound files.
final class Studio {
  private let folder = TemporaryFolder()

  func path(_ name: String) -> String { folder.file(name) }

  /// Whether all these programs are installed; says which one is missing.
  static func has(_ programs: String...) -> Bool {
    programs.allSatisfy { program in
      let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
      if !isThere { print("skipped: \(program) is not installed") }
      return isThere
    }
  }

  /// Runs a program and requires that it succeeds.
  func run(_ program: String, _ arguments: [String]) throws {
    let (code, output) = try ChildProcess.run(program, arguments)
    try #require(code == 0, "\(program) \(arguments): \(output)")
  }

  /// A tone at half of full scale, in the format that the name's ending says.
  func tone(
    _ name: String, seconds: Double = 3, rateHertz: Int = 48_000, channels: Int = 1,
    frequencyHertz: Int = 1_000
  ) throws -> String {
    try make(
      name, rateHertz, channels,
      ["synth", "\(seconds)", "sine", "\(frequencyHertz)", "gain", "-6"])
  }

  /// Noise, which no format can make small.
  func noise(_ name: String, seconds: Int) throws -> String {
    try make(name, 44_100, 2, ["synth", "\(seconds)", "pinknoise"])
  }

  private func make(
    _ name: String, _ rateHertz: Int, _ channels: Int, _ effects: [String]
  ) throws -> String {
    let isOpus = name.hasSuffix(".opus")
    let made = path(isOpus ? name + ".wav" : name)
    let depth = made.hasSuffix(".mp3") ? [] : ["-b", "16"]
    try run(
      "sox",
      ["-D", "-n", "-r", "\(rateHertz)", "-c", "\(channels)"] + depth + [made] + effects)
    if isOpus { try run("opusenc", ["--quiet", "--comp", "1", made, path(name)]) }
    return path(name)
  }

  /// Bytes in a file; 0 if there is none.
  static func size(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.size] as? Int ?? 0
  }

  /// Writes bytes as they are.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    try Data(bytes).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  /// A copy of `source` that has been changed.
  func copy(_ source: String, as name: String, _ change: (inout [UInt8]) -> Void) throws -> String {
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: source)))
    change(&bytes)
    return try file(name, bytes)
  }
}

/// A test that measures the process it runs in, and so needs one in which nothing else runs.
enum ProcessOfItsOwn {
  private static let variable = "LOANHA_TESTS_MEASURE"

  /// Whether this is such a process.
  static var isThis: Bool { ProcessInfo.processInfo.environment[variable] != nil }

  /// Runs the tests with that name, and nothing else, in a new process of this program.
  static func run(_ name: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var arguments = Array(CommandLine.arguments.dropFirst())
    while let index = arguments.firstIndex(of: "--filter") {
      arguments.removeSubrange(index...min(index + 1, arguments.count - 1))
    }
    process.arguments = arguments + ["--filter", name]
    process.environment = ProcessInfo.processInfo.environment.merging([variable: "1"]) { $1 }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    // A name that fits no test would pass, too.
    #expect(text.contains("1 test "), "\(text)")
  }
}
