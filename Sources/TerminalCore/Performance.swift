import WardContract

/// One item as it sounds: its signal, then its recordings one after another, or its words as they
/// are spoken if there is no recording.
struct Performance: Equatable {
  /// What may interrupt what: only the more urgent the less urgent.
  enum Urgency: Int, Comparable {
    case ordinary
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
  /// Where in the item's own sound each part begins; a chime stands where what follows begins.
  private let partStarts: [Int]
  /// Length of the item's own sound, as far as it is here; 0 if it is spoken, since only the voice
  /// knows how long that takes.
  private let recordedMilliseconds: Int

  /// Whether its words are spoken, for want of a recording.
  var isSpoken: Bool { recordedMilliseconds == 0 }
  /// Whether it is repeated until somebody confirms it.
  var isRepeated: Bool { urgency >= .exercise }
  var isByHand: Bool { urgency == .byHand }

  /// The performance of `item` from a point on. Sounds that `isReady` denies are left out.
  init(
    _ item: Wall.Item, urgency: Urgency, fromMilliseconds: Int, isReady: (MediaDigest) -> Bool
  ) {
    identifier = item.record.identifier
    revision = item.record.revision
    self.urgency = urgency
    var parts: [SoundPart] = []
    var starts: [Int] = []
    if urgency != .byHand {
      parts.append(.chime(Self.chime(of: item.bulletin)))
      starts.append(fromMilliseconds)
    }
    var position = 0
    for sound in item.bulletin.sounds where isReady(sound.digest) {
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
      parts.append(.speech(Announcement(item.bulletin), fromMilliseconds: fromMilliseconds))
      starts.append(fromMilliseconds)
    }
    self.fromMilliseconds = position == 0 ? fromMilliseconds : min(fromMilliseconds, position)
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

  /// The point of the item's own sound that was reached, in milliseconds.
  func position(part: Int, milliseconds: Int) -> Int {
    guard parts.indices.contains(part) else { return fromMilliseconds }
    if case .chime = parts[part] { return partStarts[part] }
    let end = isSpoken ? Bounds.soundMilliseconds : recordedMilliseconds
    return min(partStarts[part] + max(0, milliseconds), end)
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
