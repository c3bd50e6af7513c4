/// An element of a card's mixer, as `amixer` lists them: `Simple mixer control 'Digital',0`.
public struct MixerElement: Equatable, Sendable, CustomStringConvertible {
  /// "Digital", "Master", "Mic" …
  public var name: String
  /// 0, unless the card has several of that name.
  public var index: Int

  /// The element of that name and number.
  public init(_ name: String, index: Int = 0) {
    self.name = name
    self.index = index
  }

  /// As `amixer` writes it.
  public var description: String { "'\(name)',\(index)" }
}
