import ConfigurationFiles

extension Board {
  /// `[microphone]`
  public struct Microphone: Sendable {
    /// Name of an ALSA PCM to record from.
    public var pcm: String
    /// Samples a second, 8,000…192,000.
    public var rateHertz: Int
    /// 1 or 2.
    public var channels: Int
    /// The mixer's element for recording, such as "Capture"; `nil` if the card has none.
    public var mixer: String?
    /// What `mixer` is set to, −30…60 dB; without one it counts for nothing.
    public var gainDecibels: Int

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      pcm = try table.string("pcm")
      rateHertz = try table.integer("rate-hz", in: 8_000...192_000, standard: 16_000)
      channels = try table.integer("channels", in: 1...2, standard: 1)
      mixer = try table.optionalName("mixer")
      gainDecibels = try table.integer("gain-db", in: -30...60, standard: 0)
      try table.finish()
    }
  }
}
