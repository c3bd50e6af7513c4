/// What became of one call for help from a home, step by step.
public struct SOSReport: Equatable, Sendable, CustomStringConvertible {
  /// A step of a call for help.
  public enum Stage: String, CaseIterable, Sendable {
    /// Somebody held SOS to the end: help is needed, until something else is said.
    case pressed
    /// Somebody called it off before a number was dialled.
    case cancelled
    /// The home can't telephone: `reason`.
    case unable
    /// `number` is being dialled, as call `call`.
    case dialled
    /// The other end of call `call` is heard, as far as a modem can tell.
    case connected
    /// Call `call` is over: `reason`, after `seconds` with the other end.
    case ended
    /// Nothing more comes of this call for help: `reason`.
    case closed
  }

  /// Names the call for help within its ledger: the sequence of its `pressed` receipt.
  public var sos: Int64
  /// What happened.
  public var stage: Stage
  /// Which telephone call of it, from 1; 0 where none is meant.
  public var call: Int
  /// The number that was dialled: 112, 113, 114 or 115.
  public var number: String?
  /// Why, in a word or a few; `nil` where the stage says it all.
  public var reason: String?
  /// How long the other end was on the line, in seconds; `nil` if it never was.
  public var seconds: Int?

  /// A step.
  public init(
    sos: Int64, stage: Stage, call: Int = 0, number: String? = nil, reason: String? = nil,
    seconds: Int? = nil
  ) {
    self.sos = sos
    self.stage = stage
    self.call = call
    self.number = number
    self.reason = reason
    self.seconds = seconds
  }

  /// Most telephone calls that one call for help makes.
  public static let maximumCalls = 16
  /// The numbers that a home may call.
  public static let numbers = ["112", "113", "114", "115"]

  /// The step in a few words, for whoever reads the ledger: "115 ended (closed) after 94 s".
  public var description: String {
    let subject = number.map { "\($0) " } ?? ""
    let why = reason.map { " (\($0))" } ?? ""
    return "\(sos): \(subject)\(stage.rawValue)\(why)" + (seconds.map { " after \($0) s" } ?? "")
  }

  init(_ reader: ObjectReader) throws(Malformed) {
    sos = try reader.integer("sos", in: 1...Int64.max)
    stage = try reader.word("stage")
    call =
      reader.has("call")
      ? Int(try reader.integer("call", in: 1...Int64(Self.maximumCalls))) : 0
    number = try reader.optionalText("number", limit: Bounds.identifierBytes)
    if let number, !Self.numbers.contains(number) {
      throw Malformed(reader.place(of: "number"), "no emergency number")
    }
    reason = try reader.optionalText("reason", limit: Bounds.nameBytes)
    seconds = reader.has("seconds") ? Int(try reader.integer("seconds", in: 0...86_400)) : nil
  }
}
