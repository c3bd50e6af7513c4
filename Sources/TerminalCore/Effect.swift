import BroadcastRules
import WardContract

/// Everything that a terminal can do. The shell performs effects in their order; the end of one
/// that takes time comes back as an event with its token.
public enum Effect: Equatable, Sendable {
  /// Try once to connect. Answered by `linkUp` or `linkDown`.
  case connect
  /// Subscribe to topic filters; retained messages come anew each time.
  case subscribe([String])
  /// Unsubscribe from topic filters.
  case unsubscribe([String])
  /// Publish with QoS 1. What matters is answered by the desk, not by the broker.
  case publish(Topic, payload: [UInt8], retained: Bool)

  /// Write all of it to disk or nothing, durably. Answered by `stored` or `storeFailed`.
  case store([StoreOperation], token: UInt64)
  /// Write one piece of a medium behind those already there.
  /// Answered by `mediaPieceStored` or `mediaFailed`.
  case storeMediaPiece(MediaDigest, piece: Int, bytes: [UInt8])
  /// Check a complete medium against its digest and its kind.
  /// Answered by `mediaReady` or `mediaRefused`.
  case checkMedia(Resource)
  /// Take a medium, complete or not, off the disk.
  case dropMedia(MediaDigest)
  /// Read a piece of a recording of the household's voice, counted from 0.
  /// Answered by `recordingRead` or `recordingUnreadable`.
  case readRecording(MediaDigest, piece: Int)
  /// Keep the recording of a reply, durably, if it is what the ward has signed and can be played.
  /// Answered by `replyRecordingKept` or `replyRecordingRefused`.
  case keepReplyRecording(Request.Recording, bytes: [UInt8])
  /// Take a recording of a voice, the household's or the ward's, off the disk.
  case dropRecording(MediaDigest)

  /// Sound the parts one after another, in the second speaker too if there is one and
  /// `everywhere`. Answered by `soundStarted` and `soundEnded`.
  case play(token: UInt64, [SoundPart], minimumVolumePercent: Int, everywhere: Bool)
  /// Stop that performance in the second speaker, and let the other go on with it.
  case stopSecondSpeaker(token: UInt64)
  /// Stop that performance. Answered by `soundEnded`; nothing comes if it has ended already.
  case stopSound(token: UInt64)
  /// Open the microphone and record a voice, for so long at most. Answered by `recordingStarted` and
  /// `recordingEnded`; what is to sound ends it.
  case record(token: UInt64, longestMilliseconds: Int)
  /// End that recording. Answered by `recordingEnded`; nothing comes if it has ended already.
  case stopRecording(token: UInt64)
  /// The household's volume, 0…100 percent.
  case setVolume(percent: Int)

  /// Call that number. Answered by `call`, the last time with its end.
  case dial(token: UInt64, number: EmergencyNumber)
  /// Hang that call up. Answered by `call` with its end; nothing comes if it has ended already.
  case hangUp(token: UInt64)

  /// Say how the disk is. Answered by `storageInspected`.
  case inspectStorage(token: UInt64)
  /// Publish that with QoS 1, retained, and say how long the broker took to have it. Answered by
  /// `brokerAnswered`, or by nothing.
  case measureBroker(token: UInt64, Topic, payload: [UInt8])

  /// Show a screen; answered by `pagesDrawn`.
  case show(Screen)
  /// Light the lamps like that.
  case setLamps(Lamps)
  /// Let the display shine like that.
  case setDisplayLight(DisplayLight)
  /// A line for the journal.
  case note(String)
}

/// One part of a performance.
public enum SoundPart: Equatable, Sendable {
  case chime(Chime)
  /// The tones by which a loudspeaker is examined; they tell nobody any news.
  case tones
  /// A medium from a point within it on, in milliseconds.
  case medium(MediaDigest, fromMilliseconds: Int)
  /// A recording of the household's own voice, or of the ward's in a reply.
  case recording(MediaDigest)
  /// Words that are spoken, from a point within the speech on, in milliseconds, at the pace that is
  /// given in percent of the board's. Always the last part.
  case speech(Announcement, fromMilliseconds: Int, pacePercent: Int)
  /// What stands on the screen, read out since somebody asked for it, at that pace.
  case screen(ReadingOut, pacePercent: Int)
  /// A live programme, from the present on. Its milliseconds are times in the programme.
  case live(LiveStream)
}

/// The signals that the terminal makes by itself.
public enum Chime: String, CaseIterable, Sendable {
  case ordinary
  case priority
  case emergency
  case exercise
  case allClear
}
