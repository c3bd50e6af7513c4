import Speech

/// Why a sound file is not played.
public enum MediaRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// The system would not open or read it.
  case unreadable(reason: String)
  /// More bytes than `SoundFile.largestBytes`.
  case tooLarge(bytes: Int)
  /// More bytes of pictures and comments than `SoundTags.allowedBytes`.
  case tooManyTags
  /// Its bytes are none of WAV, FLAC, MP3, Ogg Vorbis and Opus.
  case unknownFormat
  /// It begins like one of them and does not hold together.
  case malformed(reason: String)
  /// A number of channels outside `SoundFile.channels`.
  case channels(Int)
  /// Samples a second outside `SoundFile.ratesHertz`.
  case rate(hertz: Int)
  /// No sample in it.
  case empty
  /// Nothing in it says how long it is: an interrupted recording, a file cut off.
  case unknownLength
  /// An MP3 file without a header that says how long it is, of which a decoder would lose the end.
  case misstatedLength
  /// Longer than `SoundFile.longestMilliseconds`, as it says or as it turned out.
  case tooLong
  /// It can be decoded up to there, and there is more that can't.
  case broken(atMilliseconds: Int)
  /// A live programme from which nothing has come for a minute.
  case streamLost
  /// The rate can't be converted.
  case notConvertible(reason: String)
  /// It is a text, and isn't spoken to its end.
  case speech(SpeechFault)

  /// The reason in words.
  public var description: String {
    switch self {
    case .unreadable(let reason): "the sound can't be read: \(reason)"
    case .tooLarge(let bytes): "\(bytes) bytes, \(SoundFile.largestBytes) are allowed"
    case .tooManyTags:
      "more than \(SoundTags.allowedBytes) bytes of pictures and comments: take them out"
    case .unknownFormat: "none of WAV, FLAC, MP3, Ogg Vorbis and Opus"
    case .malformed(let reason): "no sound that can be decoded: \(reason)"
    case .channels(let count): "\(count) channels, 1 to 8 are allowed"
    case .rate(let hertz): "\(hertz) samples a second, 8,000 to 192,000 are allowed"
    case .empty: "a sound without a sample"
    case .unknownLength: "the sound does not say how long it is; it may be cut off"
    case .misstatedLength: "the MP3 file does not say how long it is: save it anew"
    case .tooLong: "longer than 45 minutes"
    case .broken(let milliseconds): "the sound is broken from \(milliseconds) ms on"
    case .streamLost: "nothing has come of the live programme for a minute"
    case .notConvertible(let reason): "the rate can't be converted: \(reason)"
    case .speech(let fault): fault.description
    }
  }
}
