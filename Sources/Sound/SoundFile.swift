import CSndFile
import Glibc
import LinuxIO

/// A sound file that libsndfile reads (WAV, FLAC, MP3, Ogg Vorbis, Opus), as mono samples at the
/// card's rate. What the file is, its bytes say, never its name.
///
/// However long the file, one block of it is in memory at a time.
public final class SoundFile: SampleSource {
  /// Longest sound that is played, in milliseconds.
  public static let longestMilliseconds = 45 * 60 * 1000
  /// Largest file that is opened.
  public static let largestBytes = 32 << 20
  /// How many channels a file may have; they are mixed down to one.
  public static let channels = 1...8
  /// Samples a second that a file may have.
  public static let ratesHertz = 8_000...192_000
  private static let blockFrames = 1_024
  /// Encoders pad and trim at the ends; what is missing beyond that was cut off, in milliseconds.
  private static let toleratedMilliseconds = 100

  private let descriptor: Descriptor
  private let file: OpaquePointer
  private let resampler: Resampler?
  private let channelCount: Int
  private let fileRateHertz: Int
  private let statedFrames: Int
  /// Whether the stated length may be an estimate.
  private let isMPEG: Bool
  private let isOgg: Bool
  /// Where in the file the next block begins, in frames.
  private var position: Int
  private var interleaved: [Float]
  private var mono: [Float] = []
  private var ready: [Float] = []
  private var isAtEnd = false
  /// Length as the file states it, in milliseconds.
  public let milliseconds: Int

  /// Opens the file at `path` from a point within it on, for a card with that rate. A point past
  /// the end is the end.
  public init(
    path: String, fromMilliseconds: Int = 0, rateHertz: Int = 48_000
  ) throws(MediaRefusal) {
    let descriptor = try Self.openFile(path)
    try Self.check(descriptor)
    self.descriptor = descriptor
    var information = SF_INFO()
    // Given a path, libsndfile would let the name's ending decide in doubt.
    guard let file = sf_open_fd(descriptor.number, Int32(SFM_READ), &information, 0) else {
      throw .malformed(reason: String(cString: sf_strerror(nil)))
    }
    do throws(MediaRefusal) {
      try SoundFormat.check(information)
      fileRateHertz = Int(information.samplerate)
      statedFrames = Int(information.frames)
      let kind = Int(information.format) & Int(SF_FORMAT_TYPEMASK)
      isMPEG = kind == SF_FORMAT_MPEG
      isOgg = kind == SF_FORMAT_OGG
      let wanted = min(max(0, fromMilliseconds), Self.longestMilliseconds)
      position = min(wanted * fileRateHertz / 1000, statedFrames)
      if position > 0, sf_seek(file, sf_count_t(position), SEEK_SET) < 0 {
        throw .broken(atMilliseconds: position * 1000 / fileRateHertz)
      }
      resampler =
        fileRateHertz == rateHertz
        ? nil
        : try Resampler(
          fromHertz: fileRateHertz, toHertz: rateHertz, blockFrames: Self.blockFrames)
    } catch {
      sf_close(file)
      throw error
    }
    self.file = file
    milliseconds = statedFrames * 1000 / fileRateHertz
    channelCount = Int(information.channels)
    interleaved = [Float](repeating: 0, count: Self.blockFrames * channelCount)
  }

  deinit { sf_close(file) }

  private static func openFile(_ path: String) throws(MediaRefusal) -> Descriptor {
    do throws(SystemError) {
      // A pipe in the place of the file must not make the thread wait for a writer.
      return try Descriptor.open(path, O_RDONLY | O_NONBLOCK)
    } catch {
      throw .unreadable(reason: error.description)
    }
  }

