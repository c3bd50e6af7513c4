import BroadcastRules
import TerminalCore
import WardContract

/// A sound card with a clock of its own, which can be pulled out, and a voice that may break.
struct SimulatedSound {
  static let chimeMilliseconds = 2_000

  /// What sounds.
  struct Sounding {
    var token: UInt64
    var parts: [SoundPart]
    var began: Int64
  }

  var hasCard = true
  private(set) var sounding: Sounding?
  /// Length of each medium in milliseconds, as the desk made it.
  var lengths: [MediaDigest: Int] = [:]
  /// When each live programme ends; one that ended already gives nothing until it is given up.
  var ends: [Identifier: Int64] = [:]
  static let givenUpMilliseconds = 60_000

  mutating func reset() { sounding = nil }

  func length(_ part: SoundPart, from began: Int64) -> Int {
    switch part {
    case .live(let live):
      let left = Int((ends[live.stream] ?? 0) - began) - Self.chimeMilliseconds
      return left > 0 ? left : Self.givenUpMilliseconds
    case .chime: return Self.chimeMilliseconds
    case .recording, .tones: return 2_000
    case .medium(let digest, let from): return max(0, (lengths[digest] ?? 0) - from)
    case .speech(let announcement, let from, let pace):
      return max(0, Self.speechMilliseconds(announcement) * 100 / pace - from)
    case .screen(let reading, let pace):
      return reading.paragraphs.reduce(0) { $0 + $1.utf8.count } * 6_000 / pace
    }
  }

  /// How long the voice takes: about what is guessed, and up to a tenth more or less.
  private static func speechMilliseconds(_ announcement: Announcement) -> Int {
    let perMille = 900 + announcement.headline.utf8.count % 6 * 40
    return announcement.words.estimatedMilliseconds() * perMille / 1000
  }

  mutating func play(_ token: UInt64, _ parts: [SoundPart], at now: Int64) -> Int64 {
    sounding = Sounding(token: token, parts: parts, began: now)
    return now + Int64(parts.reduce(0) { $0 + length($1, from: now) })
  }

  /// How long the signal is that what sounds began with, in milliseconds.
  var signalMilliseconds: Int {
    if case .chime = sounding?.parts.first { Self.chimeMilliseconds } else { 0 }
  }

  /// The live programme that sounds, and whether anything of it comes.
  var live: (stream: LiveStream, isOnAir: Bool)? {
    guard let sounding, case .live(let live) = sounding.parts.last else { return nil }
    let left = (ends[live.stream] ?? 0) - sounding.began - Int64(Self.chimeMilliseconds)
    return (live, left > 0)
  }

  /// Stops what sounds; says where.
  mutating func stop(at now: Int64) -> (token: UInt64, part: Int, milliseconds: Int)? {
    guard let sounding else { return nil }
    self.sounding = nil
    var left = Int(now - sounding.began)
    for (index, part) in sounding.parts.enumerated() {
      let length = length(part, from: sounding.began)
      if left < length || index == sounding.parts.count - 1 {
        return (sounding.token, index, min(left, length))
      }
      left -= length
    }
    return (sounding.token, 0, 0)
  }
}
