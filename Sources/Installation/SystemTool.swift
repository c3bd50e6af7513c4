import LinuxIO

/// A program of Debian's that is run to its end: dpkg, systemctl.
enum SystemTool {
  /// It did not do what it was for.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The last bytes of what a program prints that are kept.
  private static let outputBytes = 16 * 1024
  /// How long its output may be silent before it is asked whether it has ended, in milliseconds.
  private static let silenceMilliseconds: Int32 = 200

  /// Runs the program `words[0]`, looked for where the system's own are, and returns what it printed.
  @discardableResult
  static func run(_ words: [String]) throws(Failure) -> String {
    let end: ChildProgram.End
    var output: [UInt8] = []
    do throws(SystemError) {
      // dpkg wants the folders of root's programs; nobody is there to answer its questions.
      let environment = [
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
      ]
      end = try finish(ChildProgram("/usr/bin/env", environment + words), &output)
    } catch {
      throw Failure(description: "\(words[0]): \(error)")
    }
    let text = String(decoding: output, as: UTF8.self)
    guard end == .exited(code: 0) else { throw Failure(description: "\(words[0]) \(end): \(text)") }
    return text
  }

  /// Its end is that of the program: what it has started may hold its output open.
  private static func finish(
    _ program: ChildProgram, _ output: inout [UInt8]
  ) throws(SystemError) -> ChildProgram.End {
    while true {
      let end = program.takeEnd()
      if end == nil { program.wait(timeoutMilliseconds: silenceMilliseconds) }
      while let more = try program.read(atMost: 4_096), !more.isEmpty {
        output = Array((output + more).suffix(outputBytes))
      }
      if let end { return end }
    }
  }
}
