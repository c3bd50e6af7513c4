/// The terminal examines itself: what it does, or what somebody is asked.
public struct ExaminationScreen: Equatable, Sendable {
  /// What stands there to be looked at.
  public enum Picture: Equatable, Sendable {
    case none
    /// Edges, colours and letters by which a display is judged.
    case pattern
    /// The buttons to be pressed.
    case buttons([Button])
  }

  /// A button to be pressed.
  public struct Button: Equatable, Sendable {
    /// "OK", "Âm lượng +"
    public var name: String
    /// It was pressed.
    public var isPressed: Bool
  }

  /// The question, or what goes on.
  public var title: String
  /// What is to be known about it.
  public var text: String
  /// What stands there to be looked at.
  public var picture: Picture
  /// What OK answers; `nil` where it means nothing.
  public var ok: String?
  /// What Back answers; `nil` where it means nothing.
  public var back: String?
  /// What ▲ and ▼ answer; `nil` where they mean nothing.
  public var upDown: String?
}