  /// Refuses what libsndfile need not even look at, and goes back to the beginning.
  private static func check(_ descriptor: Descriptor) throws(MediaRefusal) {
    var status = stat()
    var opening: [UInt8] = []
    var tagBytes = 0
    do throws(SystemError) {
      try systemCall("fstat") { fstat(descriptor.number, &status) }
      guard status.st_mode & S_IFMT == S_IFREG else {
        throw SystemError("read", "what is no file", number: EINVAL)
      }
      opening = try descriptor.read(atMost: SoundFormat.openingBytes, from: 0)
      if SoundFormat.isKnown(opening) { tagBytes = try SoundTags(descriptor).bytes }
      try systemCall("lseek") { lseek(descriptor.number, 0, SEEK_SET) }
    } catch {
      throw .unreadable(reason: error.description)
    }
    let bytes = Int(status.st_size)
    guard bytes <= largestBytes else { throw .tooLarge(bytes: bytes) }
    guard SoundFormat.isKnown(opening) else { throw .unknownFormat }
    guard tagBytes <= SoundTags.allowedBytes else { throw .tooManyTags }
  }

  /// Why the file at `path` can't be played, or its length in milliseconds. Decodes its first
  /// second and its last, so that a file which was cut off is noticed before it is needed.
  public static func inspect(_ path: String) -> Result<Int, MediaRefusal> {
    do throws(MediaRefusal) {
      let file = try SoundFile(path: path)
      guard try !file.read(48_000).isEmpty else { throw .empty }
      if file.isMPEG { try file.checkFrames(path) }
      if file.isOgg { try file.checkPages() }
      let end = try SoundFile(path: path, fromMilliseconds: file.milliseconds - 1_000)
      while try !end.read(4_800).isEmpty {}
      return .success(file.milliseconds)
    } catch {
      return .failure(error)
    }
  }

  private func checkFrames(_ path: String) throws(MediaRefusal) {
    let copy = try Self.openFile(path)
    var samples = 0
    do throws(SystemError) {
      samples = try MPEGFrames.countSamples(copy, from: SoundTags(copy).offset)
    } catch {
      throw .unreadable(reason: error.description)
    }
    // A stated length leaves out what the encoder padded: up to three frames.
    let padding = 3 * 1_152 + fileRateHertz * Self.toleratedMilliseconds / 1000
    guard samples <= statedFrames + padding else { throw .misstatedLength }
  }

  private func checkPages() throws(MediaRefusal) {
    var status = stat()
    do throws(SystemError) {
      try systemCall("fstat") { fstat(descriptor.number, &status) }
      if try OggPages.haveAnEnd(descriptor, bytes: Int(status.st_size)) { return }
    } catch {
      throw .unreadable(reason: error.description)
    }
    throw .unknownLength
  }

  /// The next samples, at most `count`; none at the end.
  public func read(_ count: Int) throws(MediaRefusal) -> [Float] {
    while ready.count < count, !isAtEnd { try decode() }
    let taken = Array(ready.prefix(count))
    ready.removeFirst(taken.count)
    return taken
  }

  /// Decodes one block, mixes it down and brings it to the card's rate.
  private func decode() throws(MediaRefusal) {
    let answer = sf_readf_float(file, &interleaved, sf_count_t(Self.blockFrames))
    let frames = max(0, Int(answer))
    position += frames
    isAtEnd = frames == 0
    try checkPosition()
    mixDown(frames)
    guard let resampler else { return ready += mono }
    let isLast = isAtEnd
    try mono.withUnsafeBufferPointer { samples throws(MediaRefusal) in
      try resampler.convert(samples, isLast: isLast, into: &ready)
    }
  }

  /// A file may say that it is short and go on for ever, or stop before the end it stated.
  private func checkPosition() throws(MediaRefusal) {
    guard position <= Self.longestMilliseconds / 1000 * fileRateHertz else { throw .tooLong }
    let missing = (statedFrames - position) * 1000 / fileRateHertz
    if isAtEnd, !isMPEG, missing > Self.toleratedMilliseconds {
      throw .broken(atMilliseconds: position * 1000 / fileRateHertz)
    }
  }

  /// The mean of all channels; what is no number becomes silence.
  private func mixDown(_ frames: Int) {
    mono.removeAll(keepingCapacity: true)
    for frame in 0..<frames {
      var sum: Float = 0
      for channel in 0..<channelCount { sum += interleaved[frame * channelCount + channel] }
      let sample = sum / Float(channelCount)
      mono.append(sample.isFinite ? max(-1, min(1, sample)) : 0)
    }
  }
}
