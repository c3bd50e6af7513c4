import WardContract

/// What comes over the link.
extension HomeTerminal {
  mutating func linkUp(_ moment: Moment) {
    effects.append(.note("connected"))
    link.up()
    outbox.linkChanged()
    requests.linkChanged()
    air.hours.linkChanged()
    diagnoses.linkChanged()
    board.linkUp(moment)
    announced = nil
    announce()
    effects.append(.subscribe(Topic.filters(downTo: profile.terminal)))
    effects.append(.subscribe([Topic.keyring(profile.ward).text]))
    // Without a keyring nothing could be believed; the rest is asked for when it is there.
    if keyring != nil {
      askForBoard()
      askForDirectory()
    }
  }

  mutating func linkDown(_ reason: String, _ moment: Moment) {
    effects.append(.note("no link: \(reason)"))
    link.down(reason: reason, moment)
    media.linkDown()
    tuning.linkDown()
    subscribed = []
    outbox.linkChanged()
    requests.linkChanged()
    air.hours.linkChanged()
    diagnoses.linkChanged()
  }

  /// Subscribes to plan, station, board and bulletins; what is retained comes (again).
  mutating func askForBoard() {
    let gone = subscribed.filter { !bulletinFilters.contains($0) }
    if !gone.isEmpty { effects.append(.unsubscribe(gone)) }
    subscribed = bulletinFilters
    effects.append(
      .subscribe(
        [Topic.plan(profile.ward), .air(profile.ward), .board(profile.ward)].map(\.text)
          + subscribed))
  }

  mutating func message(_ topic: Topic, _ payload: [UInt8], _ retained: Bool, _ moment: Moment) {
    switch topic {
    case .keyring(let area) where area == profile.ward: receiveKeyring(payload, moment)
    case .plan(let area) where area == profile.ward: receivePlan(payload, moment)
    case .directory(let area, let part) where area == profile.ward:
      receiveDirectory(payload, part: part, moment)
    case .air(let area) where area == profile.ward: receiveStation(payload, moment)
    case .board(let area) where area == profile.ward:
      receiveBoard(payload, isLive: !retained, moment)
    case .bulletin(let area, let identifier) where listens(to: area, identifier):
      // An empty payload only clears the broker; what hangs here goes by the signed index.
      if !payload.isEmpty { receiveBulletin(payload, area, identifier, moment) }
    case .media(let digest, let piece):
      media.arrived(digest, piece: piece, bytes: payload, &effects)
    case .down(let terminal, .acknowledgement, _) where terminal == profile.terminal:
      receiveAcknowledgement(payload, moment)
    case .down(let terminal, .requestAcknowledgement, _) where terminal == profile.terminal:
      receiveRequestAcknowledgement(payload, moment)
    case .down(let terminal, .command, let name) where terminal == profile.terminal:
      receiveCommand(payload, name, isRetained: retained, moment)
    case .down(let terminal, .reply, let request) where terminal == profile.terminal:
      receiveReply(payload, request, moment)
    case .replyRecording(let terminal, let digest, let piece) where terminal == profile.terminal:
      requests.arrived(digest, piece: piece, payload, &effects)
    case .down(let terminal, .settings, let version) where terminal == profile.terminal:
      receiveSettings(payload, version, moment)
    default: effects.append(.note("a message for somebody else on \(topic.text)"))
    }
  }

  // MARK: Keyring

  private mutating func receiveKeyring(_ payload: [UInt8], _ moment: Moment) {
    if payload == keyringEnvelope || payload.isEmpty { return }
    do {
      let new = try verifier.keyring(payload, area: profile.ward, root: profile.rootKey)
      if let keyring, new.version < keyring.version { throw Refusal.rolledBack }
      if let keyring, new.version == keyring.version, new != keyring {
        throw Refusal.contradiction
      }
      let isNew = keyring?.version != new.version
      keyring = new
      keyringEnvelope = payload
      guard isNew else { return }
      journal.add(.putKeyring(payload))
      effects.append(.note("keyring version \(new.version) of \(new.area)"))
      recheckSettings(moment)
      recheckPlan()
      recheckDirectory()
      recheckStation()
      recheckWall(moment)
      recheckReplies()
      askForBoard()
      askForDirectory()
    } catch let refusal as Refusal {
      refuse(refusal, what: "keyring of \(profile.ward)", bulletin: nil, moment)
    } catch {}
  }

  /// Takes off what the keyring no longer vouches for.
  private mutating func recheckWall(_ moment: Moment) {
    for item in wall.items {
      guard let envelope = item.record.envelope else { continue }
      do {
        _ = try verifier.bulletin(
          envelope, topicArea: item.record.area, identifier: item.record.identifier,
          keyrings: keyrings)
      } catch {
        takeOff(item, reason: error.code, moment)
        // Signed anew by somebody else, the same revision may hang again.
        wall.forget(item.record.identifier, &journal)
      }
    }
  }

  // MARK: Board

