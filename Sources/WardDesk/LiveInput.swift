import LinuxIO
import Sound

/// Where the sound of a live programme comes from: one channel at 48 kHz.
protocol LiveInput: AnyObject {
  /// Samples come as fast as they sound, and need no clock beside their own.
  var isPacedByItself: Bool { get }
  /// The next samples, at most `count`; none if nothing came for a moment; `nil` at the end.
  func read(_ count: Int) throws(DeskError) -> [Int16]?
}

/// A recording, played as if it were spoken now.
final class FileInput: LiveInput {
  private let path: String
  private let file: SoundFile
  let isPacedByItself = false

  init(path: String) throws(DeskError) {
    self.path = path
    do throws(MediaRefusal) {
      file = try SoundFile(path: path, rateHertz: OpusEncoding.rateHertz)
    } catch {
      throw DeskError("\(path): \(error)")
    }
  }

  func read(_ count: Int) throws(DeskError) -> [Int16]? {
    do throws(MediaRefusal) {
      let samples = try file.read(count)
      return samples.isEmpty ? nil : samples.map { Int16(($0 * 32_767).rounded()) }
    } catch {
      throw DeskError("\(path): \(error)")
    }
  }
}

/// The microphone of the ward's desk.
final class MicrophoneInput: LiveInput {
  private let pcm: String
  private let microphone: Microphone
  let isPacedByItself = true

  init(pcm: String) throws(DeskError) {
    self.pcm = pcm
    do throws(CardFault) {
      microphone = try Microphone(
        MicrophoneSettings(pcm: pcm, rateHertz: OpusEncoding.rateHertz))
    } catch {
      throw DeskError("no microphone \(pcm): \(error.reason); see `arecord -L` for names")
    }
  }

  func read(_ count: Int) throws(DeskError) -> [Int16]? {
    do throws(CardFault) {
      return try microphone.read(count)
    } catch {
      throw DeskError("the microphone \(pcm) is gone: \(error.reason)")
    }
  }
}
