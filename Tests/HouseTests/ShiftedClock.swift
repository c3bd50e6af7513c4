import Foundation
import TestSupport

/// Moves the wall clock of child processes, and no other clock.
enum ShiftedClock {
  private static let library = Result {
    let made = "\(programFolder)/shifted_clock.so"
    let new = "\(made).\(ProcessInfo.processInfo.processIdentifier)"
    let source = "\(sourceRoot)/Tests/HouseTests/ShiftedClock/shifted_clock.c"
    let (code, output) = try ChildProcess.run(
      "gcc", ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", new, source])
    guard code == 0 else { throw House.Failure(description: output) }
    // Under its name it appears whole: another test process may have the one before in use.
    try? FileManager.default.removeItem(atPath: made)
    try FileManager.default.moveItem(atPath: new, toPath: made)
    return made
  }

  /// A program and its arguments, for `env`, with a wall clock that is so many seconds ahead.
  static func shifted(
    _ program: String, _ arguments: [String], by seconds: Int64
  ) throws -> (String, [String]) {
    guard seconds != 0 else { return (program, arguments) }
    return (
      "LD_PRELOAD=\(try library.get())", ["SHIFT_SECONDS=\(seconds)", program] + arguments
    )
  }
}
