import BroadcastRules
import LinuxIO
import WardContract

/// Where rule sets lie: those that come with LoaNha, and a ward's own beside them.
public enum RuleFiles {
  /// The folder of the rule sets that come with the running program.
  public static func sharedFolder() throws -> String { try SharedFolder.find("rules") }

  /// The rule sets of those folders that are there, checked, in the order of their names. A ward's
  /// file takes the place of a shared one of its name if its version is higher.
  public static func read(
    shared: String, own: String? = nil
  ) throws -> [(set: RuleSet, text: String)] {
    var files: [(name: String, set: RuleSet, text: String)] = []
    for folder in [shared, own].compactMap({ $0 }) where Files.isFolder(folder) {
      for name in try Files.list(folder).sorted() where name.hasSuffix(".toml") {
        let path = "\(folder)/\(name)"
        let bytes = try Files.read(path, limit: Bounds.ruleSetBytes)
        guard let text = String(validating: bytes, as: UTF8.self) else {
          throw DeskError("\(path) is not UTF-8")
        }
        let set = try RuleSet(text, name: path)
        if let index = files.firstIndex(where: { $0.name == name }) {
          if set.version > files[index].set.version { files[index] = (name, set, text) }
        } else {
          files.append((name, set, text))
        }
      }
    }
    guard !files.isEmpty else {
      throw DeskError("there is no rule set (*.toml) in \(shared)")
    }
    guard files.count <= Bounds.ruleSets else {
      throw DeskError(
        "\(files.count) rule sets are more than the \(Bounds.ruleSets) that a plan holds: take "
          + "those away that are in force no more")
    }
    _ = try RuleBook(files.map(\.set))
    return files.map { ($0.set, $0.text) }
  }
}
