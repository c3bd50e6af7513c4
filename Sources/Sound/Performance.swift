/// What sounds, as a row of samples: lead-in, the parts one after another, tail.
struct Performance {
  let token: UInt64
  /// Below this the household's volume does not count.
  let minimumVolumePercent: Int
  /// Whether its first sample was written and that was reported.
  var hasStarted = false
  /// Whether the card was opened afresh for it already.
  var hasReopened = false
  /// Why it ends before its last part, if it does.
  private(set) var refusal: MediaRefusal?
  /// Whether every sample has been made.
  private(set) var isMade = false

  private let settings: SoundSettings
  private let parts: [PerformancePart]
  private var source: (any SampleSource)?
  /// The live programme and the part that it is, once that has begun.
  private var live: LiveSource?
  private var livePart: Int?
  private var limiter: Limiter
  /// A block for the limiter whose end hasn't come yet.
  private var pending: [Float] = []
  /// Samples of the parts that have come out of the limiter.
  private var limited: [Int16] = []
  /// Frames up to which the parts have been read: a block further than made, for the limiter.
  private var readUpTo = 0
  /// Frames made so far, where each part begins among them, and where the last part ends.
  private var made = 0
  private var starts: [Int] = []
  private var end: Int?

  init(
    token: UInt64, parts: [PerformancePart], minimumVolumePercent: Int, settings: SoundSettings
  ) {
    self.token = token
    self.parts = parts
    self.minimumVolumePercent = minimumVolumePercent
    self.settings = settings
    limiter = Limiter(peakDBFS: settings.peakDBFS, rateHertz: settings.rateHertz)
  }

  /// The same from its beginning, for a card that was opened afresh.
  func again() -> Performance {
    var again = Performance(
      token: token, parts: parts, minimumVolumePercent: minimumVolumePercent, settings: settings)
    again.hasReopened = true
    return again
  }

  /// Frames after the last part that must have sounded, too, before all is over. Half of the tail
  /// stays in the card, which so never runs dry at the end.
  var framesLeftInCard: Int { (made - (end ?? made)) / 2 }

  /// The part in which frame number `sounded` lies, and how much of it was before, in milliseconds;
  /// of a live programme, the time in it.
  func place(sounded: Int) -> (part: Int, milliseconds: Int) {
    guard let part = starts.lastIndex(where: { $0 <= sounded }) else { return (0, 0) }
    let reached = min(sounded, end ?? sounded)
    if part == livePart, let progress = live(sounded: sounded) {
      return (part, progress.reachedMilliseconds)
    }
    return (part, max(0, reached - starts[part]) * 1000 / settings.rateHertz)
  }

  /// How far the live programme is once frame number `sounded` has sounded; `nil` without one.
  func live(sounded: Int) -> LiveProgress? {
    livePart.flatMap { live?.progress(sounded: sounded - starts[$0]) }
  }

  /// Whether what is made next comes just now, so that it must not be made ahead.
  var isLive: Bool { end == nil && livePart == starts.count - 1 && live != nil }

  /// Whether the last part is speech.
  var endsInSpeech: Bool {
    if case .speech = parts.last { true } else { false }
  }

  /// The next samples, at most `count`; `nil` once all are made, empty if they have not come yet.
  /// With `isUrgent` there is silence until they do, which counts to no part.
  ///
  /// The first part is opened before the lead-in: what can't be played at all makes no sound.
  mutating func next(_ count: Int, _ volume: inout Volume, isUrgent: Bool = false) -> [Int16]? {
    if starts.isEmpty { beginNextPart() }
    if let samples = silence(until: leadInFrames, count)
      ?? nextOfParts(count, &volume, isUrgent: isUrgent) ?? silence(until: tailEnd, count)
    {
      made += samples.count
      return samples
    }
    isMade = true
    return nil
  }

  private func frames(_ milliseconds: Int) -> Int { milliseconds * settings.rateHertz / 1000 }

  private var leadInFrames: Int { end == nil ? frames(settings.leadInMilliseconds) : 0 }

  /// What never began needs no silence behind it.
  private var tailEnd: Int { made == 0 ? 0 : (end ?? 0) + frames(settings.tailMilliseconds) }

  private func silence(until frame: Int, _ count: Int) -> [Int16]? {
    made < frame ? [Int16](repeating: 0, count: min(count, frame - made)) : nil
  }

  private mutating func nextOfParts(
    _ count: Int, _ volume: inout Volume, isUrgent: Bool
  ) -> [Int16]? {
    while limited.count < count, end == nil || limiter.isHolding {
      guard let block = readBlock(isUrgent: isUrgent) else {
        // The block that the limiter holds back waits with the rest.
        if limited.isEmpty { return [] }
        break
      }
      limited += limiter.limit(volume.apply(block))
    }
    guard !limited.isEmpty else { return nil }
    let samples = Array(limited.prefix(count))
    limited.removeFirst(samples.count)
    return samples
  }

  /// A block for the limiter, across the ends of parts: only the last one is shorter, or empty.
  /// `nil` if its samples have not come yet.
  private mutating func readBlock(isUrgent: Bool) -> [Float]? {
    readUpTo = max(readUpTo, made)
    while pending.count < limiter.blockFrames, end == nil {
      do throws(MediaRefusal) {
        let missing = limiter.blockFrames - pending.count
        var samples = try source?.read(missing) ?? []
        if samples.isEmpty, let source, source.isWaiting {
          guard isUrgent else { return nil }
          samples = [Float](repeating: 0, count: missing)
          starts[starts.count - 1] += missing
        }
        pending += samples
        readUpTo += samples.count
        if samples.isEmpty { beginNextPart() }
      } catch {
        giveUp(error)
      }
    }
    defer { pending.removeAll(keepingCapacity: true) }
    return pending
  }

  /// Opens the next part; after the last one, nothing but the tail is left.
  private mutating func beginNextPart() {
    source = nil
    let index = starts.count
    guard index < parts.count else { return end = readUpTo }
    starts.append(max(readUpTo, leadInFrames))
    do throws(MediaRefusal) {
      switch parts[index] {
      case .signal(let signal): source = SignalSource(signal, rateHertz: settings.rateHertz)
      case .file(let path, let from):
        source = try SoundFile(
          path: path, fromMilliseconds: from, rateHertz: settings.rateHertz)
      case .speech(let from, let pace, let words):
        source = try SpeechSource(
          words(), fromMilliseconds: from, rateHertz: settings.rateHertz,
          settings.speech.paced(percent: pace))
      case .live(let feed):
        live = try LiveSource(feed, rateHertz: settings.rateHertz)
        livePart = index
        source = live
      }
    } catch {
      giveUp(error)
    }
  }

  /// A part can't be played: what was made before it still sounds, the rest is given up.
  private mutating func giveUp(_ refusal: MediaRefusal) {
    source = nil
    self.refusal = refusal
    end = readUpTo
  }
}
