import Glibc
import LinuxIO
import TerminalCore
import WardContract

/// Lets a technician on the device have the running terminal examine itself, through a socket that only
/// the terminal's own user and root can open.
final class DoctorSocket {
  private var server: LineServer?

  /// Listens in the home's folder. `begin` has the terminal examine itself; `newest` is what it found last.
  /// A folder in which nothing can be made is no reason for a terminal to be silent: `note` is told.
  init(
    _ loop: EventLoop, folder: String, begin: @escaping () -> Void,
    newest: @escaping () -> Diagnosis?, note: (String) -> Void
  ) {
    do throws(SystemError) {
      server = try Self.listen(loop, folder, begin, newest)
    } catch {
      note("no examinations are taken on the device: \(error)")
    }
  }

  private static func listen(
    _ loop: EventLoop, _ folder: String, _ begin: @escaping () -> Void,
    _ newest: @escaping () -> Diagnosis?
  ) throws(SystemError) -> LineServer {
    try LineServer(loop, path: Doctor.socketPath(in: folder)) { line in
      let words = line.split(separator: " ")
      switch (words.first, words.count) {
      case ("examine", 1):
        let sequence = (newest()?.sequence ?? 0) + 1
        begin()
        return "begun \(sequence)"
      case ("result", 2):
        guard let sequence = Int64(words[1]) else { return "error: a number was expected" }
        guard let newest = newest(), newest.sequence >= sequence else { return "wait" }
        return newest.json.text
      default: return "error: \"examine\" or \"result NUMBER\" was expected"
      }
    }
  }
}

/// Asks the terminal that runs in a folder how it is.
public enum Doctor {
  private static let longestMilliseconds: Int64 = 20_000

  /// Why there is no diagnosis.
  public struct Silence: Error, CustomStringConvertible {
    /// What happened.
    public var description: String
  }

  static func socketPath(in folder: String) -> String { "\(folder)/doctor.sock" }

  /// Has the terminal of `folder` examine itself, as far as nobody has to be there. Returns what it found,
  /// a part a line, what is wrong first, and whether nothing is.
  public static func examine(folder: String) throws -> (lines: [String], isGood: Bool) {
    let path = socketPath(in: folder)
    let begun = try LineClient.ask("examine", at: path).split(separator: " ")
    guard begun.count == 2, begun[0] == "begun" else {
      throw Silence(description: begun.joined(separator: " "))
    }
    let end = Clock.monotonicMilliseconds() + longestMilliseconds
    while Clock.monotonicMilliseconds() < end {
      let answer = try LineClient.ask("result \(begun[1])", at: path)
      if answer != "wait" {
        return report(try Diagnosis(json: JSONParser.parse(Array(answer.utf8))))
      }
      usleep(100_000)
    }
    throw Silence(description: "the terminal has not ended its examination in time")
  }

  private static func report(_ diagnosis: Diagnosis) -> (lines: [String], isGood: Bool) {
    let bad = diagnosis.faults.map {
      "! \($0.subject.name): \($0.words). \($0.advice ?? "")"
    }
    let others = diagnosis.findings.filter { $0.reason == nil && $0.verdict != .absent }
    return (bad + others.map { "  \($0.subject.name): \($0.words)" }, bad.isEmpty)
  }
}
