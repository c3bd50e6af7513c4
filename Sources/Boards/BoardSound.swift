extension Board {
  /// `[sound]`
  public struct Sound: Sendable {
    /// Whose clock paces the card; see `SoundSettings.Pacing`.
    public enum Pacing: String, CaseIterable, Sendable {
      case card
      case clock
      case none
    }

    /// Name of an ALSA PCM; `{home}` stands for the terminal's folder.
    public var pcm: String
    /// Samples a second, 8,000…192,000.
    public var rateHertz: Int
    /// 1 or 2.
    public var channels: Int
    /// Depth of the card's buffer, 100…10,000 ms.
    public var bufferMilliseconds: Int
    /// Silence before the first sample, 0…5,000 ms, in which an amplifier wakes up.
    public var leadInMilliseconds: Int
    /// Silence after the last sample, 0…5,000 ms, which pushes it out of the card.
    public var tailMilliseconds: Int
    /// Whose clock says when a sample has sounded.
    public var pacing: Pacing

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      pcm = try table.string("pcm")
      rateHertz = try table.integer("rate-hz", in: 8_000...192_000, standard: 48_000)
      channels = try table.integer("channels", in: 1...2, standard: 1)
      bufferMilliseconds = try table.integer("buffer-ms", in: 100...10_000, standard: 2_000)
      leadInMilliseconds = try table.integer("lead-in-ms", in: 0...5_000, standard: 200)
      tailMilliseconds = try table.integer("tail-ms", in: 0...5_000, standard: 200)
      pacing = try table.word("pacing", standard: .card)
      try table.finish()
    }
  }
}
