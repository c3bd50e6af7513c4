/// A QR code for somebody's phone, and what it is for.
public struct QRScreen: Equatable, Sendable {
  /// What happens when it is scanned.
  public var title: String
  /// What stands in the code.
  public var payload: String
  /// What matters most, set largest: "347.600 đồng".
  public var figure: String?
  /// What else is to be known, a line each.
  public var lines: [String]
  /// What to do with it, or what comes of it; may be empty.
  public var note: String
  /// Said over everything else if it isn't real.
  public var trial: String?

  /// A code.
  public init(
    title: String, payload: String, figure: String? = nil, lines: [String] = [],
    note: String = "", trial: String? = nil
  ) {
    self.title = title
    self.payload = payload
    self.figure = figure
    self.lines = lines
    self.note = note
    self.trial = trial
  }
}
