import WardContract

/// Everything that can happen to a terminal.
public enum Event: Sendable {
  /// The store was read; always the first event.
  case started(Memory)
  /// The deadline that the core asked for has come, or the wall clock was stepped.
  case tick
  /// The program is about to end in order: what waits for the disk goes there now.
  case ending

  /// The connection to the broker stands.
  case linkUp
  /// The connection was lost, or an attempt failed.
  case linkDown(reason: String)
  /// A message came in. Topics that are none of the contract's don't get here.
  case message(Topic, payload: [UInt8], retained: Bool)

  /// A transaction is on disk.
  case stored(token: UInt64)
  /// A transaction could not be written: the disk is full, or worse.
  case storeFailed(token: UInt64, reason: String)

  /// A piece of a medium is on disk, and all before it.
  case mediaPieceStored(MediaDigest, piece: Int)
  /// A complete medium has the digest that it should have, and can be played or shown.
  case mediaReady(MediaDigest)
  /// A complete medium is not what it should be; it is off the disk again.
  case mediaRefused(MediaDigest, reason: String)
  /// The disk did not take a piece.
  case mediaFailed(MediaDigest, reason: String)

  /// The microphone is open, and somebody is being recorded.
  case recordingStarted(token: UInt64)
  /// So much was recorded, and so loud it was of late, 0…100 percent.
  case recordingGoes(token: UInt64, milliseconds: Int, levelPercent: Int)
  /// The microphone is closed, and what was recorded is on disk if there is anything.
  case recordingEnded(token: UInt64, RecordingEnd)
  /// A piece of a recording of the household's voice.
  case recordingRead(MediaDigest, piece: Int, bytes: [UInt8])
  /// The recording is not there, or the disk doesn't give it.
  case recordingUnreadable(MediaDigest, reason: String)

  /// The recording of a reply is on disk, whole.
  case replyRecordingKept(MediaDigest)
  /// The recording of a reply is not what was signed, or the disk did not take it.
  case replyRecordingRefused(MediaDigest, reason: String)

  /// The first sample of a performance has been written to the card.
  case soundStarted(token: UInt64)
  /// How the live programme in a performance goes: at each change, and once more before its end.
  case live(token: UInt64, LiveState)
  /// A performance ended by itself, on request, or because something broke.
  case soundEnded(token: UInt64, SoundEnd)
  /// There is no sound card (any more), in no room.
  case soundLost(reason: String)
  /// There is a sound card (again).
  case soundBack

  /// A part of the terminal can't be used.
  case partFailed(Part, reason: String)
  /// It can be used (again).
  case partBack(Part)

  /// Somebody asks on the device that the terminal examine itself.
  case examine
  /// How the disk is; `nil` if that can't be found out.
  case storageInspected(token: UInt64, StorageState?)
  /// The broker has that message, after so long.
  case brokerAnswered(token: UInt64, milliseconds: Int)

  /// What there is to telephone with.
  case telephone(TelephoneState)
  /// How a telephone call goes; at its end once more.
  case call(token: UInt64, CallProgress)

  /// What the sensors of this home say now.
  case measured([Measurement])
  /// Where the power comes from now.
  case supplied(Supply)
  /// The ways into the network, all of them.
  case networks([NetworkLink])
  /// The network around the modem; `nil` without a modem.
  case mobileNetwork(MobileNetwork?)

  /// A button went down.
  case button(Button)
  /// A button came up.
  case released(Button)
  /// The screen that was last asked for has this many pages.
  case pagesDrawn(Int)
}

/// The buttons of a terminal.
public enum Button: String, CaseIterable, Sendable {
  case up
  case down
  case ok
  case back
  case volumeUp = "volume-up"
  case volumeDown = "volume-down"
  case sos
}

/// How a performance ended.
public enum SoundEnd: Equatable, Sendable {
  /// Every sample sounded.
  case finished
  /// Every sample sounded, the last part being speech that took so long.
  case spoken(milliseconds: Int)
  /// Stopped on request, within that part, after so many milliseconds of it had sounded.
  case stopped(part: Int, milliseconds: Int)
  /// The part could not be played on: its medium broke, the voice did, or the card (then
  /// `soundLost` comes before this).
  case failed(part: Int, milliseconds: Int, reason: String)

  /// Whether all of it sounded.
  var isWhole: Bool {
    switch self {
    case .finished, .spoken: true
    case .stopped, .failed: false
    }
  }
}
