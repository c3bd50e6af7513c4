import TerminalCore
import WardContract

/// The simulated world's side of effects and steps.
extension SimulatedHome {
  /// Performs an effect of the terminal.
  mutating func perform(_ effect: Effect) {
    switch effect {
    case .connect: timeline.add(.connectEnds(start: start), at: now + random.integer(20...800))
    case .subscribe(let filters):
      guard isConnected else { return }
      for (topic, payload) in broker.subscribe(filters) {
        toTerminal(topic, payload, retained: true)
      }
    case .unsubscribe(let filters): broker.unsubscribe(filters)
    case .publish(let topic, let payload, _):
      guard isConnected else { return }
      if case .up(_, .reply, _) = topic {
        check.replied(payload, desk.office, disk.memory, at: now)
      }
      // The broker keeps the newest for a desk that is away.
      if case .presence = topic { desk.settings.take(presence: payload) }
      timeline.add(.toDesk(topic, payload), at: now + delay())
      if random.chance(perMille: faults.duplicates) {
        timeline.add(.toDesk(topic, payload), at: now + delay())
      }
    case .store(let operations, let token):
      mix(text: "store \(operations.count)")
      check.written(operations, at: now)
      let step = Step.stored(operations, token: token, start: start)
      timeline.add(step, at: now + random.integer(1...40))
    case .storeMediaPiece(let digest, let piece, _):
      timeline.add(
        .pieceStored(digest, piece: piece, start: start), at: now + random.integer(1...40))
    case .checkMedia(let resource):
      let step = Step.mediaChecked(resource.digest, start: start)
      timeline.add(step, at: now + random.integer(1...200))
    case .dropMedia(let digest): disk.drop(digest)
    case .readRecording(let digest, let piece):
      timeline.add(
        .recordingRead(digest, piece: piece, start: start), at: now + random.integer(1...40))
    case .keepReplyRecording(let recording, let bytes):
      timeline.add(
        .replyRecordingWritten(recording, bytes: bytes, start: start),
        at: now + random.integer(1...60))
    case .dropRecording(let digest):
      disk.drop(recording: digest)
      check.dropped(digest, desk.office, at: now)
    case .record(let token, let longest): record(token, longest)
    case .stopRecording(let token): if microphone == token { endVoice() }
    case .play(let token, let parts, _, let everywhere):
      if microphone != nil { check.broken(by: parts, at: now) }
      check.rooms(parts, everywhere: everywhere, at: now)
      play(token, parts)
    case .stopSecondSpeaker(let token):
      if let sounding = sound.sounding, sounding.token == token {
        check.leftRoom(sounding.parts, at: now)
      }
    case .stopSound(let token):
      guard sound.sounding?.token == token else { return }
      endSound { .stopped(part: $0, milliseconds: $1) }
    case .show(let screen):
      mix(text: screen.headlines.first ?? "")
      check.shown(screen, signed: desk.signedHeadlines)
      check.told(screen, sos: core.openSOS, ledger: disk.memory.ledger, desk)
      shownScreen = screen
    case .setLamps(let lamps): check.lit(lamps, under: shownScreen, at: now)
    case .dial(let token, let number): dial(token, number)
    case .hangUp(let token): hangUp(token)
    case .inspectStorage(let token): inspectStorage(token)
    case .measureBroker(let token, let topic, let payload): measureBroker(token, topic, payload)
    case .setVolume, .setDisplayLight, .note: break
    }
  }

