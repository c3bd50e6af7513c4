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
    var outcome = Outcome()
    let (identifier, revision) = (performance.identifier, performance.revision)
    let state = live
    live = nil
    let isReported = !performance.isRepeated || isStillReported(identifier)
    if isReported, let state, state.reachedMilliseconds > state.fromMilliseconds {
      outcome.facts.append(
        (
          identifier, revision,
          .played(
            fromMilliseconds: state.fromMilliseconds, toMilliseconds: state.reachedMilliseconds,
            lostMilliseconds: state.lostMilliseconds)
        ))
    }
    let isHeard = end == .finished && state?.isHeard == true
    if isReported, isHeard { outcome.facts.append((identifier, revision, .heard)) }
    if case .failed = end, cardFailure == nil {
      if isReported {
        outcome.facts.append((identifier, revision, .missed(reason: "stream-lost")))
      }
      outcome.over = performance.isRepeated ? nil : (identifier, "stream-lost")
    }
    if end == .finished {
      wall.update(identifier, &journal) { progress in
        progress.wasHeard = progress.wasHeard || isHeard
        progress.course = .over
      }
      outcome.over = performance.isRepeated ? nil : (identifier, "ended")
    }
    guard outcome.over == nil else { return outcome }
    if performance.isRepeated {
      rest(performance, moment)
    } else if !performance.isByHand {
      switch reason {
      case .interrupted: suspend(performance, at: 0)
      case .stoppedByHand: settleOver(performance, &wall, &journal)
      case .withdrawn: break
      }
    }
    return outcome
  }
}
