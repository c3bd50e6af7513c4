import Foundation
import TestSupport
import Testing

/// Rules that hold for the source tree as a whole.
@Suite("The source tree") struct SourceTreeTests {
  /// What each room may import besides Glibc.
  static let allowed: [String: [String]] = [
    "WardContract": ["Swift"], "ConfigurationFiles": [], "Boards": ["ConfigurationFiles"],
    "Vietnam": [], "Vietnamese": ["Swift"],
    "BroadcastRules": ["ConfigurationFiles", "Vietnamese", "WardContract"],
    "TerminalCore": ["BroadcastRules", "Vietnam", "Vietnamese", "WardContract"],
    "Simulation": ["BroadcastRules", "TerminalCore", "Vietnam", "WardContract"],
    "LinuxIO": ["CLinux"], "SQLite": ["CSQLite"],
    "Signatures": ["COpenSSL", "CSodium", "WardContract"],
    "Installation": ["LinuxIO", "Signatures", "WardContract"],
    "Tokens": ["CPKCS11"],
    "MQTTLink": ["CMosquitto", "LinuxIO"],
    "Speech": ["LinuxIO"],
    "Sound": ["CALSA", "COpus", "CSampleRate", "CSndFile", "LinuxIO", "Speech"],
    "Telephone": ["CSystemd", "LinuxIO"],
    "Panel": ["CPanel", "LinuxIO"],
    "Painter": ["CImages", "CQRCode", "CText", "TerminalCore", "Vietnam", "WardContract"],
    "TerminalStore": ["LinuxIO", "SQLite", "Signatures", "TerminalCore", "WardContract"],
    "Terminal": [
      "Boards", "ConfigurationFiles", "LinuxIO", "MQTTLink", "Painter", "Panel", "Signatures",
      "Sound",
      "Speech", "Telephone", "TerminalCore", "TerminalStore", "WardContract",
    ],
    "loanhad": ["Boards", "ConfigurationFiles", "Installation", "LinuxIO", "Sound", "Terminal"],
    "WardDesk": [
      "BroadcastRules", "CEBUR128", "ConfigurationFiles", "LinuxIO", "MQTTLink", "Painter",
      "SQLite",
      "Signatures", "Sound", "Speech", "TerminalCore", "Vietnam", "WardContract",
    ],
    "DeskPages": [
      "BroadcastRules",
      "HTTPTypes", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "LinuxIO", "Logging",
      "NIOCore", "NIOPosix", "NIOSSL", "Painter", "SQLite", "ServiceLifecycle", "Signatures",
      "Synchronization", "Vietnam", "WardContract", "WardDesk",
    ],
  ]
  /// Rooms that may import what they like: the entry points of command line and desk.
  static let free = ["loanha", "loanha-desk"]
  static let pure = [
    "WardContract", "ConfigurationFiles", "Vietnamese", "BroadcastRules", "Boards", "TerminalCore",
    "Simulation",
  ]

  static func files(_ folder: String) -> [(path: String, lines: [String])] {
    let root = "\(sourceRoot)/\(folder)"
    let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") || $0.hasSuffix(".h") }
      .sorted().compactMap { name in
        guard let text = try? String(contentsOfFile: "\(root)/\(name)", encoding: .utf8) else {
          return nil
        }
        return ("\(folder)/\(name)", text.components(separatedBy: "\n"))
      }
  }

  @Test("imports point down only")
  func imports() {
    for (room, allowed) in Self.allowed {
      let extra = Self.pure.contains(room) ? [] : ["Glibc"]
      let files = Self.files("Sources/\(room)")
      #expect(!files.isEmpty, "\(room) is empty")
      for (path, lines) in files {
        for (number, line) in lines.enumerated() {
          let words = line.split(separator: " ")
          guard let index = words.firstIndex(of: "import"), index <= 1, words.count > index + 1
          else { continue }
          let module = String(words[index + 1])
          #expect(
            (allowed + extra).contains(module), "\(path):\(number + 1) imports \(module)")
        }
      }
    }
  }

  @Test("the terminal's rooms use no concurrency runtime, the core no order of a hash table")
  func words() {
    let terminal = Self.allowed.keys.filter { !["DeskPages", "WardDesk"].contains($0) }
    for room in terminal.sorted() {
      for (path, lines) in Self.files("Sources/\(room)") {
        for (number, line) in lines.enumerated() {
          let code = line.components(separatedBy: "//")[0]
          for word in [" async ", " await ", "Task {", "actor "] where code.contains(word) {
            Issue.record("\(path):\(number + 1) has\(word)")
          }
          if room == "TerminalCore", code.contains("[:]") || code.contains("Dictionary") {
            Issue.record("\(path):\(number + 1) keeps a dictionary")
          }
        }
      }
    }
  }

  @Test("every file has one subject and nothing left behind")
  func tidy() {
    for (path, lines) in Self.files("Sources") + Self.files("Tests") {
      #expect(lines.count <= 460, "\(path) has \(lines.count) lines")
      for (number, line) in lines.enumerated() {
        for word in ["TO" + "DO", "FIX" + "ME", "X" + "XX"] where line.contains(word) {
          Issue.record("\(path):\(number + 1) says \(word)")
        }
      }
    }
  }

  @Test("every room stands on the floor plan")
  func floorPlan() throws {
    let plan = try String(contentsOfFile: "\(sourceRoot)/docs/architecture.md", encoding: .utf8)
    for room in try FileManager.default.contentsOfDirectory(atPath: "\(sourceRoot)/Sources") {
      #expect(plan.contains("`\(room)`"), "docs/architecture.md doesn't name \(room)")
      let isListed = Self.allowed[room] != nil || Self.free.contains(room)
      let isShim = FileManager.default.fileExists(
        atPath: "\(sourceRoot)/Sources/\(room)/module.modulemap")
      let isC = FileManager.default.fileExists(
        atPath: "\(sourceRoot)/Sources/\(room)/include/\(room).h")
      #expect(isListed || isShim || isC, "nothing says what \(room) may import")
    }
  }

  /// A `loanhad` that was built on top of an older one kept the sizes of values that had grown, and
  /// overran its heap.
  @Test("a target is built again with whatever lies below it, however far")
  func closure() throws {
    let folder = TemporaryFolder()
    let dump = try ChildProcess.run(
      "swift",
      [
        "package", "--package-path", sourceRoot, "--scratch-path", folder.file("build"),
        "--cache-path", folder.file("cache"), "dump-package",
      ]
    ).output.drop { $0 != "{" }
    let manifest = try JSONDecoder().decode(Manifest.self, from: Data(dump.utf8))
    let named = Dictionary(
      uniqueKeysWithValues: manifest.targets.map {
        ($0.name, Set($0.dependencies.compactMap(\.room)))
      })
    #expect(named.count > 30)
    for (target, rooms) in named {
      for room in rooms {
        let missing = (named[room] ?? []).subtracting(rooms)
        #expect(missing.isEmpty, "\(target) names \(room), and not what is below: \(missing)")
      }
    }
  }

  private struct Manifest: Decodable {
    struct Target: Decodable {
      struct Dependency: Decodable {
        /// The name, and then a condition or nothing.
        var byName: [String?]?
        var room: String? { byName?.first ?? nil }
      }
      var name: String
      var dependencies: [Dependency]
    }
    var targets: [Target]
  }

  @Test("every package to install says what for")
  func packages() throws {
    let list = try String(contentsOfFile: "\(sourceRoot)/provisioning/apt.txt", encoding: .utf8)
    for line in list.split(separator: "\n") where !line.hasPrefix("#") {
      #expect(line.contains("# "), "\(line)")
    }
  }
}
