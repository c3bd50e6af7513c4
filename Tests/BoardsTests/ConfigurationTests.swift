import Boards
import Foundation
import TestSupport
import Testing

@Suite("Configuration files") struct ConfigurationTests {
  private func fault(_ text: String) -> String {
    do throws(ConfigurationError) {
      _ = try Board(path: "x.toml") { _ throws(ConfigurationError) in Array(text.utf8) }
      return "read"
    } catch {
      return error.description
    }
  }

  @Test("every board file in the repository is read")
  func boards() throws {
    let folder = "\(sourceRoot)/boards"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".toml") }
    #expect(!files.isEmpty)
    for file in files {
      let board = try Board(path: "\(folder)/\(file)") { path throws(ConfigurationError) in
        guard let data = FileManager.default.contents(atPath: path) else {
          throw ConfigurationError(file: path, line: 0, fault: "missing")
        }
        return Array(data)
      }
      #expect("\(board.name).toml" == file)
    }
  }

  @Test("a fault is told with file, line and what is allowed")
  func faults() {
    let good = "name = \"x\"\n[sound]\npcm = \"null\"\n"
    #expect(fault(good) == "read")
    let cases = [
      (good + "rate-hz = 1\n", "x.toml:4: \"rate-hz\" must be a whole number from 8000 to 192000"),
      (good + "rate = 1\n", "x.toml:4: unknown key \"rate\" in [sound]; allowed: \"pcm\", "),
      (good + "pacing = \"x\"\n", "x.toml:4: \"pacing\" is \"x\"; allowed: \"card\", \"clock\""),
      (good + "[sounds]\n", "x.toml:4: unknown table [sounds]; allowed: [sound], [display]"),
      (good + "[sound]\n", "x.toml:4: the table [sound] stands twice"),
      (good + "pcm = \"a\"\n", "x.toml:4: the key \"pcm\" stands twice"),
      (good + "channels = \"1\"\n", "x.toml:4: \"channels\" must be a whole number"),
      (good + "channels = 1 2\n", "x.toml:4: the value of \"channels\""),
      (good + "pacing = \"card\n", "x.toml:4: the value of \"pacing\""),
      (good + "pacing\n", "x.toml:4: a line such as key = value"),
      ("[sound]\npcm = \"null\"\n", "x.toml:1: the file needs a key \"name\""),
      ("name = \"x\"\n", "x.toml: [sound] needs a key \"pcm\""),
      ("inherit = \"x\"\n" + good, "x.toml: inherits in a circle"),
      (String(repeating: "#", count: 70_000), "x.toml: more than 65536 bytes"),
    ]
    for (text, expected) in cases {
      #expect(fault(text).hasPrefix(expected), "\(fault(text)) is not \(expected)")
    }
  }

  @Test("what a file doesn't say it inherits, table by table")
  func inherits() throws {
    let files = [
      "a/b.toml": "name = \"b\"\ninherit = \"c\"\n[sound]\nchannels = 2\n",
      "a/c.toml": "name = \"c\"\nstatus = \"tested\"\n[sound]\npcm = \"null\"\nchannels = 1\n",
    ]
    let board = try Board(path: "a/b.toml") { path throws(ConfigurationError) in
      Array((files[path] ?? "").utf8)
    }
    #expect(board.name == "b" && board.status == .sketch)
    #expect(board.sound.pcm == "null" && board.sound.channels == 2)
  }

  @Test("comments, escapes and arrays are read as TOML has them")
  func syntax() throws {
    let text = "a = \"x # \\\"y\\\"\" # comment\nb = [\"1\", \"2\"] \nc = [ ]\n"
    let file = try ConfigurationFile(Array(text.utf8), name: "x")
    var table = file.table("")
    #expect(try table.string("a") == "x # \"y\"")
    #expect(try table.strings("b") == ["1", "2"])
    #expect(try table.strings("c") == [])
    try table.finish()
  }
}
