import Glibc
import LinuxIO

/// A recording of somebody's voice that is to be made: Ogg Opus, written as it is heard.
public struct VoiceOrder: Sendable {
  /// Names the recording in reports.
  public var token: UInt64
  /// What hears.
  public var microphone: MicrophoneSettings
  /// Where the file is written; nobody has made it durable when the recording ends.
  public var path: String
  /// The recording ends by itself after so long, in milliseconds.
  public var longestMilliseconds: Int

  /// A recording to be made.
  public init(
    token: UInt64, microphone: MicrophoneSettings, path: String, longestMilliseconds: Int
  ) {
    self.token = token
    self.microphone = microphone
    self.path = path
    self.longestMilliseconds = longestMilliseconds
  }
}

/// What a recording of a voice came to.
public struct VoiceEnd: Equatable, Sendable {
  /// Length of what is in the file, in milliseconds; 0 if there is none.
  public var milliseconds: Int
  /// Nothing but silence was heard.
  public var isSilent: Bool
  /// Why it ended, unless it was told to or its time was over.
  public var fault: RecordingFault?
}

/// Records a voice step by step on the sound thread, so that it ends at once when something is to sound.
/// The microphone is open from the making of this value to its end.
final class VoiceRecorder {
  /// Bits a second: speech in which a voice is recognised, and a minute in 180 kB.
  private static let bitsPerSecond = 24_000
  /// What comes at most in one step, in packets of 20 ms.
  private static let packetsInARow = 10
  /// How often one reads, in milliseconds; the microphone's own buffer is far deeper.
  static let pauseMilliseconds = 40
  private static let reportMilliseconds = 500
  /// The level at which nothing of a bar is lit, in decibels relative to full scale.
  private static let quietestDBFS = -50.0

  let order: VoiceOrder
  private let microphone: Microphone
  private let encoder: OpusEncoding
  private let writer: OggOpusWriter
  private let rateHertz: Int
  private var pending: [Int16] = []
  private var encodedMilliseconds = 0
  private var level = SampleRange()
  private var recentLevel = SampleRange()
  private var reportedAt = 0
  private var fault: RecordingFault?

  /// Opens the microphone and begins the file.
  init(_ order: VoiceOrder) throws(RecordingFault) {
    self.order = order
    var settings = order.microphone
    if !OpusEncoding.ratesHertz.contains(settings.rateHertz) {
      settings.rateHertz = OpusEncoding.rateHertz
    }
    rateHertz = settings.rateHertz
    do throws(EncodingFault) {
      encoder = try OpusEncoding(rateHertz: rateHertz, bitsPerSecond: Self.bitsPerSecond)
    } catch {
      throw .unwritable(path: order.path, reason: error.description)
    }
    microphone = try settings.open()
    do throws(SystemError) {
      writer = try OggOpusWriter(
        path: order.path, rateHertz: rateHertz, skippedFrames: encoder.lookaheadFrames,
        serial: UInt32(truncatingIfNeeded: Clock.entropy()))
    } catch {
      unlink(order.path)
      throw .unwritable(path: order.path, reason: error.description)
    }
  }

  /// Takes in what was heard since; false once the recording is over.
  func step() -> Bool {
    do throws(RecordingFault) {
      pending += try read()
      var begin = 0
      while pending.count - begin >= encoder.frames,
        encodedMilliseconds < order.longestMilliseconds
      {
        try encode(Array(pending[begin..<begin + encoder.frames]))
        begin += encoder.frames
      }
      pending.removeFirst(begin)
      return encodedMilliseconds < order.longestMilliseconds
    } catch {
      fault = error
      return false
    }
  }

  private func read() throws(RecordingFault) -> [Int16] {
    do throws(CardFault) {
      return try microphone.read(Self.packetsInARow * encoder.frames)
    } catch {
      throw .lost(afterMilliseconds: encodedMilliseconds, reason: error.reason)
    }
  }

  private func encode(_ samples: [Int16]) throws(RecordingFault) {
    level.add(samples)
    recentLevel.add(samples)
    var reason: String
    do {
      try writer.add(encoder.encode(samples))
      encodedMilliseconds += OpusEncoding.packetMilliseconds
      return
    } catch let fault as SystemError {
      reason = fault.description
    } catch {
      reason = "\(error)"
    }
    throw .unwritable(path: order.path, reason: reason)
  }

  /// How it goes, if it is time to say so: its length, and how loud it was since, 0…100 percent.
  func takeProgress() -> (milliseconds: Int, levelPercent: Int)? {
    guard encodedMilliseconds >= reportedAt + Self.reportMilliseconds else { return nil }
    reportedAt = encodedMilliseconds
    let part = 1 - recentLevel.peakDBFS / Self.quietestDBFS
    recentLevel = SampleRange()
    return (encodedMilliseconds, Int(min(max(part, 0), 1) * 100))
  }

  /// Gives the file its end; there is none if nothing is in it.
  func finish() -> VoiceEnd {
    var isKept = false
    do throws(SystemError) {
      isKept = try writer.finish()
    } catch {
      if fault == nil { fault = .unwritable(path: order.path, reason: error.description) }
    }
    if !isKept { unlink(order.path) }
    return VoiceEnd(
      milliseconds: isKept ? min(writer.milliseconds, order.longestMilliseconds) : 0,
      isSilent: level.peakDBFS < Recording.silenceDBFS, fault: fault)
  }
}
