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
    let wards = wardPaths.map { WardFolder.quoted(Founding.absolute($0)) }
    let settings = """
      # The server with the desk's pages; written by `loanha-desk init`.
      wards = [\(wards.joined(separator: ", "))]
      address = "\(address)"
      port = \(port)
      # Plain HTTP is for loopback only. To be reached from elsewhere:
      # [tls]
      # certificate = "server.pem"
      # key = "server.key"

      """
    try Files.replace("\(path)/office.toml", Array(settings.utf8))
    return try OfficeFolder(path: path)
  }
}
