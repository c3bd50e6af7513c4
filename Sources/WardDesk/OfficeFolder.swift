import ConfigurationFiles
import LinuxIO
import WardContract

/// The folder of a server with pages: which wards it serves, and where it listens.
public struct OfficeFolder: Sendable {
  /// The folder.
  public let path: String
  /// The folders of the wards.
  public let wardPaths: [String]
  /// The address to listen on.
  public let address: String
  /// The TCP port; 0 takes any that is free.
  public let port: Int
  /// Certificate chain and private key, PEM; `nil` is plain HTTP, on loopback only.
  public let tls: (certificate: String, key: String)?

  /// How long what people tell the ward and ask of it is kept.
  public let retention: Retention

  /// The folder with simulated homes, for a demonstration; `nil` where homes are real.
  public let simulatorsPath: String?

  private static let loopback = ["127.0.0.1", "::1", "localhost"]

  /// Opens the office in the folder `path`.
  public init(path: String) throws {
    let settings = "\(path)/office.toml"
    guard Files.exists(settings) else {
      throw DeskError("there is no office in \(path); `loanha-desk init` makes one")
    }
    let file = try ConfigurationFile(
      Files.read(settings, limit: ConfigurationFile.maximumBytes), name: settings)
    try file.allowTables(["tls"])
    var table = file.table("")
    self.path = path
    wardPaths = try table.strings("wards").map { Self.absolute($0, in: path) }
    address = try table.string("address")
    port = try table.integer("port", in: 0...65_535, standard: 8_443)
    retention = Retention(
      feedbackDays: try table.integer(
        "feedback-retention-days", in: Retention.days, standard: Retention.standardDays),
      requestDays: try table.integer(
        "request-retention-days", in: Retention.days, standard: Retention.standardDays))
    simulatorsPath = try table.optionalString("simulators").map { Self.absolute($0, in: path) }
    try table.finish()
    if file.hasTable("tls") {
      var table = file.table("tls")
      tls = (
        Self.absolute(try table.string("certificate"), in: path),
        Self.absolute(try table.string("key"), in: path)
      )
      try table.finish()
    } else {
      tls = nil
      guard Self.loopback.contains(address) else {
        throw DeskError(
          "\(settings): plain HTTP is for loopback only; give [tls] a certificate and a key, or "
            + "listen on 127.0.0.1 behind a reverse proxy")
      }
    }
    guard !wardPaths.isEmpty else { throw DeskError("\(settings): wards is empty") }
  }

  private static func absolute(_ name: String, in folder: String) -> String {
    name.hasPrefix("/") ? name : "\(folder)/\(name)"
  }

  /// The server's own database: accounts, sessions, audit log.
  public var databasePath: String { "\(path)/office.db" }

  /// Makes an office for the wards in these folders. Refuses a folder that holds one already.
  public static func make(
    path: String, wardPaths: [String], address: String, port: Int
  ) throws -> OfficeFolder {
    guard !Files.exists("\(path)/office.toml") else {
      throw DeskError("\(path) holds an office already; nothing was changed")
    }
    for ward in wardPaths { _ = try WardFolder(path: ward) }
    try Files.makeFolder(path)
    let wards = wardPaths.map(Founding.absolute)
    try Files.replace(
      "\(path)/office.toml", settings(wards: wards, address: address, port: port, tls: nil))
    return try OfficeFolder(path: path)
  }

  /// Names other folders of wards, relative to the office's or absolute; the rest stays.
  static func change(wards: [String], in path: String) throws -> OfficeFolder {
    let old = try OfficeFolder(path: path)
    try Files.replace(
      "\(path)/office.toml",
      settings(
        wards: wards, address: old.address, port: old.port, tls: old.tls,
        retention: old.retention))
    return try OfficeFolder(path: path)
  }

  private static func settings(
    wards: [String], address: String, port: Int, tls: (certificate: String, key: String)?,
    retention: Retention = Retention()
  ) -> [UInt8] {
    let tables = """
      [tls]
      certificate = \(WardFolder.quoted(tls?.certificate ?? "server.pem"))
      key = \(WardFolder.quoted(tls?.key ?? "server.key"))
      """
    let mark = tls == nil ? "# " : ""
    let lines = tables.split(separator: "\n").map { mark + $0 }
    let settings = """
      # The server with the desk's pages; written by `loanha-desk init`.
      wards = [\(wards.map(WardFolder.quoted).joined(separator: ", "))]
      address = \(WardFolder.quoted(address))
      port = \(port)
      # So many days after the ward's last word what people said in a feedback is erased.
      feedback-retention-days = \(retention.feedbackDays)
      # The same for what homes asked of public services and billers.
      request-retention-days = \(retention.requestDays)
      # Plain HTTP is for loopback only. To be reached from elsewhere it needs:
      \(lines.joined(separator: "\n"))

      """
    return Array(settings.utf8)
  }
}
