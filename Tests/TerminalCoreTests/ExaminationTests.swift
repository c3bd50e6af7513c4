import Testing
import WardContract

@testable import TerminalCore

@Suite("A terminal that examines itself") struct ExaminationTests {
  private static let all: Equipment = {
    var equipment = Equipment()
    equipment.buttons = Button.allCases
    (equipment.hasDisplay, equipment.hasLamps) = (true, true)
    (equipment.measuresPower, equipment.measuresHeat) = (true, true)
    equipment.sensors = [.temperature, .pm25, .light]
    return equipment
  }()
  private static let disk = StorageState(
    freeBytes: 6 << 30, sizeBytes: 8 << 30, writtenBytes: 1 << 30, lifeUsedPercent: 20)

  /// A home in which everything works.
  private func home(_ equipment: Equipment = all) -> Bench {
    var bench = Bench(hasSecondSpeaker: true, hasTelephone: true, equipment: equipment)
    bench.sendIndex([])
    bench.tell(.telephone(.ready))
    bench.tell(.supplied(Supply(hasMains: true, batteryPercent: 90)))
    bench.tell(.networks([NetworkLink(kind: .wifi, state: .used)]))
    bench.tell(
      .measured([
        .init(quantity: .temperature, thousandths: 28_500),
        .init(quantity: .pm25, thousandths: 40_000), .init(quantity: .light, thousandths: 90_000),
      ]))
    return bench
  }

  /// Disk and broker answer what they are asked.
  private func answer(_ bench: inout Bench, _ state: StorageState? = disk) {
    for effect in bench.takeEffects() {
      switch effect {
      case .inspectStorage(let token): bench.tell(.storageInspected(token: token, state))
      case .measureBroker(let token, _, _):
        bench.tell(.brokerAnswered(token: token, milliseconds: 23))
      default: break
      }
    }
  }

  private func open(_ bench: inout Bench) {
    bench.open(.settings)
    while bench.core.menu.setting != .examination { bench.press(.down) }
    bench.press(.ok)
    bench.press(.ok)
  }

  private func verdict(_ bench: Bench, _ subject: Diagnosis.Subject) -> Diagnosis.Verdict? {
    bench.core.diagnosis?.findings.first { $0.subject == subject }?.verdict
  }

  private func title(_ bench: Bench) -> String? {
    if case .examination(let screen) = bench.screen { screen.title } else { nil }
  }

  private func tones(_ bench: Bench) -> [UInt64] {
    bench.plays.filter { $0.parts == [.tones] }.map(\.token)
  }

  @Test("by itself it finds nothing wrong in a home that works, asks nobody and makes no sound")
  func alone() throws {
    var bench = home()
    bench.tell(.examine)
    answer(&bench)
    let diagnosis = try #require(bench.core.diagnosis)
    #expect(diagnosis.faults.isEmpty, "\(diagnosis.faults)")
    #expect(diagnosis.cause == .device && diagnosis.sequence == 1)
    let judged = diagnosis.findings.filter { $0.verdict == .good }.map(\.subject)
    for subject in [
      Diagnosis.Subject.power, .temperature, .storage, .clock, .network, .broker, .desk, .modem,
      .speech, .sensorTemperature, .sensorPM25, .sensorLight,
    ] {
      #expect(judged.contains(subject), "\(subject)")
    }
    // Nobody has heard, seen or pressed anything.
    for subject in [
      Diagnosis.Subject.speaker, .secondSpeaker, .display, .lamps, .buttonUp, .buttonSOS,
    ] {
      #expect(verdict(bench, subject) == .skipped, "\(subject)")
    }
    #expect(bench.plays.isEmpty)
    guard case .rest = bench.screen else { Issue.record("\(bench.screen as Any)"); return }
  }

