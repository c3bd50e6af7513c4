import Vietnamese
import WardContract

/// What is read out of an item that has no recording, and in which order.
public struct Announcement: Equatable, Sendable {
  private static let exercise = "Đây là diễn tập, không phải tình huống thật."

  /// The item's headline, as it is written.
  public let headline: String
  private let description: String
  private let instruction: String
  private let isEmergency: Bool
  private let isExercise: Bool

  /// The words of a bulletin. To take them is cheap; they are expanded when they are to be spoken.
  public init(_ bulletin: Bulletin) {
    headline = bulletin.headline
    description = bulletin.description
    instruction = bulletin.instruction ?? ""
    isEmergency = bulletin.priority == .emergency
    isExercise = bulletin.status != .actual
  }

  /// The words in their order: in an emergency what to do comes before what is known; an exercise
  /// says that it is one, before anything else and once more at the end.
  public var words: SpokenText {
    var paragraphs =
      isEmergency ? [headline, instruction, description] : [headline, description, instruction]
    if isExercise { paragraphs = [Self.exercise] + paragraphs + [Self.exercise] }
    return SpokenText(paragraphs: paragraphs)
  }

  /// What a speech synthesiser is given.
  public var text: String { words.text }
}
