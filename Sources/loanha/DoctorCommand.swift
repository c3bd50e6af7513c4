import ArgumentParser
import Glibc
import LinuxIO
import WardContract
import WardDesk

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Have a terminal examine itself, and read what it found.",
    discussion: """
      Power, memory, clock, network, broker, modem, sensors and whatever fails: all that needs nobody at
      the terminal. It makes no sound. What only a person can judge is asked there: Cài đặt, Kiểm tra máy.
      Examples:
        loanha doctor --ward ba-dinh nha-1 --wait
        loanha doctor --ward ba-dinh nha-1 --last
      Exit codes: 0 nothing is wrong, 1 something is, or it could not be asked.
      """)

  /// How long an examination may take, and the way there and back, in milliseconds.
  private static let longestMilliseconds: Int64 = 30_000

  @OptionGroup var ward: WardOption
  @Argument(help: "The terminal's name.") var terminal: Identifier
  @Flag(help: "Wait for what it finds, 30 seconds at most.") var wait = false
  @Flag(help: "Ask nothing; read what it found last.") var last = false
  @Flag(help: "As JSON.") var json = false

  func run() throws {
    let folder = try ward.open()
    let store = try DeskStore(path: folder.databasePath)
    if last {
      let known = try store.diagnoses(of: terminal, limit: 2)
      guard let newest = known.first else {
        throw ValidationError("\(terminal) was never examined")
      }
      return try put(newest, before: known.dropFirst().first)
    }
    let command = try folder.askForDiagnosis(of: terminal)
    guard wait else {
      return print("\(terminal) was asked. Read what it finds with --last.")
    }
    let end = Clock.monotonicMilliseconds() + Self.longestMilliseconds
    while Clock.monotonicMilliseconds() < end {
      let known = try store.diagnoses(of: terminal, limit: 2)
      if let newest = known.first, newest.command == command {
        return try put(newest, before: known.dropFirst().first)
      }
      usleep(100_000)
    }
    print("\(terminal) has not answered within \(Self.longestMilliseconds / 1_000) seconds.")
    throw ExitCode.failure
  }

  private func put(_ diagnosis: Diagnosis, before: Diagnosis?) throws {
    if json {
      print(diagnosis.json.text)
    } else {
      let report = ExaminationReport(diagnosis, before: before)
      print("\(terminal)\t\(report.time)")
      for line in report.lines {
        print("\(line.advice == nil ? " " : "!") \(line.name)\t\(line.words)\t\(line.advice ?? "")")
      }
    }
    guard diagnosis.faults.isEmpty else { throw ExitCode.failure }
  }
}
