/// What the pages speak.
public enum Language: String, Sendable, CaseIterable {
  /// The wards' own.
  case vietnamese = "vi"
  /// For those who look after the system.
  case english = "en"

  /// Words stand in both languages where they are used, so that neither is forgotten.
  public func say(_ vietnamese: String, _ english: String) -> String {
    self == .vietnamese ? vietnamese : english
  }
}
