import Speech

/// A text that is being spoken, at the card's rate.
final class SpeechSource: SampleSource {
  private static let blockFrames = 2_048
  /// Blocks that are read in a row: a voice that is fast must not keep the thread from its mailbox
  /// while what is passed over goes by.
  private static let blocksInARow = 32

  private let stream: SpeechStream
  private let resampler: Resampler?
  /// Samples of the speech that are still to be passed over.
  private var skip: Int
  private var ready: [Float] = []
  private var isAtEnd = false
  private(set) var isWaiting = false

  /// Begins to speak, and to sound from a point on. What is before it is spoken to nobody, which
  /// takes a small part of its length.
  init(
    _ text: String, fromMilliseconds: Int, rateHertz: Int, _ settings: SpeechSettings
  ) throws(MediaRefusal) {
    do throws(SpeechFault) {
      stream = try SpeechStream(text, settings)
    } catch {
      throw .speech(error)
    }
    skip = max(0, fromMilliseconds) * SpeechStream.rateHertz / 1000
    resampler =
      rateHertz == SpeechStream.rateHertz
      ? nil
      : try Resampler(
        fromHertz: SpeechStream.rateHertz, toHertz: rateHertz, blockFrames: Self.blockFrames)
  }

  func read(_ count: Int) throws(MediaRefusal) -> [Float] {
    isWaiting = false
    var blocks = 0
    while ready.count < count, !isAtEnd, !isWaiting, blocks < Self.blocksInARow {
      try readBlock()
      blocks += 1
    }
    let taken = Array(ready.prefix(count))
    ready.removeFirst(taken.count)
    // What there is comes first.
    isWaiting = taken.isEmpty && !isAtEnd
    return taken
  }

  private func readBlock() throws(MediaRefusal) {
    let next: SpeechStream.Next
    do throws(SpeechFault) {
      next = try stream.next(Self.blockFrames)
    } catch {
      throw .speech(error)
    }
    switch next {
    case .waiting: isWaiting = true
    case .samples(let samples): try take(samples[...])
    case .end:
      isAtEnd = true
      try take([])
    }
  }

  private func take(_ samples: ArraySlice<Int16>) throws(MediaRefusal) {
    let heard = samples.dropFirst(skip)
    skip -= samples.count - heard.count
    let block = heard.map { Float($0) / 32_768 }
    guard let resampler else { return ready += block }
    let isLast = isAtEnd
    try block.withUnsafeBufferPointer { samples throws(MediaRefusal) in
      try resampler.convert(samples, isLast: isLast, into: &ready)
    }
  }
}
