import TerminalCore
import WardContract

/// A diagnosis in words, what is wrong first, compared with the one before.
public struct ExaminationReport: Equatable, Sendable {
  /// What was found of one part.
  public struct Line: Equatable, Sendable {
    /// The part, as people call it.
    public var name: String
    /// What was found.
    public var words: String
    /// What to do about it; `nil` if nothing is wrong.
    public var advice: String?
    /// How it differs from the diagnosis before; `nil` if it doesn't, or there was none.
    public var change: Change?
  }

  /// How a part differs from the diagnosis before.
  public enum Change: Equatable, Sendable {
    case broken
    case mended
  }

  /// When the terminal was examined, as far as it knew.
  public var time: Instant
  /// Who asked for it.
  public var cause: Diagnosis.Cause
  /// What is wrong, then what is well, then what nobody has judged; what the board has none of is left out.
  public var lines: [Line]

  /// The words of `newest`; `before` is the one before it.
  public init(_ newest: Diagnosis, before: Diagnosis? = nil) {
    (time, cause) = (newest.time, newest.cause)
    let found = newest.findings.filter { $0.verdict != .absent }
    let ordered =
      found.filter { $0.reason != nil } + found.filter { $0.verdict == .good }
      + found.filter { $0.verdict == .skipped }
    lines = ordered.map { finding in
      let old = before?.findings.first { $0.subject == finding.subject }
      let change: Change? =
        switch (old?.reason, finding.verdict) {
        case (_?, .good): .mended
        case (nil, .bad) where before != nil: .broken
        default: nil
        }
      return Line(
        name: finding.subject.name, words: finding.words, advice: finding.advice, change: change)
    }
  }

  /// How many parts are bad.
  public var faultCount: Int { lines.count { $0.advice != nil } }
}
