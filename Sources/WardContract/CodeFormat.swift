/// How a code is written, place by place: what somebody who enters it with a few buttons is offered,
/// and what a reader accepts.
///
/// As text: `#` is a digit, `@` a capital letter, `*` either, `[013]` one of those named; `{n}` or
/// `{n,m}` behind one of them says how often; every other capital letter, digit, dot, hyphen and
/// slash stands for itself; `|` divides alternatives. An EVN customer's code is `PD#{11}`.
public struct CodeFormat: Equatable, Sendable, CustomStringConvertible {
  /// Most characters of a code.
  public static let longestCode = 40
  /// Longest text of a format, in bytes.
  public static let longestText = 400
  /// Most alternatives.
  static let maximumAlternatives = 8

  /// Characters of which one stands `minimum` to `maximum` times.
  private struct Run: Equatable {
    var characters: [UInt8]
    var minimum: Int
    var maximum: Int
  }

  /// Where a reader may stand: before the next character of that run, `count` of which it has read.
  private struct State: Equatable {
    var alternative: Int
    var run: Int
    var count: Int
  }

  /// The format as it was written.
  public let description: String
  private let alternatives: [[Run]]

  /// The format that `text` spells, or `nil`.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.longestText else { return nil }
    var alternatives: [[Run]] = []
    for part in text.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false) {
      guard let runs = Self.runs(part), !runs.isEmpty,
        runs.reduce(0, { $0 + $1.maximum }) <= Self.longestCode
      else { return nil }
      alternatives.append(runs)
    }
    guard alternatives.count <= Self.maximumAlternatives else { return nil }
    description = text
    self.alternatives = alternatives
  }

  private static let digits = Array("0123456789".utf8)
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)

  private static func runs(_ text: Substring.UTF8View) -> [Run]? {
    var rest = text
    var runs: [Run] = []
    while let first = rest.popFirst() {
      let characters: [UInt8]
      switch first {
      case UInt8(ascii: "#"): characters = digits
      case UInt8(ascii: "@"): characters = letters
      case UInt8(ascii: "*"): characters = digits + letters
      case UInt8(ascii: "["):
        characters = Array(rest.prefix { $0 != UInt8(ascii: "]") })
        rest = rest.dropFirst(characters.count)
        guard rest.popFirst() != nil, !characters.isEmpty, characters.allSatisfy(isPlain) else {
          return nil
        }
      default:
        guard isPlain(first) else { return nil }
        characters = [first]
      }
      guard let times = times(&rest) else { return nil }
      runs.append(
        Run(characters: characters, minimum: times.lowerBound, maximum: times.upperBound))
    }
    return runs
  }

  /// What may stand for itself.
  private static func isPlain(_ byte: UInt8) -> Bool {
    digits.contains(byte) || letters.contains(byte) || "./-".utf8.contains(byte)
  }

  /// How often the run stands that was just read: once if nothing is said.
  private static func times(_ rest: inout Substring.UTF8View) -> ClosedRange<Int>? {
    guard rest.first == UInt8(ascii: "{") else { return 1...1 }
    rest = rest.dropFirst()
    let inner = rest.prefix { $0 != UInt8(ascii: "}") }
    rest = rest.dropFirst(inner.count)
    let numbers = inner.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      .compactMap { part in
        part.allSatisfy(digits.contains) && part.count <= 2 ? Int(Substring(part)) : nil
      }
    guard rest.popFirst() != nil, (1...2).contains(numbers.count),
      numbers.count == inner.count(where: { $0 == UInt8(ascii: ",") }) + 1,
      let least = numbers.first, let most = numbers.last, least <= most, (1...longestCode) ~= most
    else { return nil }
    return least...most
  }

  /// Every state reached from `states` without reading a character.
  private func settled(_ states: [State]) -> [State] {
    var settled: [State] = []
    for first in states {
      var state: State? = first
      while let current = state, !settled.contains(current) {
        settled.append(current)
        let runs = alternatives[current.alternative]
        let isDone = current.run < runs.count && current.count >= runs[current.run].minimum
        state =
          isDone
          ? State(alternative: current.alternative, run: current.run + 1, count: 0) : nil
      }
    }
    return settled
  }

  private func run(_ state: State) -> Run? {
    let runs = alternatives[state.alternative]
    guard state.run < runs.count, state.count < runs[state.run].maximum else { return nil }
    return runs[state.run]
  }

  /// Where a reader may stand behind `code`; nowhere if the format doesn't allow it.
  private func states(after code: String) -> [State] {
    var states = settled(
      alternatives.indices.map { State(alternative: $0, run: 0, count: 0) })
    for byte in code.utf8 {
      states = settled(
        states.compactMap { state in
          guard run(state)?.characters.contains(byte) == true else { return nil }
          return State(
            alternative: state.alternative, run: state.run, count: state.count + 1)
        })
    }
    return states
  }

  /// What may stand behind `beginning`, in the order in which it is to be offered; nothing if the code
  /// is whole, or if the format doesn't allow the beginning.
  public func choices(after beginning: String) -> [Character] {
    var bytes: [UInt8] = []
    for state in states(after: beginning) {
      for byte in run(state)?.characters ?? [] where !bytes.contains(byte) { bytes.append(byte) }
    }
    return bytes.map { Character(Unicode.Scalar($0)) }
  }

  /// Whether `code` is written like that, from its first to its last character.
  public func accepts(_ code: String) -> Bool {
    guard code.utf8.count <= Self.longestCode else { return false }
    return states(after: code).contains { $0.run == alternatives[$0.alternative].count }
  }
}
