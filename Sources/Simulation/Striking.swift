import TerminalCore
import WardContract

/// When faults strike, what they do, and how everything is healed at the end.
extension SimulatedHome {
  /// Lays out the days: what the desk writes, what people press, what goes wrong.
  mutating func schedule() {
    restoreBoard()
    timeline.add(.deskIndex, at: 60_000)
    if hasSensors { timeline.add(.sensorsSpeak, at: 30_000) }
    for _ in 0..<(days * Int(random.integer(3...12))) { timeline.add(.deskWrites, at: anyTime()) }
    scheduleSessions()
    scatter(.press, faults.pressesPerDay)
    scatter(.speaks, random.integer(0...6))
    scatter(.asks, random.integer(0...8))
    scatter(.deskReplies, random.integer(0...12))
    scatter(.browses, faults.errandsPerDay)
    scatter(.deskReplies, faults.errandsPerDay)
    scatter(.deskWritesDirectory, faults.errandsPerDay / 10)
    desk.speaksToAreas = faults.movesPerDay > 0
    scatter(.deskMoves, faults.movesPerDay)
    scatter(.holdSOS, faults.sosPerDay)
    scatter(.examines, faults.examinationsPerDay)
    scatter(.fault(.clockStep), faults.clockStepsPerDay)
    scatter(.fault(.linkCut), faults.linkCutsPerDay)
    scatter(.fault(.powerCut), faults.powerCutsPerDay)
    scatter(.fault(.diskFull), faults.diskFullsPerDay)
    scatter(.fault(.cardLost), faults.cardLossesPerDay)
    scatter(.fault(.brokerLoss), faults.brokerLossesPerDay)
    scatter(.fault(.deskAway), faults.deskAwaysPerDay)
    scatter(.fault(.forgery), faults.forgeriesPerDay)
    scatter(.fault(.withhold), faults.withholdsPerDay)
  }

  /// In the two hours before a session and in it the desk writes more, and power goes at times.
  private mutating func scheduleSessions() {
    for day in 0..<Int64(days) {
      for slot in SimulatedRules.slots {
        let opening = day * Self.dayMilliseconds + Int64(slot.startMinute) * 60_000
        for _ in 0..<random.integer(0...8) {
          timeline.add(.deskWrites, at: opening + random.integer(-7_200_000...600_000))
        }
        if random.chance(perMille: faults.sessionCuts) {
          timeline.add(.fault(.powerCut), at: opening + random.integer(0...1_200_000))
        }
      }
    }
  }

  private mutating func anyTime() -> Int64 {
    random.integer(0...(Int64(days) * Self.dayMilliseconds - 1))
  }

  private mutating func scatter(_ step: Step, _ perDay: Int64) {
    for _ in 0..<(perDay * Int64(days)) { timeline.add(step, at: anyTime()) }
  }

  mutating func strike(_ fault: Fault) {
    switch fault {
    case .linkCut:
      networkIsUp = false
      disconnect("connection reset")
      timeline.add(
        .fault(.linkBack),
        at: now + random.integer(1_000...max(2_000, faults.longestCutMilliseconds)))
    case .linkBack: networkIsUp = true
    case .powerCut:
      powerOff()
      timeline.add(.fault(.powerBack), at: now + random.integer(1_000...1_800_000))
    case .powerBack: powerOn()
    case .diskFull:
      disk.isFull = true
      timeline.add(.fault(.diskFree), at: now + random.integer(60_000...7_200_000))
    case .diskFree: disk.isFull = false
    case .cardLost:
      guard sound.hasCard else { return }
      sound.hasCard = false
      if isOn { tell(.soundLost(reason: "unplugged")) }
      endSound { .failed(part: $0, milliseconds: $1, reason: "no such device") }
      timeline.add(.fault(.cardBack), at: now + random.integer(10_000...3_600_000))
    case .cardBack:
      sound.hasCard = true
      check.cardBack(now)
      if isOn { tell(.soundBack) }
    case .brokerLoss:
      broker.loseEverything()
      disconnect("broker gone")
      restoreBoard()
    case .deskAway:
      desk.isAway = true
      timeline.add(.deskReturns, at: now + random.integer(60_000...7_200_000))
    case .forgery: forge()
    case .withhold:
      broker.withheld = desk.posts.map(\.bulletin.identifier).filter { _ in
        random.chance(perMille: 500)
      }
      timeline.add(.fault(.handOut), at: now + random.integer(600_000...7_200_000))
    case .handOut: broker.withheld = []
    case .clockStep:
      wallError = random.pick([-86_400_000, -3_600_000, -600_000, 900_000, 7_200_000, 86_400_000])
      isSynchronised = faults.clockLies
      if isOn { tell(.tick) }
      timeline.add(.fault(.clockRight), at: now + random.integer(60_000...10_800_000))
    case .clockRight:
      wallError = 0
      isSynchronised = !faults.clockNeverSynchronised
      if isOn { tell(.tick) }
    }
  }

  private mutating func disconnect(_ reason: String) {
    broker.disconnect()
    guard isConnected else { return }
    isConnected = false
    if isOn { tell(.linkDown(reason: reason)) }
  }

  /// Everything works again: whatever was lost must now come right by itself.
  mutating func heal() {
    strike(.linkBack)
    strike(.diskFree)
    strike(.clockRight)
    broker.withheld = []
    if !sound.hasCard { strike(.cardBack) }
    powerOn()
    desk.isAway = false
    restoreBoard()
  }

  // MARK: Forgeries

  private mutating func forge() {
    guard isConnected else { return }
    var bulletin = Bulletin(
      identifier: .named("gia-mao"), senderName: "Kẻ gian", sent: truth,
      priority: random.pick(Priority.allCases), areas: [Self.area], expires: truth + 3_600_000,
      headline: "Tin giả")
    let known = desk.posts.map(\.bulletin)
    if !known.isEmpty, random.chance(perMille: 500) {
      bulletin.identifier = random.pick(known).identifier
      bulletin.revision = 99
      bulletin.messageType = random.pick([.update, .cancel])
    }
    let stranger = ("editor", SimulatedKeys.stranger)
    let editor = ("editor", SimulatedKeys.editor)
    let topic = Topic.bulletin(Self.area, bulletin.identifier)
    switch random.integer(0...6) {
    case 0: forged(topic, SimulatedDesk.sign(bulletin.json, as: .bulletin, [stranger]))
    case 1:
      bulletin.priority = .ordinary
      forged(topic, SimulatedDesk.sign(bulletin.json, as: .bulletin, [editor]))
    case 2: forged(topic, SimulatedDesk.sign(bulletin.json, as: .keyring, [editor]))
    case 3:
      forged(topic, Array(SimulatedDesk.sign(bulletin.json, as: .bulletin, [editor]).dropLast(9)))
    case 4:
      bulletin.priority = .emergency
      let approver = ("approver", SimulatedKeys.approver)
      forged(topic, SimulatedDesk.sign(bulletin.json, as: .bulletin, [editor, approver]))
    case 5:
      // Old messages, word for word.
      if !broker.history.isEmpty {
        let (topic, payload) = random.pick(broker.history)
        forged(topic, payload)
      }
    default: forged(topic, [0xFF, 0x00])
    }
  }

  private mutating func forged(_ topic: Topic, _ payload: [UInt8]) {
    toTerminal(topic, payload, retained: random.chance(perMille: 500))
  }
}
