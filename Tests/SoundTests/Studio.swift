import Foundation
import Testing

/// A folder of its own for one test, in which real tools make real sound files.
final class Studio {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "loanha-sound-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  /// Whether all these programs are installed; says which one is missing.
  static func has(_ programs: String...) -> Bool {
    programs.allSatisfy { program in
      let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/\(program)")
      if !isThere { print("skipped: \(program) is not installed") }
      return isThere
    }
  }

  /// Runs a program of the system and requires that it succeeds.
  func run(_ program: String, _ arguments: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(program) \(arguments)")
  }

  /// A tone of 1,000 Hz at half of full scale, in the format that the name's ending says.
  func tone(
    _ name: String, seconds: Double = 3, rateHertz: Int = 48_000, channels: Int = 1,
    frequencyHertz: Int = 1_000
  ) throws -> String {
    let isOpus = name.hasSuffix(".opus")
    let made = isOpus ? name + ".wav" : name
    let depth = made.hasSuffix(".mp3") ? [] : ["-b", "16"]
    try run(
      "sox",
      ["-D", "-n", "-r", "\(rateHertz)", "-c", "\(channels)"] + depth
        + [made, "synth", "\(seconds)", "sine", "\(frequencyHertz)", "gain", "-6"])
    if isOpus { try run("opusenc", ["--quiet", "--bitrate", "48", made, name]) }
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
