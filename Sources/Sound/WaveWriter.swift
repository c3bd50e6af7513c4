import CSndFile
import Glibc
import LinuxIO

/// Writes a WAV file of one channel with 16 bits. Under its name it appears whole or not at all.
final class WaveWriter {
  private let path: String
  private let partPath: String
  private let descriptor: Descriptor
  private var file: OpaquePointer?
  /// Samples written so far.
  private(set) var frames = 0

  /// Begins a file that only its owner may read.
  init(path: String, rateHertz: Int) throws(RecordingFault) {
    self.path = path
    partPath = path + ".part"
    do throws(SystemError) {
      descriptor = try Descriptor.open(partPath, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW)
    } catch {
      throw .unwritable(path: path, reason: error.description)
    }
    var information = SF_INFO()
    information.samplerate = Int32(rateHertz)
    information.channels = 1
    information.format = Int32(SF_FORMAT_WAV | SF_FORMAT_PCM_16)
    file = sf_open_fd(descriptor.number, Int32(SFM_WRITE), &information, 0)
    guard file != nil else {
      unlink(partPath)
      throw .unwritable(path: path, reason: String(cString: sf_strerror(nil)))
    }
  }

  /// A file that was not finished goes.
  deinit {
    guard let file else { return }
    sf_close(file)
    unlink(partPath)
  }

  /// Adds samples.
  func write(_ samples: [Int16]) throws(RecordingFault) {
    let written = sf_write_short(file, samples, sf_count_t(samples.count))
    guard Int(written) == samples.count else {
      throw .unwritable(path: path, reason: String(cString: sf_strerror(file)))
    }
    frames += samples.count
  }

  /// Completes the header and gives the file its name.
  func finish() throws(RecordingFault) {
    let answer = sf_close(file)
    file = nil
    guard answer == 0 else {
      unlink(partPath)
      throw .unwritable(path: path, reason: String(cString: sf_error_number(answer)))
    }
    do throws(SystemError) {
      try systemCall("rename", path) { rename(partPath, path) }
    } catch {
      unlink(partPath)
      throw .unwritable(path: path, reason: error.description)
    }
  }
}
