import Boards
import ConfigurationFiles
import LinuxIO
import MQTTLink
import TerminalCore
import WardContract

/// What makes a terminal the terminal of one home: `settings.toml` in its folder, written at
/// enrolment.
public struct TerminalSettings: Sendable {
  /// What the core needs to know of the home.
  public var profile: Profile
  /// The broker's name or address.
  public var host: String
  /// The broker's TCP port, 1…65,535.
  public var port: Int
  /// Files for TLS, absolute paths or relative to the working folder.
  public var tls: LinkSettings.TLS

  /// Where the settings of a home lie.
  static func path(in folder: String) -> String { "\(folder)/settings.toml" }

  /// Reads the settings in `folder`. Paths in them are relative to it.
  public init(folder: String, version: String) throws(ConfigurationError) {
    let path = Self.path(in: folder)
    let file = try ConfigurationFile(ConfigurationFiles.read(path), name: path)
    try file.allowTables(["broker"])
    var top = file.table("")
    let areaRule = "a path of unit codes such as 01.00004"
    var groups: [Area] = []
    let terminal = try top.string("terminal", rule: Identifier.rule) { Identifier($0) }
    let area = try top.string("area", rule: areaRule) { Area($0) }
    for name in try top.strings("groups") {
      guard let group = Area(name) else {
        throw ConfigurationError(
          file: path, line: 0, fault: "groups: \"\(name)\" is not \(areaRule)")
      }
      groups.append(group)
    }
    let ward = try top.string("ward", rule: areaRule) { Area($0) }
    let wardName = try top.string("ward-name")
    let rootKey = try top.string("root-key", rule: "32 bytes in base64url") { text in
      Base64URL.decode(text).flatMap { $0.count == 32 ? $0 : nil }
    }
    let address = try top.optionalString("address", rule: HomeAddress.rule) {
      HomeAddress.fault(in: $0) == nil ? $0 : nil
    }
    try top.finish()
    guard ward.covers(area), groups.allSatisfy({ ward.covers($0) }) else {
      throw ConfigurationError(file: path, line: 0, fault: "area and groups must lie in \(ward)")
    }
    profile = Profile(
      terminal: terminal, area: area, groups: groups, ward: ward, wardName: wardName,
      rootKey: rootKey, version: version)
    profile.address = address
    var broker = file.table("broker")
    host = try broker.string("host")
    port = try broker.integer("port", in: 1...65_535, standard: 8_883)
    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }
    tls = LinkSettings.TLS(
      authorityPath: absolute(try broker.string("ca")),
      certificatePath: absolute(try broker.string("certificate")),
      keyPath: absolute(try broker.string("key")))
    try broker.finish()
  }
}

/// Reads configuration files from disk, and says it as a configuration error if they can't be.
public enum ConfigurationFiles {
  /// The bytes of the file at `path`.
  public static func read(_ path: String) throws(ConfigurationError) -> [UInt8] {
    do throws(SystemError) {
      return try Files.read(path, limit: ConfigurationFile.maximumBytes)
    } catch {
      throw ConfigurationError(file: path, line: 0, fault: "can't be read: \(error)")
    }
  }
}
