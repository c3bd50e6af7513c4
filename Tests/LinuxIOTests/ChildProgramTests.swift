import Glibc
import Testing

@testable import LinuxIO

@Suite("Programs of others") struct ChildProgramTests {
  /// All that it writes, and how it ended.
  private static func run(
    _ path: String, _ arguments: [String], _ input: String,
    before: (ChildProgram) -> Void = { _ in }
  ) throws -> (output: String, end: ChildProgram.End) {
    let program = try ChildProgram(path, arguments, input: Array(input.utf8))
    before(program)
    var output: [UInt8] = []
    while true {
      if let more = try program.read(atMost: 4_096) {
        output += more
        if more.isEmpty { break }
      }
      program.wait(timeoutMilliseconds: 1_000)
    }
    while true {
      // The pipe is closed a little before the program has ended.
      if let end = program.takeEnd() { return (String(decoding: output, as: UTF8.self), end) }
      sched_yield()
    }
  }

  @Test("a long input comes out again whole, and the end is told")
  func whole() throws {
    let text = String(repeating: "Thông báo của phường. ", count: 40_000)
    let (output, end) = try Self.run("/bin/cat", [], text)
    #expect(output == text)
    #expect(end == .exited(code: 0))
    #expect(try Self.run("/bin/sh", ["-c", "exit 7"], "").end == .exited(code: 7))
  }

  @Test("one that isn't there is an error of its start")
  func missing() {
    #expect(throws: SystemError("posix_spawn", "/nonexistent", number: ENOENT)) {
      _ = try ChildProgram("/nonexistent", [], input: [])
    }
  }

  @Test("signals that our threads block reach it all the same")
  func signals() throws {
    let answers = try Mailbox<ChildProgram.End?>(capacity: 1)
    let thread = try WorkerThread(name: "starter") {
      let ran = try? Self.run("/bin/sleep", ["600"], "") { kill($0.identifier, SIGTERM) }
      _ = answers.post(ran?.end)
    }
    thread.join()
    #expect(answers.drain() == [.killed(signal: SIGTERM)])
  }

  @Test("it has the environment that every program expects, and nothing of ours")
  func environment() throws {
    let (output, _) = try Self.run("/usr/bin/env", [], "")
    #expect(output == "PATH=/usr/bin:/bin\nLANG=C.UTF-8\n")
  }
}
