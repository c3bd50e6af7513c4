import WardContract

/// How a live programme goes in this home.
public struct LiveState: Equatable, Sendable {
  /// Where it stands.
  public enum Phase: Equatable, Sendable {
    /// Nothing of it has sounded yet.
    case waiting
    case sounding
    /// Nothing of it has sounded for a while; it may come back.
    case interrupted
  }

  /// Where it stands.
  public var phase: Phase
  /// The time in the programme at which it was joined, in milliseconds.
  public var fromMilliseconds: Int
  /// The time in the programme up to which it has sounded, in milliseconds.
  public var reachedMilliseconds: Int
  /// How much between the two did not sound as it was made, in milliseconds.
  public var lostMilliseconds: Int

  /// The state of a programme.
  public init(
    phase: Phase, fromMilliseconds: Int, reachedMilliseconds: Int, lostMilliseconds: Int
  ) {
    self.phase = phase
    self.fromMilliseconds = fromMilliseconds
    self.reachedMilliseconds = reachedMilliseconds
    self.lostMilliseconds = lostMilliseconds
  }

  /// Whoever missed more than a tenth of what they followed has not heard it.
  var isHeard: Bool {
    let length = reachedMilliseconds - fromMilliseconds
    return length > 0 && lostMilliseconds * 10 <= length
  }
}

/// Listens to the stream of the live programme that sounds, and to no other: a stream that nobody
/// hears costs the broker and this home nothing.
struct Tuning {
  private var tuned: Topic?

  /// The connection is gone, and with it all subscriptions.
  mutating func linkDown() { tuned = nil }

  mutating func settle(_ wanted: Topic?, isUp: Bool, _ effects: inout Effects) {
    guard isUp, wanted != tuned else { return }
    if let tuned { effects.append(.unsubscribe([tuned.text])) }
    if let wanted { effects.append(.subscribe([wanted.text])) }
    tuned = wanted
  }
}

extension HomeTerminal {
  /// The topic of the live programme that sounds or is about to.
  var wantedStream: Topic? {
    guard let current = player.current, let live = current.live,
      let item = wall.item(current.identifier)
    else { return nil }
    return .live(item.record.area, stream: live.stream)
  }

  /// How the live programme of `item` goes, if it sounds. Its beginning is no change of the screen:
  /// to paint takes time, and just then there is none to spare.
  func liveSign(_ item: Wall.Item) -> LiveSign? {
    guard let current = player.current, current.identifier == item.record.identifier,
      current.live != nil
    else { return nil }
    return player.live?.phase == .interrupted ? .interrupted : .onAir
  }
}

extension Player {
  /// The sound thread says how the live programme goes.
  mutating func goes(token: UInt64, _ state: LiveState) {
    if token == soundingToken { live = state }
  }

  /// A live programme ended, or was left. It is never made up for: who comes back hears the present.
  mutating func endedLive(
    _ performance: Performance, _ end: SoundEnd, _ reason: StopReason, _ wall: inout Wall,
    _ journal: inout Journal, _ moment: Moment
  ) -> Outcome {
    let state = live
    live = nil
    let isFinished = end == .finished
    var isGivenUp = false
    if case .failed = end, cardFailure == nil { isGivenUp = true }
    let isHeard = isFinished && state?.isHeard == true
    if isFinished || isGivenUp {
      wall.update(performance.identifier, &journal) { progress in
        progress.wasHeard = progress.wasHeard || isHeard
        // A live emergency of which nothing came may come yet; until then its words are spoken.
        if isFinished || !performance.isRepeated { progress.course = .over }
      }
    }
    var outcome = Outcome()
    var facts: [Receipt.Fact] = []
    if let state, state.reachedMilliseconds > state.fromMilliseconds {
      facts.append(
        .played(
          fromMilliseconds: state.fromMilliseconds, toMilliseconds: state.reachedMilliseconds,
          lostMilliseconds: state.lostMilliseconds))
    }
    if isHeard { facts.append(.heard) }
    if isGivenUp { facts.append(.missed(reason: "stream-lost")) }
    if !performance.isRepeated || !repetitions.isReported(performance.identifier) {
      outcome.facts = facts.map { SoundFact(performance, $0) }
    }
    if performance.isRepeated {
      repetitions.rest(performance.identifier, lostLive: isGivenUp, moment)
    } else if isFinished || isGivenUp {
      outcome.over = (performance.identifier, isFinished ? "ended" : "stream-lost")
    } else if reason == .stoppedByHand, performance.isProgramme {
      settleOver(performance, &wall, &journal)
    }
    outcome.ending = Ending(
      performance: performance,
      reached: state.map { $0.reachedMilliseconds - $0.fromMilliseconds } ?? 0,
      goesOn: outcome.over == nil && reason == .interrupted && performance.isProgramme)
    return outcome
  }
}
