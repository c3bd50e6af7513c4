import Sound

/// Makes one story of what the loudspeakers of a home report, for a core that knows of one.
///
/// Each performance has a leader, the first of its speakers that has a card: how far that one is
/// counts. A leader whose card is lost is followed by one that still plays, and nobody need begin
/// anew. Only when no speaker is left is there no sound.
struct SpeakerReports {
  /// What the core is to be told.
  enum Word: Equatable {
    case report(SoundReport)
    /// One of several speakers has no card.
    case lost(speaker: Int, reason: String)
    /// It has one again.
    case back(speaker: Int)
  }

  private struct Performance {
    let token: UInt64
    let speakers: [Int]
    var leader: Int
    /// How it ended in each speaker that is through with it.
    var ends: [Int: SoundReport] = [:]
  }

  /// Why each speaker has no card; `nil` if it has one.
  private var faults: [String?]
  private var performances: [Performance] = []

  init(count: Int) { faults = Array(repeating: nil, count: count) }

  private var isSilent: Bool { faults.allSatisfy { $0 != nil } }

  /// A performance begins; returns the speakers that it is for. One without a card is asked too: that
  /// makes it look for one. If the first has none, another takes its place.
  mutating func begin(_ token: UInt64, everywhere: Bool) -> [Int] {
    var speakers = everywhere ? Array(faults.indices) : [0]
    if speakers.allSatisfy({ faults[$0] != nil }), let able = faults.firstIndex(of: nil) {
      speakers.append(able)
    }
    let leader = speakers.first { faults[$0] == nil } ?? 0
    performances.append(Performance(token: token, speakers: speakers, leader: leader))
    return speakers
  }

  /// Whether that speaker may stop that performance while others go on with it.
  func mayLeave(_ token: UInt64, _ speaker: Int) -> Bool {
    performances.contains { $0.token == token && $0.leader != speaker }
  }

  /// Takes in what a speaker reports.
  mutating func hear(_ report: SoundReport, from speaker: Int) -> [Word] {
    switch report {
    case .cardLost(let reason): return lost(speaker, reason)
    case .cardBack: return back(speaker)
    case .started(let token, _), .live(let token, _):
      return leads(speaker, token) ? [.report(report)] : []
    case .finished(let token), .spoken(let token, _), .stopped(let token, _, _),
      .failed(let token, _, _, _):
      return ended(token, end(report, of: speaker), speaker)
    case .mixerFailed, .mixerBack: return speaker == 0 ? [.report(report)] : []
    case .underrun, .recordingStarted, .recordingGoes, .recordingEnded, .gainFailed:
      return [.report(report)]
    }
  }

  private func leads(_ speaker: Int, _ token: UInt64) -> Bool {
    performances.contains { $0.token == token && $0.leader == speaker }
  }

  /// A card that was lost amid a performance that another speaker can begin anew has stopped: nothing
  /// is wrong with what it played.
  private func end(_ report: SoundReport, of speaker: Int) -> SoundReport {
    guard case .failed(let token, let part, let milliseconds, _) = report,
      faults[speaker] != nil, !isSilent
    else { return report }
    return .stopped(token: token, part: part, milliseconds: milliseconds)
  }

  private mutating func ended(_ token: UInt64, _ end: SoundReport, _ speaker: Int) -> [Word] {
    guard let index = performances.firstIndex(where: { $0.token == token }) else { return [] }
    guard performances[index].leader == speaker else {
      performances[index].ends[speaker] = end
      return []
    }
    performances.remove(at: index)
    return [.report(end)]
  }

  private mutating func lost(_ speaker: Int, _ reason: String) -> [Word] {
    faults[speaker] = reason
    if isSilent {
      let word = Word.report(.cardLost(reason: faults[0] ?? reason))
      return speaker == 0 ? [word] : [.lost(speaker: speaker, reason: reason), word]
    }
    return [.lost(speaker: speaker, reason: reason)] + followers(of: speaker)
  }

  /// Others lead what that speaker led; what they are through with has ended.
  private mutating func followers(of speaker: Int) -> [Word] {
    var words: [Word] = []
    for index in performances.indices.reversed() where performances[index].leader == speaker {
      let performance = performances[index]
      guard let next = performance.speakers.first(where: { faults[$0] == nil }) else { continue }
      performances[index].leader = next
      if let end = performance.ends[next] {
        performances.remove(at: index)
        words.append(.report(end))
      }
    }
    return words
  }

  private mutating func back(_ speaker: Int) -> [Word] {
    let wasSilent = isSilent
    faults[speaker] = nil
    guard wasSilent else { return [.back(speaker: speaker)] }
    var words = [Word.report(.cardBack)]
    if speaker != 0 { words.append(.back(speaker: speaker)) }
    // There is sound again, and that speaker still has none.
    if let reason = faults[0] { words.append(.lost(speaker: 0, reason: reason)) }
    return words
  }
}
