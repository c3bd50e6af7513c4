import Foundation
import Glibc
import TestSupport
import Testing

/// Power goes at each step that root's part of an update takes.
@Suite("Updates: power cuts", .enabled(if: geteuid() == 0)) struct PowerCutTests {
  private static let library = Result {
    let made = "\(programFolder)/power_cut.so"
    let new = "\(made).\(ProcessInfo.processInfo.processIdentifier)"
    try UpdateRig.run(
      "gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", new,
      "\(sourceRoot)/Tests/InstallationTests/PowerCut/power_cut.c", "-ldl")
    try UpdateRig.run("mv", new, made)
    return made
  }

  /// Runs `loanhad` until the step of that number; whether power was cut before it was done.
  private func isCut(at step: Int, _ task: String, _ rig: UpdateRig) throws -> Bool {
    let (code, output) = try ChildProcess.run(
      "LD_PRELOAD=\(try Self.library.get())",
      ["CUT_AT=\(step)", "\(programFolder)/loanhad", task, "--root", rig.root])
    guard code == 0 || code == SIGKILL else {
      throw UpdateRig.Failure(description: "\(task) ended with \(code): \(output)")
    }
    return code == SIGKILL
  }

  /// Starts the system again until no update is under way. Whether the new program works is for
  /// `isHealthy` to say.
  private func settle(_ rig: UpdateRig, isHealthy: Bool) throws {
    for boot in 2..<12 {
      if isHealthy, rig.running == "1.1.0" { try rig.sayHealthy("1.1.0") }
      if try rig.installer(boot: boot).settle() == "no update is under way" { return }
    }
    Issue.record("the update does not come to an end")
  }

  @Test(
    "wherever power goes while a release is installed, a whole terminal is left, the old one or the new",
    arguments: [true, false])
  func installing(isHealthy: Bool) throws {
    var step = 0
    var ends: Set<String> = []
    repeat {
      step += 1
      let rig = try UpdateRig()
      try rig.ask(for: "1.1.0")
      let isCut = try isCut(at: step, "--install-update", rig)
      try settle(rig, isHealthy: isHealthy)
      let running = rig.running
      #expect(running != nil, "step \(step): nothing whole is installed")
      #expect(rig.isTidy || running == "1.0.0", "step \(step): something is left behind")
      if let running { ends.insert(running) }
      if !isCut { break }
    } while step < 400
    #expect(step > 20 && step < 400)
    #expect(ends == (isHealthy ? ["1.0.0", "1.1.0"] : ["1.0.0"]))
  }

  @Test("wherever power goes while a release is taken back, the old terminal is left")
  func restoring() throws {
    var step = 0
    while step < 400 {
      step += 1
      let rig = try UpdateRig()
      try rig.ask(for: "1.1.0")
      // Started anew for the last time without the new program's word.
      for boot in 1...3 {
        _ = boot == 1 ? try rig.installer().install() : try rig.installer(boot: boot).settle()
      }
      let isCut = try isCut(at: step, "--settle-update", rig)
      try settle(rig, isHealthy: false)
      #expect(rig.running == "1.0.0" && rig.isTidy, "step \(step)")
      if !isCut { break }
    }
    #expect(step > 8 && step < 400)
  }
}