  private mutating func play(_ token: UInt64, _ parts: [SoundPart]) {
    mix(text: "play \(parts.count)")
    let begins = now
    if !sound.hasCard {
      timeline.add(
        .deliver(
          .soundEnded(token: token, .failed(part: 0, milliseconds: 0, reason: "no card")),
          start: start), at: now + 5)
      return
    }
    endSound { .stopped(part: $0, milliseconds: $1) }
    endVoice()
    let clock = core.time(at: moment())
    let isDeceived = abs(clock.now - truth) > 60_000 && isSynchronised && clock.isKnown
    check.played(
      parts, at: begins, truth: truth, clockIsKnown: clock.isKnown, isDeceived: isDeceived, desk)
    let end = sound.play(token, parts, at: now)
    timeline.add(.deliver(.soundStarted(token: token), start: start), at: now + 1)
    timeline.add(.soundEnds(token: token, start: start), at: end)
    if case .speech = parts.last, random.chance(perMille: faults.speechBreaks) {
      let words = Int64(parts.last.map { sound.length($0, from: now) } ?? 0)
      timeline.add(
        .speechBreaks(token: token, start: start), at: end - random.integer(0...max(0, words)))
    }
    if sound.live != nil { timeline.add(.liveSounds(token: token, start: start), at: now + 4_000) }
  }

  /// How the live programme that sounds goes; media time is the time since it was joined.
  private mutating func tellLive(_ token: UInt64) {
    guard let sounding = sound.sounding, let live = sound.live, live.isOnAir else { return }
    tell(
      .live(
        token: token,
        LiveState(
          phase: .sounding, fromMilliseconds: 0,
          reachedMilliseconds: Int(now - sounding.began) - sound.signalMilliseconds,
          lostMilliseconds: 0)))
  }

  /// Ends what sounds before its end; the terminal learns of it a little later.
  mutating func endSound(_ end: (Int, Int) -> SoundEnd) {
    let sounding = sound.sounding
    guard let stopped = sound.stop(at: now), let sounding else { return }
    check.sounded(sounding, until: now, truth: truth, desk)
    timeline.add(
      .deliver(
        .soundEnded(token: stopped.token, end(stopped.part, stopped.milliseconds)), start: start),
      at: now + 5)
  }

  mutating func delay() -> Int64 { random.integer(1...max(1, faults.longestDelayMilliseconds)) }

  /// A message on its way from the broker to the terminal.
  mutating func toTerminal(_ topic: Topic, _ payload: [UInt8], retained: Bool) {
    let event = Event.message(topic, payload: payload, retained: retained)
    timeline.add(.deliver(event, start: start), at: now + delay())
    if random.chance(perMille: faults.duplicates) {
      timeline.add(.deliver(event, start: start), at: now + delay())
    }
  }

