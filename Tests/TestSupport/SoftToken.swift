import Foundation

/// Where SoftHSM keeps the tokens of a test.
public final class SoftTokenFolder: @unchecked Sendable {
  /// SoftHSM, the PKCS#11 module.
  public static let module = "/usr/lib/softhsm/libsofthsm2.so"
  /// The folder.
  public let folder = TemporaryFolder()
  /// SoftHSM's settings, which `SOFTHSM2_CONF` names.
  public var configurationPath: String { folder.file("softhsm2.conf") }
  /// What a program's environment needs, as "NAME=value".
  public var environment: String { "SOFTHSM2_CONF=\(configurationPath)" }

  /// A folder without tokens.
  public init() throws {
    try FileManager.default.createDirectory(
      atPath: folder.file("tokens"), withIntermediateDirectories: true)
    try folder.write(
      "directories.tokendir = \(folder.file("tokens"))\nlog.level = ERROR\n",
      to: "softhsm2.conf")
  }
}

/// A token of SoftHSM, used through its own program and OpenSC's.
public final class SoftToken {
  /// The PIN of every token.
  public static let pin = "4321"
  /// What the token is called.
  public let label: String
  private let tokens: SoftTokenFolder

  /// A token of that label beside those that the folder has, without keys.
  public init(_ label: String, in tokens: SoftTokenFolder) throws {
    (self.label, self.tokens) = (label, tokens)
    try run(
      "softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "123456", "--pin",
      Self.pin)
  }

  struct Failure: Error, CustomStringConvertible { var description: String }

  private func run(_ arguments: String...) throws {
    let (code, output) = try ChildProcess.run(tokens.environment, arguments)
    guard code == 0 else { throw Failure(description: output) }
  }

  /// Has the token make a key, which never leaves it. `asksAlways` wants the PIN for each signature.
  public func make(
    _ label: String, id: String, kind: String = "EC:edwards25519", asksAlways: Bool = false
  ) throws {
    let command = [
      "pkcs11-tool", "--module", SoftTokenFolder.module, "--token-label", self.label, "--login",
      "--pin", Self.pin, "--keypairgen", "--key-type", kind, "--label", label, "--id", id,
    ]
    let (code, output) = try ChildProcess.run(
      tokens.environment, command + (asksAlways ? ["--always-auth"] : []))
    guard code == 0 else { throw Failure(description: output) }
  }

  /// Puts an Ed25519 key there whose seed is known.
  public func put(_ seed: [UInt8], _ label: String, id: String) throws {
    // RFC 8410 §7: the octets around a seed in PKCS#8.
    let head: [UInt8] = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20]
    let text = Data(head + seed).base64EncodedString()
    let path = try tokens.folder.write(
      "-----BEGIN PRIVATE KEY-----\n\(text)\n-----END PRIVATE KEY-----\n", to: "\(label).pem")
    try run(
      "softhsm2-util", "--import", path, "--token", self.label, "--label", label, "--id", id,
      "--pin", Self.pin)
  }

  /// Takes the token away.
  public func remove() { try? run("softhsm2-util", "--delete-token", "--token", label) }
}
