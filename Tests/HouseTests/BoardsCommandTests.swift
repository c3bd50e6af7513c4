import Foundation
import TestSupport
import Testing

/// `loanha boards check`, as installers run it.
@Suite("loanha boards check") struct BoardsCommandTests {
  let folder = TemporaryFolder()

  func check(_ arguments: String...) throws -> (code: Int32, output: String) {
    try ChildProcess.run(House.program("loanha"), ["boards", "check"] + arguments)
  }

  func write(_ name: String, _ lines: String) throws {
    try folder.write("name = \"\(name)\"\n[sound]\npcm = \"null\"\n" + lines, to: "\(name).toml")
  }

  @Test("the boards that ship are all fine, and each has a line with its status")
  func shipped() throws {
    let (code, output) = try check("--folder", "\(sourceRoot)/boards")
    #expect(code == 0, "\(output)")
    let lines = output.split(separator: "\n")
    #expect(lines.count == BoardStartTests.files.count)
    #expect(lines.allSatisfy { $0.contains(".toml: ok, ") }, "\(output)")
    #expect(output.contains("boards/simulator.toml: ok, tested"))
  }

  @Test("one that is wrong is named with line and cure, the others are still checked")
  func wrong() throws {
    try write("a", "rat-hz = 8000")
    try write("b", "")
    let (code, output) = try check("--folder", folder.path)
    #expect(code == 1)
    let lines = output.split(separator: "\n")
    #expect(lines.count == 2, "\(output)")
    #expect(lines.first?.hasPrefix("\(folder.file("a.toml")):4: unknown key \"rat-hz\"") == true)
    #expect(lines.first?.contains("allowed: \"pcm\", \"rate-hz\"") == true)
    #expect(lines.last == "\(folder.file("b.toml")): ok, sketch")
  }

  @Test("a name that is not the file's, or another board's, is refused")
  func names() throws {
    try write("a", "")
    try FileManager.default.copyItem(atPath: folder.file("a.toml"), toPath: folder.file("b.toml"))
    let misnamed = try check("--folder", folder.path)
    #expect(misnamed.code == 1)
    #expect(misnamed.output.contains("b.toml: the name \"a\" is not that of the file"))
    try FileManager.default.createDirectory(
      atPath: folder.file("other"), withIntermediateDirectories: false)
    try FileManager.default.copyItem(
      atPath: folder.file("a.toml"), toPath: folder.file("other/a.toml"))
    let twice = try check(folder.file("a.toml"), folder.file("other/a.toml"))
    #expect(twice.code == 1)
    #expect(twice.output.contains("other/a.toml: \(folder.file("a.toml")) has the name \"a\", too"))
  }

  @Test("as JSON each board has its file and its name, or its fault")
  func json() throws {
    struct Row: Decodable {
      var file: String
      var name: String?
      var status: String?
      var machine: [String]?
      var fault: String?
    }
    try write("a", "[noise]")
    try folder.write(
      "name = \"b\"\nmachine = [\"maker,b\"]\n[sound]\npcm = \"null\"\n", to: "b.toml")
    let (code, output) = try check("--folder", folder.path, "--json")
    #expect(code == 1)
    let rows = try JSONDecoder().decode([Row].self, from: Data(output.utf8))
    #expect(rows.map(\.file) == [folder.file("a.toml"), folder.file("b.toml")])
    #expect(rows.first?.fault?.contains("a.toml:4: unknown table [noise]") == true)
    #expect(rows.last?.name == "b" && rows.last?.status == "sketch")
    #expect(rows.last?.machine == ["maker,b"] && rows.last?.fault == nil)
  }

  @Test("a file or a folder that isn't there, or an empty one, is said to be so")
  func missing() throws {
    let file = try check(folder.file("x.toml"))
    #expect(file.code == 1 && file.output.contains("x.toml: can't be read: "), "\(file.output)")
    let empty = try check("--folder", folder.path)
    #expect(empty.code == 1 && empty.output.contains("there is no board file"))
    let none = try check("--folder", folder.file("none"))
    #expect(none.code == 1 && none.output.contains("No such file"), "\(none.output)")
  }

  @Test("a terminal refuses the board file of another machine, and says which the two are")
  func otherMachine() throws {
    let path = try folder.write(
      "name = \"a\"\nmachine = [\"nobody,nothing\"]\n[sound]\npcm = \"null\"\n", to: "a.toml")
    let (code, output) = try ChildProcess.run(
      House.program("loanhad"), ["--board", path, "--home", folder.path])
    #expect(code == 78)
    #expect(output.contains("the board file \"a\" is for \"nobody,nothing\"; this machine "))
  }
}
