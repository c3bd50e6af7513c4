/// A code that is entered character by character.
public struct CodeEntryScreen: Equatable, Sendable {
  /// Whose code it is.
  public var title: String
  /// How it is written, and where it is found.
  public var help: String
  /// What is wrong with what was entered; stands in the place of the help.
  public var fault: String?
  /// The characters that stand.
  public var entered: String
  /// What OK takes: a character, or the word that ends the code.
  public var choice: String
  /// What ▲ leads to; empty if there is no other choice.
  public var previous: String
  /// What ▼ leads to; empty if there is no other choice.
  public var next: String
  /// OK ends the code.
  public var isComplete: Bool
}