  /// Performs a step of the world.
  mutating func perform(_ step: Step) {
    switch step {
    case .deliver(let event, let start):
      guard start == self.start, isOn else { return }
      if case .message = event, !isConnected { return }
      tell(event)
    case .tick(let start):
      guard start == self.start else { return }
      tell(.tick)
    case .connectEnds(let start):
      guard start == self.start, isOn else { return }
      isConnected = networkIsUp
      tell(networkIsUp ? .linkUp : .linkDown(reason: "no route"))
    case .stored(let operations, let token, let start): stored(operations, token, start)
    case .pieceStored(let digest, let piece, let start):
      guard start == self.start, isOn else { return }
      tell(
        disk.append(digest, piece: piece)
          ? .mediaPieceStored(digest, piece: piece)
          : .mediaFailed(digest, reason: "no space or out of order"))
    case .mediaChecked(let digest, let start):
      guard start == self.start, isOn else { return }
      disk.ready(digest)
      tell(.mediaReady(digest))
    case .recordingRead(let digest, let piece, let start):
      guard start == self.start, isOn else { return }
      tell(read(digest, piece: piece))
    case .replyRecordingWritten(let recording, let bytes, let start):
      guard start == self.start, isOn else { return }
      tell(keep(recording, bytes))
    case .deskMoves:
      guard !desk.isAway else { return }
      answer(desk.settings.move(terminal, at: truth, random: &random))
      answer([desk.settings.forged(for: terminal, at: truth, random: &random)])
    case .examines: examine()
    case .deskReplies:
      guard !desk.isAway else { return }
      answer(desk.office.reply(to: terminal, at: truth, random: &random))
    case .soundEnds(let token, let start):
      guard start == self.start, let sounding = sound.sounding, sounding.token == token else {
        return
      }
      check.sounded(sounding, until: now, truth: truth, desk)
      let live = sound.live
      tellLive(token)
      let stopped = sound.stop(at: now)
      if let live, live.isOnAir { check.liveEnded(live.stream.stream, at: now) }
      if live?.isOnAir == false {
        tell(
          .soundEnded(token: token, .failed(part: 1, milliseconds: 0, reason: "nothing came")))
        return
      }
      check.finished(sounding, desk)
      if case .speech = sounding.parts.last {
        tell(.soundEnded(token: token, .spoken(milliseconds: stopped?.milliseconds ?? 0)))
      } else {
        tell(.soundEnded(token: token, .finished))
      }
    case .speechBreaks(let token, let start):
      guard start == self.start, sound.sounding?.token == token else { return }
      endSound { .failed(part: $0, milliseconds: $1, reason: "the speech broke off") }
    case .toDesk(let topic, let payload): toDesk(topic, payload)
    case .deskWrites:
      guard !desk.isAway else { return }
      let post = desk.write(at: truth, random: &random)
      if let live = post.bulletin.live {
        let end = now + Int64(live.longestMilliseconds)
        sound.ends[live.stream] = end
        timeline.add(.liveEnds(post.bulletin.identifier), at: end)
      }
      publish(post)
      publishIndex()
    case .liveEnds(let identifier):
      // A desk that is away has lost its power: nobody withdraws it.
      guard !desk.isAway, let post = desk.endLive(identifier, at: truth) else { return }
      publish(post)
      publishIndex()
    case .liveSounds(let token, let start):
      guard start == self.start, sound.sounding?.token == token else { return }
      tellLive(token)
    case .deskIndex:
      timeline.add(.deskIndex, at: now + SimulatedDesk.indexIntervalMilliseconds)
      publishIndex()
    case .deskReturns:
      desk.isAway = false
      restoreBoard()
    case .fault(let fault): strike(fault)
    case .asks: ask()
    case .speaks: speak()
    case .pressed(let button, let start):
      guard start == self.start, isOn else { return }
      tell(.button(button))
      tell(.released(button))
    case .voiceEnds(let token, let start):
      if start == self.start, microphone == token { endVoice() }
    case .sensorsSpeak: sensorsSpeak()
    case .browses: browse()
    case .deskWritesDirectory:
      guard !desk.isAway else { return }
      desk.writeDirectory(at: truth, random: &random)
      publishDirectory()
    case .press:
      guard isOn else { return }
      let button = random.pick(Button.allCases)
      check.pressed(now)
      tell(.button(button))
      let held = random.pick([80, 80, 80, 1_400, 3_600] as [Int64])
      timeline.add(.release(button, start: start), at: now + held)
    case .release(let button, let start): if start == self.start { tell(.released(button)) }
    case .holdSOS:
      guard isOn else { return }
      tell(.button(.sos))
      let held = random.pick([200, 2_900, 3_100, 5_000] as [Int64])
      timeline.add(.release(.sos, start: start), at: now + held)
    case .call(let token, let progress, let start): called(token, progress, start)
    case .modemLost(let start):
      guard start == self.start else { return }
      modem.isThere = false
      callEnds(.noTelephone(reason: "unplugged"))
      tell(.telephone(.missing(reason: "unplugged")))
    case .modemBack(let start):
      guard start == self.start else { return }
      modem.isThere = true
      tell(.telephone(.ready))
    case .heal: heal()
    }
  }

  /// A transaction reaches the disk, whether or not the process that sent it is still there.
  private mutating func stored(_ operations: [StoreOperation], _ token: UInt64, _ start: Int) {
    guard start == self.start, isOn else {
      // Power went while it was being written: it is there whole, or not at all.
      if start == self.start, random.chance(perMille: 500), !disk.isFull { disk.apply(operations) }
      return
    }
    if disk.isFull {
      diskWasFullAt = now
      check.refused(now)
      tell(.storeFailed(token: token, reason: "database or disk is full"))
    } else {
      disk.apply(operations)
      check.durable(operations, ledger: disk.memory.ledger, at: now)
      tell(.stored(token: token))
    }
  }

