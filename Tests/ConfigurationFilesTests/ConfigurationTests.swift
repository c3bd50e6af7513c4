import ConfigurationFiles
import TestSupport
import Testing

/// A file of configuration.
func configuration(_ text: String) throws -> ConfigurationFile {
  try ConfigurationFile(Array(text.utf8), name: "x.toml")
}

/// The strict reader.
@Suite("Configuration files") struct ConfigurationFilesTests {
  @Test("values of every kind are read, and nothing is left over")
  func values() throws {
    var table = try configuration(
      """
      # a comment

      [a.b]   # another
      text = "hai \\"ba\\" \\\\ # no comment"  # a comment
      number = -12
      yes = true
      words = [ "một", "hai" ]
      numbers = [1,2 , 3]
      none = []
      """
    ).table("a.b")
    #expect(try table.string("text") == "hai \"ba\" \\ # no comment")
    #expect(try table.integer("number", in: -12...0, standard: 0) == -12)
    #expect(try table.boolean("yes", standard: false))
    #expect(try table.strings("words") == ["một", "hai"])
    #expect(try table.integers("numbers", in: 1...3) == [1, 2, 3])
    #expect(try table.integers("none", in: 1...3) == [])
    try table.finish()
  }

  @Test("a key that nobody reads is refused with its line and what is allowed")
  func unreadKey() throws {
    var table = try configuration("[sound]\npcm = \"null\"\n\nperod-ms = 20").table("sound")
    _ = try table.string("pcm")
    _ = try table.integer("period-ms", in: 10...1000, standard: 20)
    #expect(
      throws: ConfigurationError(
        file: "x.toml", line: 4, fault: "unknown key \"perod-ms\" in [sound]",
        allowed: "\"pcm\", \"period-ms\"")
    ) { try table.finish() }
    #expect(
      refusal { try table.finish() }
        == "x.toml:4: unknown key \"perod-ms\" in [sound]; allowed: \"pcm\", \"period-ms\"")
  }

  @Test("an unknown table is refused with its line and what is allowed")
  func unknownTable() throws {
    let file = try configuration("a = 1\n[sund]")
    #expect(
      refusal { try file.allowTables(["sound", "display"]) }
        == "x.toml:2: unknown table [sund]; allowed: [sound], [display]")
  }

  @Test(
    "what is not of the subset is refused on its line",
    arguments: [
      "a", "a =", "= 1", "a = 1 2", "a = \"x", "a = \"x\" y", "a = \"\\q\"", "a = 'x'",
      "a = 1.5", "a = 007", "a = --1", "a = -", "a = +1", "a = 1_000", "a = 0x1F",
      "a = 99999999999999999999", "a = tru", "a = true1", "a = [1, \"x\"]", "a = [1", "a = [1,]",
      "a = [[1]]", "a = [1 2]", "a b = 1", "\"a\" = 1", "[a", "[]", "[a] b", "[[a]]", "[ a ]",
      "a = {b = 1}", "a = 1\nb = 2\u{0}", "a = 2026-11-24", "ă = 1", "\u{FEFF}a = 1",
      "a = \"\"\"x\"\"\"", "a = \"x\ty\u{7}\"",
    ])
  func notOfTheSubset(_ text: String) {
    let line = text.contains("\n") ? 2 : 1
    #expect(refusal { _ = try configuration(text) }.hasPrefix("x.toml:\(line): "), "\(text)")
    let third = "\n# before\n" + text
    #expect(refusal { _ = try configuration(third) }.hasPrefix("x.toml:\(line + 2): "), "\(text)")
  }

  @Test("a key or a table that stands twice is refused where it stands again")
  func twice() {
    #expect(refusal { _ = try configuration("a = 1\n\na = 1") }.hasPrefix("x.toml:3: the key"))
    #expect(refusal { _ = try configuration("[a]\n[b]\n[a]") }.hasPrefix("x.toml:3: the table"))
    #expect(refusal { _ = try configuration("a = 1\n[b]\na = 1") } == "", "another table's key")
  }

  @Test("a value of another kind or out of its range is refused with what it must be")
  func kinds() throws {
    let file = try configuration("a = 9\nb = \"x\"\nc = [4]")
    func fault(_ read: (inout ConfigurationTable) throws -> Void) -> String {
      var table = file.table("")
      return refusal { try read(&table) }
    }
    #expect(
      fault { _ = try $0.integer("a", in: 1...8, standard: 1) }
        == "x.toml:1: \"a\" must be a whole number from 1 to 8")
    #expect(fault { _ = try $0.string("a") } == "x.toml:1: \"a\" must be a \"string\"")
    #expect(
      fault { _ = try $0.boolean("b", standard: true) } == "x.toml:2: \"b\" must be true or false")
    #expect(fault { _ = try $0.strings("b") }.hasPrefix("x.toml:2: \"b\" must be an array"))
    #expect(fault { _ = try $0.integers("c", in: 1...3) }.hasPrefix("x.toml:3: \"c\" must be"))
    #expect(
      fault { _ = try $0.string("b", rule: "a number in words") { Int($0) } }
        == "x.toml:2: \"b\": a number in words")
  }

  @Test("a file that is too large or not UTF-8 is refused before it is read")
  func bytes() {
    let large = [UInt8](repeating: UInt8(ascii: "\n"), count: ConfigurationFile.maximumBytes)
    #expect(refusal { _ = try ConfigurationFile(large, name: "x.toml") } == "")
    #expect(
      refusal { _ = try ConfigurationFile(large + [0x0A], name: "x.toml") }
        == "x.toml: the file has more than 65536 bytes")
    #expect(
      refusal { _ = try ConfigurationFile(Array("a = 1\nb = \"".utf8) + [0xFF, 0x22], name: "x") }
        == "x:2: the text is not UTF-8")
  }

  @Test("a name is a value or a table, not both: TOML allows neither order")
  func valueAndTable() throws {
    #expect(
      refusal { _ = try configuration("a = 1\n[a.b]\nc = 1") }
        == "x.toml:2: \"a\" has a value in line 1 and is no table")
    #expect(
      refusal { _ = try configuration("[a]\nb = 1\n[a.b]") }
        == "x.toml:3: \"b\" has a value in line 2 and is no table")
    #expect(
      refusal { _ = try configuration("[a.b]\nc = 1\n[a]\nb = 1") }
        == "x.toml:4: \"b\" is a table already, [a.b]")
    #expect(refusal { _ = try configuration("a = 1\n[ab.c]\n[d.a]\nb = 1\n[d.ab]") } == "")
  }

  @Test("line ends of other systems are line ends")
  func lineEnds() throws {
    var table = try configuration("a = 1\r\n# x\r\nb = \"y\"\r\n").table("")
    #expect(try table.integer("a", in: 0...9, standard: 0) == 1)
    #expect(try table.string("b") == "y")
    try table.finish()
    #expect(refusal { _ = try configuration("a = 1\r\nb") }.hasPrefix("x.toml:2: "))
  }

  @Test("a combining accent does not hide a quotation mark")
  func combining() throws {
    var table = try configuration("a = \"\u{301}x\"").table("")
    #expect(try table.string("a").unicodeScalars.count == 2)
    #expect(refusal { _ = try configuration("a = \"x\"\u{301}") }.hasPrefix("x.toml:1: "))
  }

  @Test("a good file with any byte exchanged or cut is read or refused, never a crash")
  func damaged() {
    let good = Array("n = \"ab\"\n[s]\nk = [1, 2]\nl = [\"x\"] # c\nb = true\n".utf8)
    for place in good.indices {
      _ = refusal { _ = try ConfigurationFile(Array(good[..<place]), name: "x") }
      for byte in UInt8.min...UInt8.max {
        var bad = good
        bad[place] = byte
        let fault = refusal { _ = try ConfigurationFile(bad, name: "x") }
        #expect(fault.isEmpty || fault.hasPrefix("x:"), "\(fault)")
      }
    }
  }
}
