import WardContract

/// Words to be read, page by page.
public struct PageScreen: Equatable, Sendable {
  /// What it is about.
  public var title: String
  /// Where it is from, and of when; may be empty.
  public var detail: String
  /// A number to call, set largest; `nil` if it isn't about one.
  public var number: String?
  /// Paragraphs divided by line feeds.
  public var text: String
  /// From 0; the painter says how many there are.
  public var page: Int
  /// What OK does: "Gửi", "Gọi lại"; `nil` if nothing.
  public var action: String?
  /// How large the household likes its words.
  public var textSize: TextSize

  /// Words to be read.
  public init(
    title: String, detail: String = "", number: String? = nil, text: String, page: Int = 0,
    action: String? = nil, textSize: TextSize = .normal
  ) {
    self.title = title
    self.detail = detail
    self.number = number
    self.text = text
    self.page = page
    self.action = action
    self.textSize = textSize
  }
}
