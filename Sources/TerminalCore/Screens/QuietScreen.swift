/// When the household wants no ordinary news: what is chosen, and what OK changes.
public struct QuietScreen: Equatable, Sendable {
  /// One choice and what it stands at.
  public struct Row: Equatable, Sendable {
    /// The choice.
    public var name: String
    /// What it stands at, in words.
    public var value: String
    /// Whether it keeps silence now or later.
    public var isOn: Bool
  }

  /// From top to bottom.
  public var rows: [Row]
  /// Index of the row that OK changes.
  public var selected: Int
  /// What is never silenced, in words.
  public var promise: String
}
