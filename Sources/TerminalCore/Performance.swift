import BroadcastRules
import WardContract

/// One item as it sounds: its signal, then its recordings one after another, or its words as they
/// are spoken if there is no recording.
struct Performance: Equatable {
  /// What may interrupt what: only the more urgent the less urgent.
  enum Urgency: Int, Comparable {
    case ordinary
    /// Ordinary, and only now to be had: a recording can wait for it.
    case live
    case byHand
    case priority
    /// The exercise of an emergency: the real one interrupts it.
    case exercise
    case emergency

    static func < (left: Urgency, right: Urgency) -> Bool { left.rawValue < right.rawValue }
  }

  let identifier: Identifier
  let revision: Int
  let urgency: Urgency
  /// Where in the item's own sound it begins, in milliseconds.
  let fromMilliseconds: Int
  let parts: [SoundPart]
  /// The stream, if it is heard while it is made.
  let live: LiveStream?
  /// Where in the item's own sound each part begins; a chime stands where what follows begins.
  private let partStarts: [Int]
  /// Length of the item's own recordings, as far as they are here, or of its live programme, at most;
  /// 0 if it is spoken.
  private let recordedMilliseconds: Int
  /// Length of the item's own sound: of what is recorded or live, or about how long its words take.
  let endMilliseconds: Int
  /// The session in which it sounds; `nil` is outside of sessions.
  let slot: BroadcastSlot?
  /// A directive lets it sound longer than its session.
  var isUnbounded = false
  /// Its words may sound so long and no longer, in milliseconds: how long they take is a guess, how
  /// much its session has left is not.
  var mostMilliseconds: Int?

  /// Whether its words are spoken, for want of a recording.
  var isSpoken: Bool { recordedMilliseconds == 0 }
  /// Whether it is repeated until somebody confirms it.
  var isRepeated: Bool { urgency >= .exercise }
  var isByHand: Bool { urgency == .byHand }
  /// Whether it sounds by itself under the rules of local broadcasting.
  var isProgramme: Bool { !isByHand && !isRepeated }
  /// Whether no room of the home may be spared it. Who asks for an item by hand stands before the
  /// terminal.
  var isForEveryRoom: Bool { isRepeated || urgency == .priority }
  /// How much of the item's own sound it is.
  var milliseconds: Int { endMilliseconds - fromMilliseconds }

  /// The performance of `bulletin` from a point on. Sounds that `isReady` denies are left out; if none
  /// is left it is spoken, which takes about `speechMilliseconds` from its beginning. So is what was
  /// to be heard live, if `saysWords`. Speech has the pace that is given in percent.
  init(
    _ bulletin: Bulletin, urgency: Urgency, fromMilliseconds: Int, slot: BroadcastSlot? = nil,
    saysWords: Bool = false, pacePercent: Int = 100,
    speechMilliseconds: @autoclosure () -> Int = 0,
    isReady: (MediaDigest) -> Bool
  ) {
    identifier = bulletin.identifier
    revision = bulletin.revision
    self.urgency = urgency
    self.slot = slot
    var parts: [SoundPart] = []
    var starts: [Int] = []
    live = saysWords ? nil : bulletin.live
    // It has no recording, and no place to go on from but the present.
    let fromMilliseconds = live == nil ? fromMilliseconds : 0
    if urgency != .byHand {
      parts.append(.chime(Self.chime(of: bulletin)))
      starts.append(fromMilliseconds)
    }
    if let live {
      parts.append(.live(live))
      starts.append(0)
    }
    var position = live?.longestMilliseconds ?? 0
    for sound in bulletin.sounds where isReady(sound.digest) {
      let length = sound.durationMilliseconds ?? 0
      if fromMilliseconds < position + length || length == 0 {
        let offset = max(0, fromMilliseconds - position)
        parts.append(.medium(sound.digest, fromMilliseconds: offset))
        starts.append(position + offset)
      }
      position += length
    }
    recordedMilliseconds = position
    if position == 0 {
      parts.append(
        .speech(
          Announcement(bulletin), fromMilliseconds: fromMilliseconds, pacePercent: pacePercent)
      )
      starts.append(fromMilliseconds)
    }
    self.fromMilliseconds = position == 0 ? fromMilliseconds : min(fromMilliseconds, position)
    endMilliseconds = position == 0 ? max(fromMilliseconds, speechMilliseconds()) : position
    self.parts = parts
    partStarts = starts
  }

  private static func chime(of bulletin: Bulletin) -> Chime {
    switch (bulletin.status, bulletin.priority) {
    case (.exercise, _), (.test, _): .exercise
    case (.actual, .emergency): .emergency
    case (.actual, .priority): .priority
    case (.actual, .ordinary): .ordinary
    }
  }

  /// The furthest point that can be reached: speech may take longer than was guessed.
  var furthestMilliseconds: Int { isSpoken ? Bounds.soundMilliseconds : recordedMilliseconds }

  /// The point of the item's own sound that was reached, in milliseconds.
  func position(part: Int, milliseconds: Int) -> Int {
    guard parts.indices.contains(part) else { return fromMilliseconds }
    if case .chime = parts[part] { return partStarts[part] }
    return min(partStarts[part] + max(0, milliseconds), furthestMilliseconds)
  }

  /// The point that was reached at `end`.
  func position(at end: SoundEnd) -> Int {
    switch end {
    case .finished: isSpoken ? fromMilliseconds : recordedMilliseconds
    case .spoken(let milliseconds): position(part: parts.count - 1, milliseconds: milliseconds)
    case .stopped(let part, let milliseconds), .failed(let part, let milliseconds, _):
      position(part: part, milliseconds: milliseconds)
    }
  }

  /// The medium that is part `index`, if it is one.
  func medium(part index: Int) -> MediaDigest? {
    guard parts.indices.contains(index), case .medium(let digest, _) = parts[index] else {
      return nil
    }
    return digest
  }

  /// Whether part `index` is speech.
  func isSpeech(part index: Int) -> Bool {
    guard parts.indices.contains(index), case .speech = parts[index] else { return false }
    return true
  }
}

extension SoundPart {
  /// What sounds in a home that plays `bulletin` by itself and has all its media.
  public static func performance(of bulletin: Bulletin) -> [SoundPart] {
    let isEmergency = bulletin.priority == .emergency
    return Performance(
      bulletin, urgency: isEmergency ? .emergency : .ordinary, fromMilliseconds: 0,
      isReady: { _ in true }
    ).parts
  }
}
