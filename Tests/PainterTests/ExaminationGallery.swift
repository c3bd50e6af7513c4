import WardContract

@testable import TerminalCore

/// The screens of an examination, as the core makes them.
extension Gallery {
  private static let equipment: Equipment = {
    var equipment = Equipment()
    equipment.buttons = Button.allCases
    (equipment.hasDisplay, equipment.hasLamps, equipment.measuresPower) = (true, true, true)
    equipment.sensors = [.temperature, .pm25]
    return equipment
  }()

  /// The screen after so many answers of an examination.
  private static func asked(_ buttons: [Button], isProbed: Bool = true) -> Screen {
    var profile = Profile(
      terminal: identifier("nha-1"), area: Area("01.00004")!, ward: Area("01.00004")!,
      wardName: "phường Ba Đình", rootKey: [], version: "test")
    profile.equipment = equipment
    var core = HomeTerminal(profile: profile, verifier: Verifier { _, _, _ in false })
    var now: Int64 = 1_000
    func moment() -> Moment {
      Moment(
        monotonicMilliseconds: now, wall: Instant("2026-11-28T20:05:00+07:00")!,
        isSynchronized: true, entropy: 7)
    }
    var screen: Screen?
    var probe: UInt64?
    func tell(_ event: Event) {
      now += 10
      let moment = moment()
      for effect in core.handle(event, at: moment) + core.settle(at: moment) {
        switch effect {
        case .show(let shown): screen = shown
        case .inspectStorage(let token): probe = token
        default: break
        }
      }
    }
    func answer() {
      guard let token = probe, isProbed else { return }
      probe = nil
      tell(.storageInspected(token: token, StorageState(freeBytes: 6 << 30, sizeBytes: 8 << 30)))
    }
    tell(.started(Memory(ledger: identifier("so-1"))))
    let toSettings = [Button](repeating: .down, count: 7) + [.ok]
    let toExamination = [Button](repeating: .down, count: 7) + [.ok]
    for button in toSettings + toExamination + buttons {
      tell(.button(button))
      tell(.released(button))
      answer()
    }
    return screen ?? rest
  }

  static let examinationStart = asked([])
  static let examinationLooking = asked([.ok], isProbed: false)
  static let examinationSpeaker = asked([.ok])
  static let examinationDisplay = asked([.ok, .ok])
  static let examinationLamps = asked([.ok, .ok, .ok])
  static let examinationButtons = asked([.ok, .ok, .ok, .ok, .up, .volumeUp])

  static func examinationResult(faults: Bool) -> Screen {
    var findings: [Diagnosis.Finding] = [
      .init(.power, .good, [.init(.batteryPercent, 96)]), .init(.temperature, .absent),
      .init(.storage, .good, [.init(.freeMebibytes, 6_144)]), .init(.clock, .good),
      .init(.network, .good), .init(.broker, .good, [.init(.roundTripMilliseconds, 23)]),
      .init(.desk, .good), .init(.modem, .absent), .init(.board, .good), .init(.speech, .good),
      .init(.speaker, .good), .init(.secondSpeaker, .skipped), .init(.display, .good),
      .init(.lamps, .good), .init(.sensorTemperature, .good), .init(.sensorPM25, .good),
    ]
    let buttons: [Diagnosis.Subject] = [
      .buttonUp, .buttonDown, .buttonOK, .buttonBack, .buttonVolumeUp, .buttonVolumeDown,
      .buttonSOS,
    ]
    findings += buttons.map { .init($0, .good) }
    if faults {
      findings[2] = .init(.storage, .bad(.worn), [.init(.freeMebibytes, 6_144)])
      findings[10] = .init(.speaker, .bad(.notHeard))
      findings[15] = .init(.sensorPM25, .bad(.noReading))
      findings[18] = .init(.buttonOK, .bad(.notPressed))
    }
    let diagnosis = Diagnosis(
      sequence: 1, ledger: identifier("so-1"), terminal: identifier("nha-1"),
      time: Instant("2026-11-28T20:05:00+07:00")!, cause: .household, version: "0.1.0",
      findings: findings)
    return .status(diagnosis.screen(page: 0))
  }
}