  @Test("a part that fails is called bad, whichever it is", arguments: Part.allCases)
  func failing(part: Part) throws {
    var bench = home()
    bench.tell(.partFailed(part, reason: "broken"))
    if part == .sound { bench.tell(.soundLost(reason: "broken")) }
    // The disk fails by what it refuses.
    if part == .disk {
      bench.silenceDisk()
      bench.tell(.button(.volumeUp))
      bench.tell(.released(.volumeUp))
      bench.letGather()
      for case .store(_, let token) in bench.takeEffects() {
        bench.tell(.storeFailed(token: token, reason: "full"))
      }
    }
    bench.tell(.examine)
    answer(&bench)
    let finding = try #require(
      bench.core.diagnosis?.findings.first { $0.subject == part.subject }, "\(part)")
    #expect(finding.reason != nil, "\(finding)")
    #expect(finding.advice?.isEmpty == false)
  }

  @Test(
    "what is wrong is named: no power, no network, no reading, a worn and a full memory, a wrong clock"
  )
  func reasons() {
    func examined(
      _ state: StorageState? = Self.disk, _ change: (inout Bench) -> Void
    ) -> Bench {
      var bench = home()
      change(&bench)
      bench.tell(.examine)
      answer(&bench, state)
      bench.wait(Examination.probeMilliseconds)
      return bench
    }
    func isBad(
      _ subject: Diagnosis.Subject, _ reason: Diagnosis.Reason, _ state: StorageState? = Self.disk,
      _ change: (inout Bench) -> Void = { _ in }
    ) -> Bool {
      verdict(examined(state, change), subject) == .bad(reason)
    }
    #expect(isBad(.power, .onBattery) { $0.tell(.partFailed(.power, reason: "no power")) })
    #expect(isBad(.power, .noReading) { $0.tell(.supplied(Supply())) })
    #expect(isBad(.network, .noNetwork) { $0.tell(.networks([.init(kind: .wifi, state: .down)])) })
    #expect(isBad(.broker, .notConnected) { $0.tell(.linkDown(reason: "no route")) })
    #expect(isBad(.sensorPM25, .noReading) { $0.tell(.measured([])) })
    #expect(isBad(.clock, .unknown) { $0 = Bench(keyring: false, isSynchronized: false) })
    #expect(isBad(.clock, .wrong) { $0.wallError = 7_200_000 })
    #expect(isBad(.modem, .limited) { $0.tell(.telephone(.limited(reason: "no SIM"))) })
    #expect(isBad(.storage, .noAnswer, nil))
    #expect(isBad(.storage, .nearlyFull, .init(freeBytes: 10 << 20, sizeBytes: 8 << 30)))
    #expect(
      isBad(.storage, .worn, .init(freeBytes: 6 << 30, sizeBytes: 8 << 30, lifeUsedPercent: 90)))
  }

  @Test(
    "disk and broker that say nothing are called bad after ten seconds, and nothing waits longer")
  func silent() {
    var bench = home()
    bench.tell(.examine)
    bench.wait(Examination.probeMilliseconds - 1)
    #expect(bench.core.diagnosis == nil)
    bench.wait(1)
    #expect(verdict(bench, .storage) == .bad(.noAnswer))
    #expect(verdict(bench, .broker) == .bad(.noAnswer))
  }

  @Test("with somebody before it: tones, pattern, lamps and every button, and what came of it")
  func attended() throws {
    var bench = home()
    open(&bench)
    #expect(title(bench) == "Máy đang tự kiểm tra…")
    answer(&bench)
    #expect(title(bench)?.contains("tiếng chuông") == true)
    let first = try #require(tones(bench).last)
    bench.tell(.soundEnded(token: first, .finished))
    bench.press(.up)
    let again = try #require(tones(bench).last)
    #expect(again != first)
    bench.press(.ok)
    #expect(bench.stops.last == again)
    guard case .examination(let pattern) = bench.screen else { Issue.record("no pattern"); return }
    #expect(pattern.picture == .pattern)
    bench.press(.ok)
    #expect(bench.lamps == Lamps(alert: .on, ready: .on, recording: .on))
    bench.press(.ok)
    #expect(bench.lamps?.recording == .off)
    let volume = bench.core.menu.volumePercent
    for button in Button.allCases { bench.press(button) }
    #expect(bench.core.menu.volumePercent == volume)
    guard case .status(let result) = bench.screen else {
      Issue.record("\(bench.screen as Any)")
      return
    }
    #expect(result.title.hasSuffix("không thấy hỏng"))
    #expect(result.rows.contains { $0.value == "7 nút bấm tốt" })
    let diagnosis = try #require(bench.core.diagnosis)
    #expect(diagnosis.faults.isEmpty && diagnosis.cause == .household)
    #expect(verdict(bench, .speaker) == .good && verdict(bench, .buttonSOS) == .good)
    #expect(bench.core.openSOS == nil)
  }

  @Test("what somebody did not hear, passes over or could not press is no good")
  func denied() {
    var bench = home()
    open(&bench)
    answer(&bench)
    bench.press(.back)
    bench.press(.down)
    bench.press(.back)
    for button in [Button.ok, .up, .ok] { bench.press(button) }
    #expect(verdict(bench, .speaker) == .bad(.notHeard))
    #expect(verdict(bench, .display) == .skipped)
    #expect(verdict(bench, .lamps) == .bad(.notSeen))
    #expect(verdict(bench, .buttonOK) == .good && verdict(bench, .buttonUp) == .good)
    #expect(verdict(bench, .buttonDown) == .bad(.notPressed))
    guard case .status(let result) = bench.screen else { Issue.record("no result"); return }
    #expect(result.rows.first?.isGood == false)
  }

  @Test("a loudspeaker without a card is not asked for")
  func noCard() {
    var bench = home()
    bench.tell(.soundLost(reason: "unplugged"))
    open(&bench)
    answer(&bench)
    #expect(title(bench)?.contains("khung") == true)
    #expect(tones(bench).isEmpty)
  }

  @Test("an emergency breaks it off at once; what was not judged is passed over")
  func emergency() {
    var bench = home()
    open(&bench)
    answer(&bench)
    let token = tones(bench).last ?? 0
    bench.send(bench.bulletin("chay", .emergency))
    guard case .emergency = bench.screen else { Issue.record("\(bench.screen as Any)"); return }
    #expect(bench.stops.contains(token))
    bench.tell(.soundEnded(token: token, .stopped(part: 0, milliseconds: 300)))
    #expect(bench.plays.last?.parts.first == .chime(.emergency))
    #expect(verdict(bench, .speaker) == .skipped && verdict(bench, .storage) == .good)
  }

  @Test("an emergency amid the first look leaves open what had not answered")
  func emergencyAmidProbe() {
    var bench = home()
    open(&bench)
    bench.send(bench.bulletin("chay", .emergency))
    #expect(verdict(bench, .storage) == .skipped && verdict(bench, .broker) == .skipped)
  }

  @Test("SOS that is held calls for help in the midst of trying the buttons")
  func help() {
    var bench = home()
    open(&bench)
    answer(&bench)
    for _ in 0..<3 { bench.press(.ok) }
    bench.hold(.sos, 3_100)
    #expect(bench.core.openSOS != nil)
    guard case .call = bench.screen else { Issue.record("\(bench.screen as Any)"); return }
    #expect(verdict(bench, .buttonSOS) == .good && verdict(bench, .buttonUp) == .skipped)
  }

  @Test("whoever walks away is asked nothing more, and the screen goes back to rest")
  func walkedAway() {
    var bench = home()
    open(&bench)
    answer(&bench)
    bench.tell(.soundEnded(token: tones(bench).last ?? 0, .finished))
    bench.wait(Examination.questionMilliseconds)
    #expect(verdict(bench, .speaker) == .skipped && verdict(bench, .buttonUp) == .skipped)
    bench.wait(Menu.patienceMilliseconds)
    guard case .rest = bench.screen else { Issue.record("\(bench.screen as Any)"); return }
    #expect(tones(bench).count == 1)
  }

  @Test("ordinary news wait while somebody answers, and sound afterwards")
  func newsWait() {
    var bench = home()
    open(&bench)
    answer(&bench)
    bench.tell(.soundEnded(token: tones(bench).last ?? 0, .finished))
    bench.send(bench.bulletin("tin-1"))
    #expect(bench.plays.allSatisfy { $0.parts == [.tones] })
    for _ in 0..<3 { bench.press(.ok) }
    for button in Button.allCases { bench.press(button) }
    #expect(bench.plays.last?.parts.first == .chime(.ordinary))
  }

  @Test(
    "a diagnosis goes out once it is on disk, until the desk has it; a newer one takes its place")
  func delivery() throws {
    func sent(_ bench: inout Bench) -> [Diagnosis] {
      bench.takeEffects().compactMap { effect in
        guard case .publish(.up(_, .diagnosis, _), let payload, _) = effect,
          let json = try? JSONParser.parse(payload)
        else { return nil }
        return try? Diagnosis(json: json)
      }
    }
    var bench = home()
    bench.tell(.examine)
    answer(&bench)
    #expect(sent(&bench).isEmpty)
    bench.letGather()
    #expect(sent(&bench).map(\.sequence) == [1])
    var again = bench.restarted(after: 5_000)
    #expect(sent(&again).map(\.sequence) == [1])
    bench.tell(.examine)
    answer(&bench)
    bench.letGather()
    #expect(sent(&bench).map(\.sequence) == [2])
    func acknowledge(_ sequence: Int64) {
      let word = Acknowledgement(
        terminal: Identifier("nha-1")!, ledger: Identifier("so-1")!, sequences: [],
        diagnosis: sequence, time: bench.now)
      bench.tell(
        .message(
          .down(terminal: word.terminal, kind: .acknowledgement, Identifier("a")!),
          payload: Bench.sign(word.json, as: .acknowledgement, ["desk"]), retained: false))
    }
    acknowledge(1)
    bench.wait(Delivery.firstPatienceMilliseconds)
    #expect(sent(&bench).map(\.sequence) == [2])
    acknowledge(2)
    bench.wait(Delivery.longestPatienceMilliseconds)
    #expect(sent(&bench).isEmpty)
    var after = bench.restarted(after: 5_000)
    #expect(sent(&after).isEmpty && after.core.diagnosis?.sequence == 2)
  }
}
