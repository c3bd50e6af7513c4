import CSampleRate

/// Brings mono samples to another rate, with libsamplerate's shortest windowed sinc.
///
/// ALSA's `plug` would convert, too, but linearly as Debian builds it: recordings at 22,050 Hz get
/// an audible metallic edge. libsamplerate is one small library without dependencies of its own.
final class Resampler {
  private let state: OpaquePointer
  private let ratio: Double
  private var converted: [Float]

  /// A converter between two rates in samples a second, for blocks of at most `blockFrames`.
  init(fromHertz: Int, toHertz: Int, blockFrames: Int) throws(MediaRefusal) {
    var failure: Int32 = 0
    guard let state = src_new(Int32(SRC_SINC_FASTEST), 1, &failure) else {
      throw .notConvertible(reason: String(cString: src_strerror(failure)))
    }
    self.state = state
    ratio = Double(toHertz) / Double(fromHertz)
    converted = [Float](repeating: 0, count: Int(Double(blockFrames) * ratio) + 64)
  }

  deinit { src_delete(state) }

  /// Converts a block and appends what comes out; after the last block, also what was held back.
  func convert(
    _ samples: UnsafeBufferPointer<Float>, isLast: Bool, into output: inout [Float]
  ) throws(MediaRefusal) {
    var used = 0
    while true {
      var data = SRC_DATA()
      data.data_in = samples.baseAddress.map { $0 + used }
      data.input_frames = samples.count - used
      data.src_ratio = ratio
      data.end_of_input = isLast ? 1 : 0
      let answer = converted.withUnsafeMutableBufferPointer { buffer in
        data.data_out = buffer.baseAddress
        data.output_frames = buffer.count
        return src_process(state, &data)
      }
      guard answer == 0 else {
        throw .notConvertible(reason: String(cString: src_strerror(answer)))
      }
      used += data.input_frames_used
      output += converted.prefix(data.output_frames_gen)
      let isStuck = data.output_frames_gen == 0 && data.input_frames_used == 0
      if isStuck || (used == samples.count && !isLast) { return }
    }
  }
}
