import LinuxIO

/// An Ogg Opus file of one channel, written from samples at 48 kHz as they come. What was not
/// finished is no whole file.
public final class OpusFile {
  private let path: String
  private let encoder: OpusEncoding
  private let writer: OggOpusWriter
  private var pending: [Int16] = []

  /// Begins a file at `path`, which only its owner may read, in the place of one that is there.
  public init(
    path: String, bitsPerSecond: Int = OpusEncoding.bitsPerSecond
  ) throws(RecordingFault) {
    self.path = path
    do {
      encoder = try OpusEncoding(bitsPerSecond: bitsPerSecond)
      writer = try OggOpusWriter(
        path: path, rateHertz: OpusEncoding.rateHertz, skippedFrames: encoder.lookaheadFrames,
        serial: UInt32(truncatingIfNeeded: Clock.entropy()))
    } catch {
      throw .unwritable(path: path, reason: "\(error)")
    }
  }

  /// Adds samples.
  public func write(_ samples: [Int16]) throws(RecordingFault) {
    pending += samples
    var begin = 0
    while pending.count - begin >= encoder.frames {
      do {
        try writer.add(encoder.encode(Array(pending[begin..<begin + encoder.frames])))
      } catch {
        throw .unwritable(path: path, reason: "\(error)")
      }
      begin += encoder.frames
    }
    pending.removeFirst(begin)
  }

  /// Gives the file its end, and returns its length in milliseconds: up to 20 more than was written,
  /// since a packet is whole.
  public func finish() throws(RecordingFault) -> Int {
    // What the encoder still holds comes out behind the last sample.
    let missing = pending.count + encoder.lookaheadFrames
    let packets = (missing + encoder.frames - 1) / encoder.frames
    try write([Int16](repeating: 0, count: packets * encoder.frames - pending.count))
    do throws(SystemError) {
      return try writer.finish() ? writer.milliseconds : 0
    } catch {
      throw .unwritable(path: path, reason: error.description)
    }
  }
}
