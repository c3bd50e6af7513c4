import ConfigurationFiles

extension Board {
  /// `[limits]`
  public struct Limits: Sendable {
    /// The loudest that a household can set, 1…100 %.
    public var volumeMaximumPercent: Int

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      volumeMaximumPercent = try table.integer("volume-max-percent", in: 1...100, standard: 100)
      try table.finish()
    }
  }
}
