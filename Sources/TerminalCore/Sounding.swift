import WardContract

/// How programme, quiet and player work together on what sounds.
extension HomeTerminal {
  /// Compares what should sound with what does.
  mutating func sound(_ reading: TrustedClock.Reading, _ moment: Moment) {
    quiet.settle(reading, &journal, moment)
    let isSecondSpeakerOff = quiet.secondSpeakerMilliseconds(moment) != nil
    player.turnSecondSpeaker(isOff: isSecondSpeakerOff, &effects)
    // With the other one broken, what is ordinary would sound just where nobody wants it.
    let isQuiet =
      quiet.isQuiet(reading, moment) || feedback.isRecording
      || examination.isAttended
      || profile.hasSecondSpeaker && isSecondSpeakerOff && parts.isFailing(.sound)
    let facts = programme.settle(
      &wall, media, isQuiet: isQuiet, reading, player.current, &journal, moment)
    for fact in facts { record(fact, moment) }
    let emergencies = Repetitions.emergencies(wall, reading).filter {
      $0.bulletin.status == .actual || programme.grants($0.bulletin, reading)
    }
    player.settle(
      emergencies, next: programme.next, isHeld: calling.holdsSound,
      mayGoOn: player.current.map { programme.mayGoOn($0, isQuiet: isQuiet) } ?? true, &wall,
      media, &journal, moment, &effects)
    if let (performance, since) = player.sounding {
      programme.note(performance, startedAt: since, &wall, &journal, reading.now, moment)
    }
  }

  mutating func soundEnded(_ token: UInt64, _ end: SoundEnd, _ moment: Moment) {
    let outcome = player.ended(token: token, end, &wall, &journal, moment)
    for fact in outcome.facts { record(fact, moment) }
    if let ending = outcome.ending {
      programme.ended(ending, &wall, &journal, clock.reading(moment).now)
    }
    if let (identifier, reason) = outcome.over, let item = wall.item(identifier) {
      takeOff(item, reason: reason, moment)
    }
    switch (outcome.hasSpoken, end) {
    case (true, _): partBack(.speech)
    case (false, .failed(_, _, let reason)): partFailed(.speech, reason, moment)
    default: break
    }
    if let broken = outcome.brokenMedium, case .failed(_, _, let reason) = end {
      mediaRefused(broken, reason, moment)
      effects.append(.dropMedia(broken))
    }
  }

  mutating func record(_ fact: SoundFact, _ moment: Moment) {
    let isEmergency = wall.item(fact.bulletin)?.bulletin.priority == .emergency
    if case .refused(_, let detail) = fact.fact {
      effects.append(.note("\(fact.bulletin) does not sound by itself: \(detail)"))
    }
    record(
      fact.fact, of: fact.bulletin, revision: fact.revision, isEmergency: isEmergency,
      in: fact.slot, moment)
  }
}
