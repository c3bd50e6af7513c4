/// Sounds a live programme: decodes what the feed gives, makes up what is missing, and begins and
/// ends without a click.
final class LiveSource: SampleSource {
  /// Places that are remembered: more sound than ever lies in a card ahead of the loudspeaker.
  private static let rememberedPlaces = 512

  private let feed: LiveFeed
  private let decoder: OpusDecoding
  private let resampler: Resampler?
  private var ready: [Float] = []
  private var isSilent = true
  private var isAtEnd = false
  /// How far the programme is once so many frames of this source have sounded.
  private var places: [(frames: Int, progress: LiveProgress)] = []
  private var madeFrames = 0
  /// How far the programme is with what has been made.
  private(set) var progress = LiveProgress.waiting

  /// A source for a card with that rate.
  init(_ feed: LiveFeed, rateHertz: Int) throws(MediaRefusal) {
    self.feed = feed
    decoder = try OpusDecoding()
    resampler =
      rateHertz == OpusDecoding.rateHertz
      ? nil
      : try Resampler(
        fromHertz: OpusDecoding.rateHertz, toHertz: rateHertz,
        blockFrames: OpusDecoding.packetFrames)
  }

  /// How far the programme is once so many frames of this source have sounded.
  func progress(sounded frames: Int) -> LiveProgress {
    guard let place = places.last(where: { $0.frames <= frames }) else {
      var none = progress
      none.reachedMilliseconds = none.fromMilliseconds
      return none
    }
    return place.progress
  }

  func read(_ count: Int) throws(MediaRefusal) -> [Float] {
    while ready.count < count, !isAtEnd { try makeMore() }
    let taken = Array(ready.prefix(count))
    ready.removeFirst(taken.count)
    return taken
  }

  private func makeMore() throws(MediaRefusal) {
    let (next, fallsSilent, account) = feed.next()
    var samples: [Float]
    switch next {
    case .packet(let packet): samples = decoder.decode(packet)
    case .missing: samples = decoder.decode(nil)
    case .silence: samples = [Float](repeating: 0, count: OpusDecoding.packetFrames)
    case .ended: (samples, isAtEnd) = ([], true)
    case .givenUp: throw .streamLost
    }
    if next != .silence, isSilent { Self.fade(&samples, from: 0, to: 1) }
    if fallsSilent { Self.fade(&samples, from: 1, to: 0) }
    isSilent = fallsSilent || next == .silence
    try append(samples)
    progress = LiveProgress(account)
    if places.count == Self.rememberedPlaces { places.removeFirst() }
    places.append((madeFrames, progress))
  }

  private func append(_ samples: [Float]) throws(MediaRefusal) {
    let before = ready.count
    if let resampler {
      let isLast = isAtEnd
      try samples.withUnsafeBufferPointer { buffer throws(MediaRefusal) in
        try resampler.convert(buffer, isLast: isLast, into: &ready)
      }
    } else {
      ready += samples
    }
    madeFrames += ready.count - before
  }

  private static func fade(_ samples: inout [Float], from: Float, to: Float) {
    let step = (to - from) / Float(max(1, samples.count))
    for index in samples.indices { samples[index] *= from + step * Float(index) }
  }
}
