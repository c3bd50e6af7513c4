import CSndFile

/// Which of the many formats that libsndfile knows are let in. Every other parser and decoder in
/// it is attack surface without a use.
enum SoundFormat {
  /// How much of a file's beginning `isKnown` looks at, in bytes.
  static let openingBytes = 12

  /// Whether a file that begins with these bytes may be given to libsndfile at all.
  static func isKnown(_ opening: [UInt8]) -> Bool {
    func has(_ word: String, at offset: Int = 0) -> Bool {
      opening.dropFirst(offset).starts(with: Array(word.utf8))
    }
    if has("RIFF") { return has("WAVE", at: 8) }
    if has("fLaC") || has("OggS") || has("ID3") { return true }
    // The eleven set bits with which every MPEG audio frame begins.
    return opening.count == openingBytes && opening[0] == 0xFF && opening[1] & 0xE0 == 0xE0
  }

  /// Refuses what libsndfile found in the file, unless it lies within our bounds.
  static func check(_ information: SF_INFO) throws(MediaRefusal) {
    guard isAllowed(information.format) else { throw .unknownFormat }
    let channels = Int(information.channels)
    guard SoundFile.channels.contains(channels) else { throw .channels(channels) }
    let rate = Int(information.samplerate)
    guard SoundFile.ratesHertz.contains(rate) else { throw .rate(hertz: rate) }
    let frames = Int(information.frames)
    guard frames > 0 else { throw .empty }
    // libsndfile's word for "unknown".
    guard frames < Int.max else { throw .unknownLength }
    guard frames <= SoundFile.longestMilliseconds / 1000 * rate else { throw .tooLong }
  }

  private static func isAllowed(_ format: Int32) -> Bool {
    let coding = Int(format) & Int(SF_FORMAT_SUBMASK)
    switch Int(format) & Int(SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV, SF_FORMAT_WAVEX:
      return [
        SF_FORMAT_PCM_U8, SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_PCM_32, SF_FORMAT_FLOAT,
        SF_FORMAT_DOUBLE, SF_FORMAT_ULAW, SF_FORMAT_ALAW,
      ].contains(coding)
    case SF_FORMAT_FLAC: return true
    case SF_FORMAT_OGG: return coding == SF_FORMAT_VORBIS || coding == SF_FORMAT_OPUS
    case SF_FORMAT_MPEG: return coding == SF_FORMAT_MPEG_LAYER_III
    default: return false
    }
  }
}
