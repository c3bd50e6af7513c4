/// Why the desk did not do what it was asked for, in a sentence for a person.
public struct DeskError: Error, Equatable, CustomStringConvertible {
  /// What happened, and what to do.
  public var description: String

  /// A reason.
  public init(_ description: String) { self.description = description }
}
