import TerminalCore
import WardContract

extension QuietTimes {
  /// "21 9 0 - -": begin, hours, daily, and the milliseconds at which a pause ends and at which the
  /// second speaker is heard again.
  var stored: String {
    let ends = [pauseUntil, secondSpeakerUntil].map { end in
      end.map { String($0.milliseconds) } ?? "-"
    }
    return "\(beginsHour) \(hours) \(isDaily ? 1 : 0) \(ends[0]) \(ends[1])"
  }

  /// What can't be read is what a new home has: never quiet.
  init(stored text: String) {
    self.init()
    let words = text.split(separator: " ")
    // A version before the second speaker wrote four words.
    guard words.count == 4 || words.count == 5, let begins = Int(words[0]),
      let count = Int(words[1]),
      (0..<24).contains(begins), (1...Self.maximumHours).contains(count)
    else { return }
    (beginsHour, hours, isDaily) = (begins, count, words[2] == "1")
    pauseUntil = Int64(words[3]).map { Instant(milliseconds: $0) }
    if words.count == 5 { secondSpeakerUntil = Int64(words[4]).map { Instant(milliseconds: $0) } }
  }
}
