import WardContract

/// Something to choose from a list: the functions of the terminal, its settings, what may be asked for.
public struct ChoiceScreen: Equatable, Sendable {
  /// One choice.
  public struct Row: Equatable, Sendable {
    /// The choice.
    public var name: String
    /// What it stands at, in words; may be empty.
    public var value: String
    /// The value wants to be seen.
    public var isMarked: Bool

    /// A choice, and what it stands at.
    public init(name: String, value: String = "", isMarked: Bool = false) {
      self.name = name
      self.value = value
      self.isMarked = isMarked
    }
  }

  /// What is to be chosen.
  public var title: String
  /// From top to bottom.
  public var rows: [Row]
  /// Index of the chosen row; 0 in an empty list.
  public var selected: Int
  /// What OK does with the chosen row: "Mở", "Đổi".
  public var action: String
  /// What is to be known about all of it, below the rows; may be empty. The only words of an empty list.
  public var note: String
  /// How large the household likes its words.
  public var textSize: TextSize

  /// A list to choose from.
  public init(
    title: String, rows: [Row], selected: Int, action: String, note: String = "",
    textSize: TextSize = .normal
  ) {
    self.title = title
    self.rows = rows
    self.selected = selected
    self.action = action
    self.note = note
    self.textSize = textSize
  }
}