  private mutating func toDesk(_ topic: Topic, _ payload: [UInt8]) {
    guard !desk.isAway else { return }
    switch topic {
    case .up(let terminal, .receipt, let id):
      guard let word = desk.take(payload, at: truth) else { return }
      answer([(.down(terminal: terminal, kind: .acknowledgement, id), word)])
    case .up(let terminal, .request, _):
      answer(desk.office.take(request: payload, from: terminal, at: truth))
    case .recording(let terminal, let request, let piece):
      answer(desk.office.take(piece: piece, payload, of: request, from: terminal, at: truth))
    case .up(let terminal, .reading, let id):
      guard let word = desk.take(readings: payload, at: truth) else { return }
      answer([(.down(terminal: terminal, kind: .acknowledgement, id), word)])
    case .up(let terminal, .reply, _):
      answer(desk.office.take(receipt: payload, from: terminal))
    default: break
    }
  }

  /// What the desk says to this home alone; it is lost if nobody is there.
  private mutating func answer(_ messages: [SimulatedOffice.Message]) {
    for (topic, payload) in messages
    where isConnected && broker.publish(topic, payload, retain: false) {
      toTerminal(topic, payload, retained: false)
    }
  }

  /// The household looks among its services and bills, as deep as a few presses lead.
  private mutating func browse() {
    var buttons: [Button] = [.back, .back, .back, .back, .up]
    buttons += Array(repeating: .down, count: random.pick([0, 1, 2, 2, 3, 3, 3, 4]))
    buttons += [.ok, .ok]
    buttons += (0..<8).map { _ in random.pick([.ok, .ok, .ok, .down, .up, .back]) }
    for button in buttons {
      // What sounds is silenced and paged by other presses.
      guard isOn, sound.sounding == nil, !core.isAboutToSound else { return }
      tell(.button(button))
      tell(.released(button))
    }
  }

  // MARK: The desk's side of the broker

  mutating func send(_ topic: Topic, _ payload: [UInt8]) {
    if broker.publish(topic, payload, retain: true), isConnected {
      toTerminal(topic, payload, retained: false)
    }
  }

  mutating func publish(_ post: SimulatedDesk.Post) {
    for resource in post.bulletin.resources {
      sound.lengths[resource.digest] = resource.durationMilliseconds
      for piece in 0..<resource.pieces {
        let size =
          piece == resource.pieces - 1
          ? resource.sizeBytes - piece * Bounds.mediaPieceBytes : Bounds.mediaPieceBytes
        send(.media(resource.digest, piece: piece), [UInt8](repeating: 7, count: size))
      }
    }
    for area in post.bulletin.areas {
      send(.bulletin(area, post.bulletin.identifier), post.envelope)
    }
  }

  mutating func publishIndex() {
    guard !desk.isAway else { return }
    for gone in desk.clear(at: truth) {
      for area in gone.areas { send(.bulletin(area, gone.identifier), []) }
    }
    send(.board(Self.area), desk.index(at: truth))
    answer(desk.office.unreceived(at: truth) + desk.settings.unreceived(at: truth))
  }

  /// Publishes the parts that there are, and clears the others.
  private mutating func publishDirectory() {
    guard !desk.directory.isEmpty else { return }
    for number in 1...4 {
      let index = number - 1
      let part = index < desk.directory.count ? desk.directory[index] : []
      send(.directory(Self.area, part: number), part)
    }
  }

  mutating func restoreBoard() {
    send(.keyring(Self.area), desk.keyring(at: Self.epoch))
    send(.plan(Self.area), desk.signed(plan))
    publishDirectory()
    for post in desk.posts { publish(post) }
    publishIndex()
  }
}
