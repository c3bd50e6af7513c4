import WardContract

/// How the terminal comes to its findings: a part that fails is never called good.
extension HomeTerminal {
  /// Begins an examination; one that goes on already answers this wish too.
  mutating func examine(_ cause: Diagnosis.Cause, command: Identifier? = nil, _ moment: Moment) {
    let token = effects.nextToken()
    let begins = examination.begin(
      cause, command: command, questions: cause == .household ? questions : [], token: token,
      isLinkUp: link.isUp, moment)
    guard begins else { return }
    effects.append(.inspectStorage(token: token))
    guard link.isUp else { return }
    effects.append(
      .measureBroker(
        token: token, .presence(profile.terminal), payload: presence.json.bytes))
  }

  private var questions: [Examination.Question] {
    let equipment = profile.equipment
    return [.speaker] + (equipment.hasDisplay ? [.display] : [])
      + (equipment.hasLamps ? [.lamps] : []) + (equipment.buttons.isEmpty ? [] : [.buttons])
  }

  /// Goes on with the examination, and writes down what came of it once it is over.
  mutating func settleExamination(_ reading: TrustedClock.Reading, _ moment: Moment) {
    let isLeft =
      menu.place != .examination || calling.sos != nil || overlay(reading).isEmergency
    if examination.isAttended, isLeft { examination.breakOff() }
    if parts.isFailing(.sound) { examination.pass(over: .speaker) }
    if examination.advance(moment) == .speaker { player.hear(.tones) }
    guard let run = examination.takeEnded() else { return }
    let diagnosis = Diagnosis(
      sequence: diagnoses.nextSequence, ledger: outbox.ledger, terminal: profile.terminal,
      time: reading.now, cause: run.cause, command: run.command, version: profile.version,
      findings: findings(run, reading, moment))
    diagnoses.add(diagnosis, &journal)
    let faults = diagnosis.faults.map { "\($0.subject.rawValue) \($0.reason?.rawValue ?? "")" }
    let words = faults.isEmpty ? "nothing wrong" : faults.joined(separator: ", ")
    effects.append(.note("examination \(diagnosis.sequence): \(words)"))
  }

  /// A button was pressed on the screens of the examination.
  mutating func pressInExamination(_ button: Button, _ moment: Moment) {
    let action = examination.press(
      button, hasResult: diagnoses.newest != nil, pageCount: menu.pageCount)
    switch action {
    case .none: break
    case .leave: menu.leaveExamination()
    case .begin: examine(.household, moment)
    case .soundTones: player.hear(.tones)
    }
  }

  // MARK: Findings