  private mutating func receiveBoard(_ payload: [UInt8], isLive: Bool, _ moment: Moment) {
    if payload.isEmpty { return }
    do {
      let index = try verifier.boardIndex(payload, area: profile.ward, keyrings: keyrings)
      try board.admits(index)
      let isNew = board.index.map { index.sequence > $0.sequence } ?? true
      if isNew { clock.sawIndex(signedAt: index.time, isLive: isLive, moment) }
      if isNew, isLive {
        outbox.deskIsThere(moment)
        requests.deskIsThere(moment)
        air.hours.deskIsThere(moment)
        diagnoses.deskIsThere(moment)
      }
      let reading = clock.reading(moment)
      let isWorthStoring = board.saw(
        index, isLive: isLive && isNew, reading: reading, wall: wall, areas: profile.areas, moment)
      if isWorthStoring { journal.add(.putBoard(payload)) }
      for item in wall.items where board.drops(item) { takeOff(item, reason: "unlisted", moment) }
    } catch {
      refuse(error, what: "board index of \(profile.ward)", bulletin: nil, moment)
    }
  }

  /// Asks again for what is missing, and reports what stays away.
  mutating func watchBoard(_ reading: TrustedClock.Reading, _ moment: Moment) {
    guard link.isUp else { return }
    let due = board.due(moment)
    if due.askAgain { askForBoard() }
    for (identifier, revision) in due.withheld {
      effects.append(.note("\(identifier) revision \(revision) is listed but not handed out"))
      record(.withheld, of: identifier, revision: revision, isEmergency: true, moment)
    }
  }

  // MARK: Bulletins

  private mutating func receiveBulletin(
    _ payload: [UInt8], _ area: Area, _ identifier: Identifier, _ moment: Moment
  ) {
    if wall.hangs(payload, as: identifier) { return }
    var revision = 0
    do {
      let bulletin = try verifier.bulletin(
        payload, topicArea: area, identifier: identifier, keyrings: keyrings)
      revision = bulletin.revision
      if clock.reading(moment).hasPassed(bulletin.expires) { throw Refusal.expired }
      let admission = try wall.admit(bulletin, envelope: payload, area: area, &journal)
      admitted(
        bulletin, admission,
        StoredNotice(identifier: identifier, area: area, envelope: payload), moment)
    } catch let refusal as Refusal {
      // Old news that the broker still holds is no offence.
      if refusal == .expired { return }
      // The keyring is on its way; with it the board is asked for anew.
      if refusal == .noKeyring { return }
      refuse(refusal, what: identifier.description, bulletin: (identifier, revision), moment)
    } catch {}
  }

  /// `stored` is the bulletin as it came, should it be the end of an emergency.
  private mutating func admitted(
    _ bulletin: Bulletin, _ admission: Wall.Admission, _ stored: StoredNotice, _ moment: Moment
  ) {
    let isEmergency = bulletin.priority == .emergency
    switch admission {
    case .unchanged: return
    case .hung(let replaced):
      if let replaced { retire(replaced, reason: "superseded", moment) }
      record(
        .received, of: bulletin.identifier, revision: bulletin.revision, isEmergency: isEmergency,
        moment)
      if isEmergency { menu.drop(noticeOf: bulletin.identifier) }
    case .withdrew(let removed):
      record(
        .received, of: bulletin.identifier, revision: bulletin.revision, isEmergency: isEmergency,
        moment)
      if let removed {
        retire(removed, reason: "withdrawn", moment)
        announceEnd(of: removed, by: bulletin, stored)
      }
    }
    for reference in bulletin.references where bulletin.messageType != .alert {
      if let removed = wall.supersede(reference, by: bulletin, &journal) {
        retire(removed, reason: "superseded", moment)
        if bulletin.messageType == .cancel { announceEnd(of: removed, by: bulletin, stored) }
      }
    }
    board.compare(wall: wall, areas: profile.areas, moment)
    wantMedia()
  }

  /// Tells a home that was told of an emergency that it is over.
  private mutating func announceEnd(
    of removed: Wall.Item, by cancel: Bulletin, _ stored: StoredNotice
  ) {
    guard removed.bulletin.priority == .emergency, removed.isPublic else { return }
    menu.add(EndNotice(screen: AllClearScreen(cancel), stored: stored))
    player.emergencyEnded()
  }

  /// Writes down a refusal; tells the ward, if it isn't the hundredth of its kind.
  mutating func refuse(
    _ refusal: Refusal, what: String, bulletin: (Identifier, revision: Int)?, _ moment: Moment
  ) {
    effects.append(.note("refused \(what): \(refusal)"))
    guard refusals.add(refusal, of: what, moment), let bulletin else { return }
    record(
      .refused(code: refusal.code, detail: refusal.description), of: bulletin.0,
      revision: bulletin.revision, isEmergency: false, moment)
  }

  // MARK: Acknowledgements

  private mutating func receiveAcknowledgement(_ payload: [UInt8], _ moment: Moment) {
    do {
      let acknowledgement = try verifier.acknowledgement(
        payload, terminal: profile.terminal, area: profile.ward, keyrings: keyrings)
      guard acknowledgement.ledger == outbox.ledger else { return }
      outbox.acknowledged(acknowledgement.sequences, &journal)
      air.hours.acknowledged(acknowledgement.readings, &journal)
      diagnoses.acknowledged(acknowledgement.diagnosis, &journal)
    } catch {
      refuse(error, what: "acknowledgement", bulletin: nil, moment)
    }
  }
}
