/// What a ward asks one of its terminals to do at once. It is never retained, and soon over: a terminal
/// that was not there is not surprised by it later.
public struct Command: Equatable, Sendable {
  /// What is asked for.
  public enum Kind: String, CaseIterable, Sendable {
    /// To examine itself, as far as nobody has to be there, without a sound.
    case examine
  }

  /// The command's name; the answer bears it.
  public var identifier: Identifier
  /// Whom it is for.
  public var terminal: Identifier
  /// What is asked for.
  public var kind: Kind
  /// When it was signed.
  public var issued: Instant
  /// From then on it is refused: at most `Bounds.commandMilliseconds` later.
  public var expires: Instant

  /// A command that is over as late as it may be.
  public init(identifier: Identifier, terminal: Identifier, kind: Kind, issued: Instant) {
    self.identifier = identifier
    self.terminal = terminal
    self.kind = kind
    self.issued = issued
    expires = issued + Bounds.commandMilliseconds
  }

  /// The command that `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    identifier = try reader.identifier("identifier")
    terminal = try reader.identifier("terminal")
    kind = try reader.word("kind")
    issued = try reader.instant("issued")
    expires = try reader.instant("expires")
    guard issued < expires, expires - issued <= Bounds.commandMilliseconds else {
      throw Malformed(reader.place(of: "expires"), "not soon after it was issued")
    }
  }

  /// The command as JSON, ready to be signed by the desk.
  public var json: JSONValue {
    .members([
      "identifier": .string(identifier.description), "terminal": .string(terminal.description),
      "kind": .string(kind.rawValue), "issued": .string(issued.description),
      "expires": .string(expires.description),
    ])
  }
}

extension Verifier {
  /// What the ward asks `terminal` to do, signed by a desk key of `area`. Whether it is over, or was
  /// obeyed already, is for the caller to say, who knows the time.
  public func command(
    _ bytes: [UInt8], terminal: Identifier, area: Area, keyrings: [Keyring]
  ) throws(Refusal) -> Command {
    let envelope = try open(bytes)
    let command: Command
    do { command = try Command(json: JSONParser.parse(envelope.payload)) } catch {
      throw .malformed(error)
    }
    guard command.terminal == terminal else { throw .wrongTopic }
    try deskSigned(envelope, type: .command, area: area, at: command.issued, keyrings: keyrings)
    return command
  }
}
