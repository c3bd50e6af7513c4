/// A terminal whose data partition can't be mounted: what is wrong, and what to do.
public struct StorageMissingScreen: Equatable, Sendable {
  /// Names this very machine to whoever is called: "7KQF-2M9X".
  public var code: String

  /// The screen of the machine that `code` names.
  public init(code: String) { self.code = code }
}
