import Speech

/// A sound card and how to treat it.
public struct SoundSettings: Sendable {
  /// Whose clock says when a sample has sounded.
  public enum Pacing: String, CaseIterable, Sendable {
    /// The card's: every real card.
    case card
    /// Ours: PCMs such as `null` and `file`, which swallow samples at once.
    case clock
    /// Nobody's: as fast as it goes, for tests.
    case none
  }

  /// Who turns the household's volume.
  public enum VolumeControl: String, CaseIterable, Sendable {
    /// The samples are scaled before they are written.
    case software
    /// The card's mixer; a change is heard at once, not only behind what the card's buffer holds.
    case mixer
  }

  /// Any name of an ALSA PCM: "hw:CARD=Device", "null", "file:'/tmp/speaker.wav',wav".
  public var pcm: String
  /// Samples a second.
  public var rateHertz: Int
  /// 1 or 2; with 2 both get the same.
  public var channels: Int
  /// Depth of the card's buffer in milliseconds: deeper than any stall of the disk.
  public var bufferMilliseconds: Int
  /// Whose clock the thread obeys.
  public var pacing: Pacing
  /// Silence before the first sample, in which an amplifier wakes up: no first word is lost.
  public var leadInMilliseconds: Int
  /// Silence after the last sample, which pushes it out of the card: no last word is lost.
  public var tailMilliseconds: Int
  /// Who turns the household's volume.
  public var volumeControl: VolumeControl
  /// The element of the card's mixer that is the loudspeaker's volume, if it is to be touched.
  public var mixer: MixerElement?
  /// Decibels of that element at 1 % of the household's volume; at 0 % it is switched off.
  public var mixerMinimumDecibels: Double
  /// Decibels of that element at 100 %, or all the time if the volume is turned by software. What
  /// the element can't reach is the nearest that it can.
  public var mixerMaximumDecibels: Double
  /// No sample is higher than this, in decibels relative to full scale, at most 0.
  public var peakDBFS: Double
  /// Who reads out what has no recording.
  public var speech: SpeechSettings

  /// A card under this name, with settings that fit most.
  public init(
    pcm: String, rateHertz: Int = 48_000, channels: Int = 1, bufferMilliseconds: Int = 2_000,
    pacing: Pacing = .card, leadInMilliseconds: Int = 200, tailMilliseconds: Int = 200,
    volumeControl: VolumeControl = .software, mixer: MixerElement? = nil,
    mixerMinimumDecibels: Double = -50, mixerMaximumDecibels: Double = 0, peakDBFS: Double = -1,
    speech: SpeechSettings = SpeechSettings()
  ) {
    self.pcm = pcm
    self.rateHertz = rateHertz
    self.channels = channels
    self.bufferMilliseconds = bufferMilliseconds
    self.pacing = pacing
    self.leadInMilliseconds = leadInMilliseconds
    self.tailMilliseconds = tailMilliseconds
    self.volumeControl = volumeControl
    self.mixer = mixer
    self.mixerMinimumDecibels = mixerMinimumDecibels
    self.mixerMaximumDecibels = mixerMaximumDecibels
    self.peakDBFS = peakDBFS
    self.speech = speech
  }
}

/// One part of a performance.
public enum PerformancePart: Sendable {
  case signal(Signal)
  /// A sound file from a point within it on.
  case file(path: String, fromMilliseconds: Int)
  /// Words that are spoken, from a point within the speech on, at a pace in percent of the usual one.
  /// They are asked for when their turn has come, on the sound thread.
  case speech(fromMilliseconds: Int, pacePercent: Int, words: @Sendable () -> String)
  /// A live programme, from the present on. Places in it are times in the programme.
  case live(LiveFeed)
}

/// What a sound thread reports.
public enum SoundReport: Sendable, Equatable {
  /// The first sample of that performance has been written, at that time of CLOCK_MONOTONIC.
  case started(token: UInt64, nanoseconds: Int64)
  /// The live programme in that performance has got into another phase; and once more before the
  /// end is reported.
  case live(token: UInt64, LiveProgress)
  case finished(token: UInt64)
  /// Finished, and its last part was speech that took so long.
  case spoken(token: UInt64, milliseconds: Int)
  /// Stopped on request, within that part, after so much of it had sounded.
  case stopped(token: UInt64, part: Int, milliseconds: Int)
  /// It could not go on from there.
  case failed(token: UInt64, part: Int, milliseconds: Int, reason: String)
  case cardLost(reason: String)
  case cardBack
  /// The card's mixer can't be set; what sounds is scaled by software.
  case mixerFailed(reason: String)
  /// The mixer obeys again.
  case mixerBack
  /// The card ran dry for a moment; so often by now.
  case underrun(count: Int)
  /// The microphone is open, and a voice is being recorded.
  case recordingStarted(token: UInt64)
  /// So much was recorded, and so loud it was of late, 0…100 percent.
  case recordingGoes(token: UInt64, milliseconds: Int, levelPercent: Int)
  /// The microphone is closed.
  case recordingEnded(token: UInt64, VoiceEnd)
  /// The microphone's gain can't be set; it records as it is.
  case gainFailed(reason: String)
}