  private func findings(
    _ run: Examination.Run, _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> [Diagnosis.Finding] {
    let equipment = profile.equipment
    var findings = [
      powerFinding,
      .init(.temperature, equipment.measuresHeat ? unless(.temperature, .tooHot) : .absent),
      storageFinding(run),
      .init(
        .clock, reading.systemIsWrong ? .bad(.wrong) : reading.isKnown ? .good : .bad(.unknown)),
      networkFinding, brokerFinding(run), deskFinding(reading, moment), modemFinding,
      .init(.board, unless(.board, .wrong)), .init(.speech, unless(.speech, .failing)),
      .init(.speaker, unless(.sound, .failing, run.answer(.speaker))),
      .init(
        .secondSpeaker,
        profile.hasSecondSpeaker ? unless(.secondSpeaker, .failing, .skipped) : .absent),
      .init(
        .display, equipment.hasDisplay ? unless(.display, .failing, run.answer(.display)) : .absent),
      .init(.lamps, equipment.hasLamps ? unless(.lamps, .failing, run.answer(.lamps)) : .absent),
    ]
    // Not every board has a mixer, nor every ward a plan: only that they fail is known.
    for part in [Part.mixer, .plan] where parts.isFailing(part) {
      findings.append(.init(part.subject, .bad(.failing)))
    }
    return findings + buttonFindings(run) + sensorFindings(moment)
  }

  /// `otherwise`, unless the part fails now.
  private func unless(
    _ part: Part, _ reason: Diagnosis.Reason, _ otherwise: Diagnosis.Verdict = .good
  ) -> Diagnosis.Verdict {
    parts.isFailing(part) ? .bad(reason) : otherwise
  }

  private var powerFinding: Diagnosis.Finding {
    guard profile.equipment.measuresPower else { return .init(.power, .absent) }
    let figures = supply.batteryPercent.map { [Diagnosis.Figure(.batteryPercent, Int64($0))] } ?? []
    let isSilent = supply.hasMains == nil && supply.batteryPercent == nil
    return .init(.power, unless(.power, .onBattery, isSilent ? .bad(.noReading) : .good), figures)
  }

  private func storageFinding(_ run: Examination.Run) -> Diagnosis.Finding {
    guard case .read(let state) = run.storage else {
      let verdict: Diagnosis.Verdict = run.storage == .awaited ? .skipped : .bad(.noAnswer)
      return .init(.storage, unless(.disk, .failing, verdict))
    }
    var figures = [
      Diagnosis.Figure(.freeMebibytes, state.freeBytes >> 20),
      .init(.sizeMebibytes, state.sizeBytes >> 20),
    ]
    if let written = state.writtenBytes { figures.append(.init(.writtenMebibytes, written >> 20)) }
    if let life = state.lifeUsedPercent { figures.append(.init(.lifeUsedPercent, Int64(life))) }
    let verdict: Diagnosis.Verdict =
      if state.freeBytes < state.leastFreeBytes {
        .bad(.nearlyFull)
      } else if state.lifeUsedPercent ?? 0 >= StorageState.wornPercent {
        .bad(.worn)
      } else {
        .good
      }
    return .init(.storage, unless(.disk, .failing, verdict), figures)
  }

  private var networkFinding: Diagnosis.Finding {
    if networks.isEmpty { return .init(.network, .absent) }
    return .init(.network, networks.contains { $0.state == .used } ? .good : .bad(.noNetwork))
  }

  private func brokerFinding(_ run: Examination.Run) -> Diagnosis.Finding {
    guard link.isUp else { return .init(.broker, .bad(.notConnected)) }
    guard let milliseconds = run.roundTripMilliseconds else {
      return .init(.broker, run.isBrokenOff ? .skipped : .bad(.noAnswer))
    }
    return .init(.broker, .good, [.init(.roundTripMilliseconds, Int64(milliseconds))])
  }

  /// Whether the desk is there can be told only through the broker.
  private func deskFinding(
    _ reading: TrustedClock.Reading, _ moment: Moment
  ) -> Diagnosis.Finding {
    switch connection(reading, moment) {
    case .connected: .init(.desk, .good)
    case .connecting: .init(.desk, .skipped)
    case .cutOff: .init(.desk, link.isUp ? .bad(.noAnswer) : .skipped)
    }
  }

  private var modemFinding: Diagnosis.Finding {
    let figures = mobileNetwork.map { [Diagnosis.Figure(.signalPercent, Int64($0.signalPercent))] }
    switch calling.telephone {
    case .none: return .init(.modem, .absent)
    case .missing: return .init(.modem, .bad(.missing))
    case .limited: return .init(.modem, .bad(.limited), figures ?? [])
    case .ready: return .init(.modem, unless(.telephone, .failing), figures ?? [])
    }
  }

  private func buttonFindings(_ run: Examination.Run) -> [Diagnosis.Finding] {
    let buttons = profile.equipment.buttons
    if buttons.isEmpty { return [.init(.buttons, .absent)] }
    let all = parts.isFailing(.buttons) ? [Diagnosis.Finding(.buttons, .bad(.failing))] : []
    return all
      + buttons.map { .init($0.subject, run.pressed.contains($0) ? .good : run.unpressed) }
  }

  private func sensorFindings(_ moment: Moment) -> [Diagnosis.Finding] {
    let sensors = profile.equipment.sensors
    if sensors.isEmpty { return [.init(.sensors, .absent)] }
    let all = parts.isFailing(.sensors) ? [Diagnosis.Finding(.sensors, .bad(.failing))] : []
    return all
      + sensors.map { quantity in
        .init(quantity.subject, isReliable(quantity, moment) ? .good : .bad(.noReading))
      }
  }

  private func isReliable(_ quantity: Measurement.Quantity, _ moment: Moment) -> Bool {
    guard measurements.contains(where: { $0.quantity == quantity && $0.thousandths != nil }) else {
      return false
    }
    // What the log of air doesn't believe is not to be relied on; of light it keeps none.
    guard let air = AirQuantity(rawValue: quantity.rawValue) else { return true }
    return (try? self.air.log.value(air, moment).get()) != nil
  }
}

extension StorageState {
  /// From so much used life on a memory should be replaced, in percent.
  static let wornPercent = 90

  /// With less the store can't take in what a ward may send, in bytes: the largest medium twice, or a
  /// twentieth of a small one.
  var leastFreeBytes: Int64 { min(Int64(2 * Bounds.mediaBytes), sizeBytes / 20) }
}

extension Part {
  /// What a finding about it is called.
  public var subject: Diagnosis.Subject {
    switch self {
    case .sound: .speaker
    case .secondSpeaker: .secondSpeaker
    case .mixer: .mixer
    case .speech: .speech
    case .display: .display
    case .buttons: .buttons
    case .telephone: .modem
    case .disk: .storage
    case .sensors: .sensors
    case .lamps: .lamps
    case .power: .power
    case .temperature: .temperature
    case .board: .board
    case .plan: .plan
    }
  }
}

extension Button {
  /// What a finding about it is called.
  var subject: Diagnosis.Subject {
    switch self {
    case .up: .buttonUp
    case .down: .buttonDown
    case .ok: .buttonOK
    case .back: .buttonBack
    case .volumeUp: .buttonVolumeUp
    case .volumeDown: .buttonVolumeDown
    case .sos: .buttonSOS
    }
  }
}

extension Measurement.Quantity {
  /// What a finding about its sensor is called.
  var subject: Diagnosis.Subject {
    switch self {
    case .temperature: .sensorTemperature
    case .humidity: .sensorHumidity
    case .pressure: .sensorPressure
    case .pm25: .sensorPM25
    case .pm10: .sensorPM10
    case .co2: .sensorCO2
    case .light: .sensorLight
    }
  }
}
