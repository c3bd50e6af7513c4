import WardContract

/// What the household sees and presses.
extension HomeTerminal {
  /// What stands over the menu now.
  func overlay(_ reading: TrustedClock.Reading) -> Menu.Overlay {
    if let emergency = Repetitions.emergencies(wall, reading).first {
      return .emergency(emergency.record.identifier, revision: emergency.record.revision)
    }
    if let notice = menu.notices.first { return .allClear(notice.stored.identifier) }
    if menu.place == .rest, let current = player.current, !current.isByHand {
      return .broadcast(current.identifier)
    }
    return .none
  }

  mutating func buttonDown(_ button: Button, _ moment: Moment) {
    touchedForWatchOver(moment)
    player.stopReading(&effects)
    repeating.cancel()
    let isTried = tries(button, moment)
    // SOS means what it always means, tried or not.
    if isTried, button != .sos { return holding.cancel() }
    if calling.press(button, moment, &effects) {
      if button == .back { _ = menu.goesBackAgain(moment) }
      return holding.cancel()
    }
    let overlay = overlay(clock.reading(moment))
    switch button {
    // An emergency is confirmed at once: whoever reads it out loses time.
    case .ok where !overlay.isEmergency: holding.press(over: overlay, moment)
    default:
      holding.cancel()
      repeating.press(
        button, at: menu.place, under: overlay, inCode: isEnteringCode, moment)
      press(button, moment)
    }
  }

  /// ▲, ▼ or the volume is held, and goes on.
  mutating func repeatHeld(_ moment: Moment) {
    let overlay = overlay(clock.reading(moment))
    if let button = repeating.takeDue(
      at: menu.place, under: overlay, inCode: isEnteringCode, moment)
    {
      press(button, moment)
    }
  }

  mutating func buttonUp(_ button: Button, _ moment: Moment) {
    repeating.cancel()
    calling.release(button, moment)
    // Whoever tries the buttons need not be told what this one is for.
    if menu.place == .examination { calling.dismissHint() }
    if button == .ok, holding.release(over: overlay(clock.reading(moment))) { press(.ok, moment) }
  }

  /// OK was held: the screen is read out.
  mutating func heldLong(_ moment: Moment) {
    menu.touch(moment)
    readOut(moment)
  }

  /// Has the screen read out; a reply that somebody has spoken is heard in their voice.
  mutating func readOut(_ moment: Moment) {
    let reading = clock.reading(moment)
    if let voice = spokenReply(reading) { return player.hear(.recording(voice)) }
    player.read(screen(reading, moment).readingOut)
  }

  private mutating func press(_ button: Button, _ moment: Moment) {
    let reading = clock.reading(moment)
    let action = menu.press(
      button, overlay: overlay(reading), rows: rows(reading),
      sounding: player.current?.identifier, moment)
    switch action {
    case .none: break
    case .confirm(let identifier): confirm(identifier, moment)
    case .open(let identifier): reportShown(identifier, at: moment)
    // A wish that nothing can fulfil now would sound when nobody expects it.
    case .play where player.cardFailure != nil: break
    case .play(let identifier):
      let sounds = wall.item(identifier)?.bulletin.sounds ?? []
      let isReady = sounds.contains { media.isReady($0.digest) }
      // What is live is joined; what has no recording, or none any more, is spoken.
      if isReady || sounds.allSatisfy({ media.isGivenUp($0.digest) }) {
        player.request(identifier)
      }
    case .silence:
      if let fact = player.stopByHand(&wall, &journal, &effects) { record(fact, moment) }
    case .setVolume(let percent):
      hasChosenVolume = true
      effects.append(.setVolume(percent: percent))
      journal.add(.putVolume(percent: percent))
    case .turn(let choice): turn(choice, reading, moment)
    case .change(let setting): change(setting)
    case .endSilence: if isSilenced(reading, moment) { menu.openQuiet(fromSettings: false) }
    case .agreeToWatchOver(let choice): agreeToWatchOver(choice, reading, moment)
    case .opened(let function): open(function)
    case .openedExamination: examination.opened()
    case .pass(let button): pass(button, reading, moment)
    }
  }

