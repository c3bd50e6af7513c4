/// The text of `settings.toml`, which makes a terminal the terminal of one home: written by whoever enrols
/// it, the desk's command line or the terminal itself.
public struct HomeSettingsFile: Equatable, Sendable {
  /// The terminal's name.
  public var terminal: Identifier
  /// The home's leaf area.
  public var area: Area
  /// What it listens to beside its own area.
  public var groups: [Area]
  /// The ward.
  public var ward: Area
  /// The ward as people know it.
  public var wardName: String
  /// The ward's root key, 32 bytes of Ed25519.
  public var rootKey: [UInt8]
  /// Where the home is; `nil` if nobody wrote it down.
  public var address: String?
  /// Name or address of the broker.
  public var host: String
  /// The broker's TCP port.
  public var port: Int
  /// The certificate's file and that of its private key, beside this one.
  public var certificate: String, key: String

  /// The settings of a home.
  public init(
    terminal: Identifier, area: Area, groups: [Area], ward: Area, wardName: String,
    rootKey: [UInt8], address: String?, host: String, port: Int, certificate: String, key: String
  ) {
    self.terminal = terminal
    self.area = area
    self.groups = groups
    self.ward = ward
    self.wardName = wardName
    self.rootKey = rootKey
    self.address = address
    self.host = host
    self.port = port
    self.certificate = certificate
    self.key = key
  }

  /// The file's text.
  public var text: String {
    """
    # The terminal of one home, as it was enrolled.
    terminal = "\(terminal)"
    area = "\(area)"
    groups = [\(groups.map { "\"\($0)\"" }.joined(separator: ", "))]
    ward = "\(ward)"
    ward-name = \(Self.quoted(wardName))
    root-key = "\(Base64URL.encode(rootKey))"
    \(address.map { "address = \(Self.quoted($0))" } ?? "# address = \"where the home is\"")

    [broker]
    host = "\(host)"
    port = \(port)
    ca = "ca.pem"
    certificate = "\(certificate)"
    key = "\(key)"

    """
  }

  /// `text` as a string of a configuration file.
  private static func quoted(_ text: String) -> String {
    let escaped = text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
    return "\"\(escaped)\""
  }
}
