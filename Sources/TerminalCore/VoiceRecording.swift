import WardContract

/// What became of a recording of the household's voice.
public enum RecordingEnd: Equatable, Sendable {
  /// It is on disk, whole; something may have been wrong with it.
  case kept(Request.Recording, RecordingTrouble?)
  /// There is none.
  case failed(RecordingTrouble)
}

/// What can go wrong while somebody speaks.
public enum RecordingTrouble: Equatable, Sendable {
  /// There is no microphone, or it doesn't record.
  case noMicrophone
  /// Something sounds that may not be interrupted.
  case programme
  /// Another program is recording.
  case busy
  /// The microphone went in between.
  case lost
  /// The disk took no more.
  case diskFull
  /// Nothing but silence was heard.
  case silent
  /// Nobody can have said anything in so short a time.
  case tooShort
}