  private mutating func confirm(_ identifier: Identifier, _ moment: Moment) {
    guard let item = wall.item(identifier) else { return }
    wall.update(identifier, &journal) { progress in
      progress.wasConfirmed = true
      progress.course = .over
    }
    player.confirmed(identifier, &effects)
    record(
      .confirmed, of: identifier, revision: item.record.revision, isEmergency: true, moment)
  }

  /// Writes down that an item stood open on the screen, once for each revision.
  mutating func reportShown(_ identifier: Identifier, at moment: Moment) {
    guard let item = wall.item(identifier), !item.record.progress.wasShown else { return }
    wall.update(identifier, &journal) { $0.wasShown = true }
    record(
      .shown, of: identifier, revision: item.record.revision,
      isEmergency: item.bulletin.priority == .emergency, moment)
  }

  /// The list: unheard first, then by urgency, then the newest.
  func rows(_ reading: TrustedClock.Reading) -> [NewsScreen.Row] {
    wall.items.filter { item in
      item.isPublic && (!reading.isKnown || reading.now >= item.bulletin.begins)
    }.sorted { left, right in
      if left.isUnheard != right.isUnheard { return left.isUnheard }
      if left.bulletin.priority != right.bulletin.priority {
        return left.bulletin.priority > right.bulletin.priority
      }
      if left.bulletin.begins != right.bulletin.begins {
        return left.bulletin.begins > right.bulletin.begins
      }
      return left.record.identifier < right.record.identifier
    }.map { NewsScreen.Row($0.bulletin, isUnheard: $0.isUnheard) }
  }

  /// The screen as everything stands.
  func screen(_ reading: TrustedClock.Reading, _ moment: Moment) -> Screen {
    if let call = callScreen(reading, moment) { return .call(call) }
    let overlay = overlay(reading)
    switch overlay {
    case .emergency(let identifier, _):
      if let item = wall.item(identifier) { return .emergency(emergencyScreen(item, overlay)) }
    case .allClear:
      if var notice = menu.notices.first?.screen {
        notice.page = menu.page(of: overlay)
        return .allClear(notice)
      }
    case .broadcast(let identifier):
      if let item = wall.item(identifier) { return .broadcast(broadcastScreen(item)) }
    case .none: break
    }
    switch menu.place {
    case .rest: return .rest(restScreen(reading, moment))
    case .status: return .status(statusScreen(reading, moment))
    case .air: return .air(airScreen(reading, moment))
    case .feedback: return feedbackScreen(reading)
    case .examination: return examinationScreen
    case .functions: return .choice(functionsScreen(reading))
    case .settings: return .choice(settingsScreen(reading, moment))
    case .watchOver: return .choice(watchOverScreen())
    case .quiet: return .choice(quietScreen(reading, moment))
    case .services: return sized(services.screen(servicesContext(reading)))
    case .numbers:
      let canCall = calling.telephoneFault == nil
      return sized(
        numbers.screen(directory.phoneBook, home: profile.area, canCall: canCall))
    case .bills: return sized(bills.screen(billsContext(reading)))
    case .news:
      let rows = rows(reading)
      let selected = rows.firstIndex { $0.identifier == menu.selected } ?? 0
      return .news(
        NewsScreen(rows: rows, selected: selected, textSize: preferences.textSize))
    case .reader(let identifier):
      guard let item = wall.item(identifier) else { return .rest(restScreen(reading, moment)) }
      return .reader(readerScreen(item, reading))
    }
  }

  private func emergencyScreen(
    _ item: Wall.Item, _ overlay: Menu.Overlay
  ) -> EmergencyScreen {
    EmergencyScreen(
      item.bulletin, page: menu.page(of: overlay), isSilent: player.cardFailure != nil,
      live: liveSign(item))
  }

