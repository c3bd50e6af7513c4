import ConfigurationFiles
import LinuxIO
import WardContract

/// What a device brings along in its image to become the terminal of some home: where it asks, and whom it
/// believes. `enrolment.toml`, with the fleet's root certificate beside it.
struct EnrolmentTrust: Equatable, Sendable {
  /// The city's key, which endorses wards; 32 bytes of Ed25519.
  var cityKey: [UInt8]
  /// Name or address of the broker for enrolment.
  var host: String
  /// Its TCP port, 1…65,535.
  var port: Int
  /// The fleet's root certificate, which the broker's certificate and the terminal's own go back to.
  var authorityPath: String
  /// The desk's pages, for the code that an installer scans: "https://loa.hanoi.example".
  var page: String?

  /// The file's name.
  static let fileName = "enrolment.toml"
  /// Where the file is if it is not in the terminal's own folder.
  static let systemFolder = "/etc/loanha"

  /// What the first of these folders has; `nil` if none has any.
  static func find(in folders: [String]) throws(ConfigurationError) -> EnrolmentTrust? {
    guard let folder = folders.first(where: { Files.exists("\($0)/\(fileName)") }) else {
      return nil
    }
    return try EnrolmentTrust(folder: folder)
  }

  /// Reads the file in `folder`; paths in it are relative to that.
  init(folder: String) throws(ConfigurationError) {
    let path = "\(folder)/\(Self.fileName)"
    let file = try ConfigurationFile(ConfigurationFiles.read(path), name: path)
    try file.allowTables([])
    var table = file.table("")
    cityKey = try table.string("city-key", rule: "32 bytes in base64url") { text in
      Base64URL.decode(text).flatMap { $0.count == 32 ? $0 : nil }
    }
    host = try table.string("host", rule: "a name or an address") {
      Assignment.isHost($0) ? $0 : nil
    }
    port = try table.integer("port", in: 1...65_535)
    let authority = try table.string("ca")
    authorityPath = authority.hasPrefix("/") ? authority : "\(folder)/\(authority)"
    page = try table.optionalString(
      "page", rule: "an address with https://, without a slash at its end"
    ) {
      Directory.Procedure.isAddress($0) && !$0.hasSuffix("/") ? $0 : nil
    }
    try table.finish()
  }

  /// What an installer's telephone opens for the device with that key; `nil` if nobody said where.
  func link(to key: KeyFingerprint) -> String? { page.map { "\($0)/claim/\(key)" } }
}
