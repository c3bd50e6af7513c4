import Boards
import Foundation
import TestSupport
import Testing

/// Board files: roles, inheritance, and the files that ship.
@Suite("Board files") struct BoardsTests {
  static let folder = "\(sourceRoot)/boards"
  static let shipped: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".toml") }.sorted()

  @Test("every board file that ships can be read", arguments: shipped)
  func everyBoard(_ file: String) throws {
    let board = try shippedBoard("\(Self.folder)/\(file)")
    #expect("\(board.name).toml" == file, "a board's name is its file's")
  }

  @Test("no machine finds two board files that name it")
  func machines() throws {
    var named: [String: String] = [:]
    for file in Self.shipped {
      for machine in try shippedBoard("\(Self.folder)/\(file)").machines {
        let other = named.updateValue(file, forKey: machine)
        #expect(other == nil, "\(file) and \(other ?? "") name \(machine)")
      }
    }
  }

  @Test("the simulator ships, and paints, sounds and listens in the terminal's own folder")
  func simulator() throws {
    let text = try String(contentsOfFile: "\(Self.folder)/simulator.toml", encoding: .utf8)
    let board = try board(["boards/a.toml": text])
    #expect(board.status == .tested)
    #expect(board.sound.pcm == "file:'{home}/speaker.wav',wav")
    #expect(board.sound.pacing == .clock)
    #expect(board.display.kind == .png && board.display.path == "{home}/screen.png")
    #expect(board.display.width == 800 && board.display.height == 480)
    #expect(board.buttons.source == .socket && board.buttons.path == "{home}/buttons.sock")
  }

  @Test("what a board does not say has a standard; what it must say is asked for")
  func standards() throws {
    let least = try board(["boards/a.toml": "name = \"a\"\n[sound]\npcm = \"null\""])
    #expect(least.status == .sketch)
    #expect(least.sound.rateHertz == 48_000 && least.sound.bufferMilliseconds == 2_000)
    #expect(least.display.kind == .none && least.buttons.source == .none)
    #expect(
      refusal { _ = try board(["boards/a.toml": "name = \"a\"\n[sound]"]) }
        == "boards/a.toml:2: [sound] needs a key \"pcm\"")
    #expect(
      refusal { _ = try board(["boards/a.toml": "[sound]\npcm = \"null\""]) }
        == "boards/a.toml: the file needs a key \"name\"")
  }

  @Test("an inherited key counts where the board has none of its own")
  func inheritance() throws {
    let board = try board([
      "boards/a.toml": "name = \"a\"\ninherit = \"b\"\n[sound]\nchannels = 2",
      "boards/b.toml": """
      name = "b"
      status = "tested"
      [sound]
      pcm = "null"
      channels = 1
      tail-ms = 7
      """,
    ])
    #expect(board.name == "a" && board.sound.pcm == "null")
    #expect(board.sound.channels == 2 && board.sound.tailMilliseconds == 7)
    #expect(board.status == .sketch, "nobody inherits having been tested")
  }

  @Test("a fault in an inherited file is told with that file's name and line")
  func inheritedFault() {
    let child = "name = \"a\"\ninherit = \"b\"\n[sound]\npcm = \"null\""
    func fault(_ base: String) -> String {
      refusal { _ = try board(["boards/a.toml": child, "boards/b.toml": base]) }
    }
    #expect(fault("name = \"b\"\n[sound]\nrate-hz = 1").hasPrefix("boards/b.toml:3: \"rate-hz\""))
    #expect(fault("name = \"b\"\n\n[sound]\nrate = 1").hasPrefix("boards/b.toml:4: unknown key"))
    #expect(fault("name = \"b\"\nnmae = 1").hasPrefix("boards/b.toml:2: unknown key \"nmae\""))
    #expect(fault("name = \"b\"\n[noise]").hasPrefix("boards/b.toml:2: unknown table [noise]"))
  }

  @Test("inheritance in a circle, too deep, or out of the folder is refused with its line")
  func inheritanceBounds() {
    func file(_ name: String, inherits base: String) -> String {
      "name = \"\(name)\"\ninherit = \"\(base)\"\n"
    }
    #expect(
      refusal { _ = try board(["boards/a.toml": file("a", inherits: "a")]) }
        .hasPrefix("boards/a.toml:2: \"inherit\": "))
    #expect(
      refusal {
        _ = try board([
          "boards/a.toml": file("a", inherits: "b"), "boards/b.toml": file("b", inherits: "a"),
        ])
      }.hasPrefix("boards/b.toml:2: \"inherit\": "))
    var chain: [String: String] = [:]
    for (name, base) in zip("abcd", "bcde") {
      chain["boards/\(name).toml"] = file("\(name)", inherits: "\(base)")
    }
    #expect(refusal { _ = try board(chain) }.hasPrefix("boards/d.toml:2: \"inherit\": "))
    #expect(
      refusal { _ = try board(["boards/a.toml": file("a", inherits: "../etc/x")]) }
        .hasPrefix("boards/a.toml:2: \"inherit\": "))
  }

  @Test("a word outside its vocabulary is refused, and the vocabulary is told")
  func vocabulary() {
    let text = "name = \"a\"\n[sound]\npcm = \"null\"\npacing = \"heart\""
    #expect(
      refusal { _ = try board(["boards/a.toml": text]) }
        == "boards/a.toml:4: \"pacing\" is \"heart\"; allowed: \"card\", \"clock\", \"none\"")
  }
}
