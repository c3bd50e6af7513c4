import Foundation
import TestSupport
import Testing

/// Every board file, with the real terminal. Most parts are missing here: what is checked is that
/// the terminal starts all the same, says what it looked for, and goes on.
@Suite("Starting on every board") struct BoardStartTests {
  static let files: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(sourceRoot)/boards")) ?? [])
    .filter { $0.hasSuffix(".toml") }.sorted()

  /// A folder with all board files, made fit for any machine.
  private func boards(in folder: TemporaryFolder) throws -> String {
    for file in Self.files {
      let text = try String(contentsOfFile: "\(sourceRoot)/boards/\(file)", encoding: .utf8)
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let kept = lines.filter { !$0.hasPrefix("machine = ") }.joined(separator: "\n")
      try folder.write(kept, to: file)
    }
    return folder.path
  }

  @Test("a terminal starts on every board, says what is missing, and goes on", arguments: files)
  func start(_ file: String) throws {
    let house = try House()
    let folder = TemporaryFolder()
    let path = "\(try boards(in: folder))/\(file)"
    let loanhad = House.program("loanhad")
    let described = try ChildProcess.run(loanhad, ["--describe", "--board", path])
    #expect(described.code == 0, "\(described.output)")
    let terminal = try ChildProcess(
      loanhad, ["--board", path, "--home", house.home], log: folder.file("terminal.log"))
    /// The part was found, or it was said that it wasn't.
    func wasLookedFor(_ part: String) -> Bool {
      terminal.log.contains("loanhad: \(part) ") || terminal.log.contains("loanhad: no \(part): ")
    }
    if described.output.contains(/display +drm/) {
      #expect(eventually { wasLookedFor("display") }, "\(terminal.log)")
    }
    if described.output.contains(/buttons +evdev/) {
      #expect(eventually { wasLookedFor("buttons") }, "\(terminal.log)")
    }
    if let card = described.output.firstMatch(of: /hw:CARD=([A-Za-z0-9]+)/)?.output.1,
      !FileManager.default.fileExists(atPath: "/proc/asound/\(card)")
    {
      #expect(eventually { wasLookedFor("sound") }, "\(terminal.log)")
    }
    // Nobody answers; that it has tried says that the loop goes round.
    #expect(eventually { terminal.log.contains("loanhad: no link: ") }, "\(terminal.log)")
    #expect(terminal.isRunning, "\(terminal.log)")
    #expect(terminal.stop() == 0, "\(terminal.log)")
  }
}