  private func broadcastScreen(_ item: Wall.Item) -> BroadcastScreen {
    BroadcastScreen(
      item.bulletin, session: sessionGoingOn, live: liveSign(item),
      image: item.bulletin.images.map(\.digest).first { media.isReady($0) })
  }

  private func readerScreen(_ item: Wall.Item, _ reading: TrustedClock.Reading) -> ReaderScreen {
    let bulletin = item.bulletin
    let sounds = bulletin.sounds.filter { !media.isGivenUp($0.digest) }
    let sound: ReaderScreen.Sound =
      if player.current?.identifier == bulletin.identifier {
        .playing
      } else if player.cardFailure != nil {
        .none
      } else if bulletin.live != nil {
        .ready
      } else if sounds.isEmpty {
        parts.isFailing(.speech) ? .none : .ready
      } else {
        sounds.contains { media.isReady($0.digest) } ? .ready : .fetching
      }
    return ReaderScreen(
      bulletin,
      announcement: player.cardFailure == nil
        ? announcement(of: item, reading) : Words.onlyToRead,
      images: bulletin.images.map(\.digest).filter { media.isReady($0) }, page: menu.page,
      sound: sound, textSize: preferences.textSize)
  }

  private func restScreen(_ reading: TrustedClock.Reading, _ moment: Moment) -> RestScreen {
    let unheard = rows(reading).filter(\.isUnheard)
    return RestScreen(
      time: reading.isKnown ? Words.time(reading.now) : nil,
      date: reading.isKnown ? Words.longDate(reading.now) : nil,
      lunarDate: reading.isKnown ? Words.lunarDate(reading.now) : nil, wardName: profile.wardName,
      unheardCount: unheard.count, newest: unheard.first?.headline,
      connection: connection(reading, moment), air: airLine(reading, moment),
      upcoming: upcoming(reading),
      quiet: Words.line([
        quietWords(reading, moment) ?? secondSpeakerWords(reading, moment), watchOverWords,
      ]),
      reply: RequestWords.news(requests.news)
        ?? (feedback.draft == nil ? newHomeWords : Words.unsent),
      problems: problems(reading, moment),
      volumePercent: menu.volumePercent)
  }

  func connection(_ reading: TrustedClock.Reading, _ moment: Moment) -> Connection {
    if link.isUp, board.isFresh(moment) { return .connected }
    let patience = BoardWatch.graceMilliseconds
    if let downSince = link.downSince, moment.monotonicMilliseconds - downSince < patience {
      return .connecting
    }
    if link.isUp, board.index == nil { return .connecting }
    let since = board.lastHeard.map { Words.since($0, now: reading.now) }
    return .cutOff(since: reading.isKnown ? since : nil)
  }

  private func problems(_ reading: TrustedClock.Reading, _ moment: Moment) -> [String] {
    var problems: [String] = []
    if let words = watchOverProblem(moment) { problems.append(words) }
    if parts.isFailing(.sound) { problems.append(Words.noSound) }
    if menu.volumePercent == 0 { problems.append(Words.muted) }
    if parts.isFailing(.secondSpeaker) { problems.append(Words.noSecondSpeaker) }
    if parts.isFailing(.speech) { problems.append(Words.noSpeech) }
    if journal.failure != nil || media.failure != nil { problems.append(Words.diskFailing) }
    if let words = planProblem { problems.append(words) }
    if supply.hasMains == false { problems.append(Words.powerCut(supply)) }
    if let words = telephoneProblem { problems.append(words) }
    if parts.isFailing(.buttons) { problems.append(Words.noButtons) }
    if parts.isFailing(.board) { problems.append(Words.wrongBoard) }
    if parts.isFailing(.temperature) { problems.append(Words.tooHot) }
    if board.withheldCount > 0 { problems.append(Words.withheld(board.withheldCount)) }
    if reading.systemIsWrong { problems.append(Words.clockWrong) }
    return problems
  }
}
