import ConfigurationFiles

extension Board {
  /// `[speech]`, which may be left out: the voice that reads out what has no recording.
  public struct Speech: Sendable {
    /// espeak-ng, or a program with the same options; an absolute path.
    public var program: String
    /// Words a minute as espeak-ng counts them, 80…300.
    public var wordsPerMinute: Int

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      program =
        try table.optionalString("program", rule: "a path from the root") {
          $0.hasPrefix("/") ? $0 : nil
        } ?? "/usr/bin/espeak-ng"
      wordsPerMinute = try table.integer("words-per-minute", in: 80...300, standard: 140)
      try table.finish()
    }
  }
}
