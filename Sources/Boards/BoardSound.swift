import ConfigurationFiles

extension Board {
  /// `[sound]`, and `[second-sound]`
  public struct Sound: Sendable {
    /// Whose clock paces the card; see `SoundSettings.Pacing`.
    public enum Pacing: String, CaseIterable, Sendable {
      case card
      case clock
      case none
    }

    /// What makes the household's volume.
    public enum Volume: String, CaseIterable, Sendable {
      /// The terminal's arithmetic.
      case software
      /// The card's mixer.
      case mixer
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
    /// What makes the household's volume.
    public var volume: Volume
    /// The mixer's element. With `volume` in software it is set once to its highest and unmuted;
    /// `nil`, if it is in software only: the card has none.
    public var mixer: Mixer?
    /// Samples are kept below this, −20…0 dB of full scale.
    public var peakDecibels: Int

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      pcm = try table.string("pcm")
      rateHertz = try table.integer("rate-hz", in: 8_000...192_000, standard: 48_000)
      channels = try table.integer("channels", in: 1...2, standard: 1)
      bufferMilliseconds = try table.integer("buffer-ms", in: 100...10_000, standard: 2_000)
      leadInMilliseconds = try table.integer("lead-in-ms", in: 0...5_000, standard: 200)
      tailMilliseconds = try table.integer("tail-ms", in: 0...5_000, standard: 200)
      pacing = try table.word("pacing", standard: .card)
      peakDecibels = try table.integer("peak-dbfs", in: -20...0, standard: -1)
      volume = try table.word("volume", standard: .software)
      let element =
        switch volume {
        case .software: try table.optionalName("mixer")
        case .mixer: try table.name("mixer")
        }
      mixer = nil
      if let element { mixer = try Mixer(element, &table) }
      try table.finish()
    }
  }

  /// An element of a card's mixer: the keys of `[sound]` that begin with "mixer".
  public struct Mixer: Sendable {
    /// Its name as a simple element of ALSA (`amixer scontrols`), such as "Digital".
    public var element: String
    /// Which of several elements of that name, 0…31.
    public var index: Int
    /// Where the household's 0 % lies, −120…−1 dB.
    public var minimumDecibels: Int
    /// Where its 100 % lies, above `minimumDecibels`, 30 dB at most.
    public var maximumDecibels: Int

    fileprivate init(
      _ element: String, _ table: inout ConfigurationTable
    ) throws(ConfigurationError) {
      self.element = element
      index = try table.integer("mixer-index", in: 0...31, standard: 0)
      minimumDecibels = try table.integer("mixer-min-db", in: -120 ... -1, standard: -50)
      maximumDecibels = try table.integer(
        "mixer-max-db", in: minimumDecibels + 1...30, standard: 0)
    }
  }
}
