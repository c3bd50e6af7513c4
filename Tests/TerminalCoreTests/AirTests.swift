import Testing
import WardContract

@testable import TerminalCore

/// How readings of a home's sensors become hours, and get to the desk.
@Suite("The air of a home") struct AirTests {
  static let terminal = Identifier("nha-1")!

  /// Sensors say for so many minutes what `value` gives for each, half a minute before its sample.
  private func measure(
    _ bench: inout Bench, _ quantity: Measurement.Quantity = .pm25, minutes: Int,
    _ value: (Int) -> Int?
  ) {
    for minute in 0..<minutes {
      bench.tell(.measured([Measurement(quantity: quantity, thousandths: value(minute))]))
      bench.wait(60_000)
    }
  }

  /// A home at half a minute before nine o'clock, its ledger at rest.
  private func home(isSynchronized: Bool = true) -> Bench {
    var bench = Bench(isSynchronized: isSynchronized)
    bench.wait(until: Instant("2026-11-24T08:59:30+07:00")!)
    return bench
  }

  private func readings(_ bench: Bench) -> [AirReading] {
    bench.written.compactMap { if case .putReading(let reading) = $0 { reading } else { nil } }
  }

  private func batches(_ bench: inout Bench) throws -> [ReadingBatch] {
    try bench.takeEffects().compactMap { effect in
      guard case .publish(.up(_, .reading, _), let payload, _) = effect else { return nil }
      return try ReadingBatch(json: JSONParser.parse(payload))
    }
  }

  private func acknowledge(_ bench: inout Bench, _ readings: [Int64], by key: String = "desk") {
    let word = Acknowledgement(
      terminal: Self.terminal, ledger: Identifier("so-1")!, sequences: [], readings: readings,
      time: bench.now)
    bench.tell(
      .message(
        .down(terminal: Self.terminal, kind: .acknowledgement, Identifier("so-1-1")!),
        payload: Bench.sign(word.json, as: .acknowledgement, [key]), retained: false))
  }

  @Test("an hour is the mean of its minutes, filed as it ends, in one transaction")
  func mean() {
    var bench = home()
    measure(&bench, minutes: 60) { 10_000 + $0 * 100 }
    _ = bench.takeEffects()
    measure(&bench, minutes: 1) { _ in 99_000 }
    #expect(readings(bench).map(\.means[.pm25]) == [12_950])
    #expect(readings(bench).map(\.hour) == [Instant("2026-11-24T09:00:00+07:00")!])
    #expect(bench.takeEffects().count { if case .store = $0 { true } else { false } } == 1)
  }

  @Test("45 minutes make an hour, 44 don't", arguments: [(44, 0), (45, 1)])
  func completeness(minutes: Int, count: Int) {
    var bench = home()
    measure(&bench, minutes: 61) { $0 < minutes ? 10_000 + $0 : nil }
    #expect(readings(bench).count == count)
  }

  @Test("what can't be is no data: it is in no mean")
  func impossible() {
    var bench = home()
    measure(&bench, minutes: 61) { $0 % 10 == 0 ? 5_000_000 : 20_000 + $0 % 2 * 1_000 }
    #expect(readings(bench).first?.means[.pm25] == 20_556)
    var negative = home()
    measure(&negative, minutes: 61) { _ in -1 }
    #expect(readings(negative).isEmpty)
  }

  @Test("dust that stands still for six hours is no data until it moves; a room's temperature may")
  func stuck() {
    var bench = home()
    measure(&bench, minutes: 8 * 60 + 1) { _ in 33_000 }
    #expect(readings(bench).map(\.means[.pm25]) == Array(repeating: 33_000, count: 6))
    var room = home()
    measure(&room, .temperature, minutes: 8 * 60 + 1) { _ in 25_000 }
    #expect(readings(room).count == 8)
  }

  @Test(
    "a sensor that says what can't be is told of, to the ward and on the screen, until it is right")
  func liar() {
    var bench = home()
    measure(&bench, minutes: 2) { _ in 5_000_000 }
    bench.tell(.partBack(.sensors))
    #expect(bench.facts == ["part-failed sensors"])
    bench.press(.back)
    var rows: [StatusScreen.Row] = []
    if case .status(let status)? = bench.screen { rows = status.rows }
    #expect(rows.contains { $0.value == "Không đo được bụi PM2.5" && !$0.isGood })
    measure(&bench, minutes: 1) { _ in 20_000 }
    bench.tell(.partBack(.sensors))
    bench.letGather()
    #expect(bench.facts == ["part-failed sensors", "part-back sensors"])
  }

  @Test("light is not logged: it would tell when a family goes to bed")
  func light() {
    var bench = home()
    measure(&bench, .light, minutes: 61) { 100_000 + $0 }
    #expect(readings(bench).isEmpty)
  }

  @Test("while nobody knows the time nothing is filed")
  func unknownTime() {
    var bench = home(isSynchronized: false)
    measure(&bench, minutes: 130) { 10_000 + $0 }
    #expect(readings(bench).isEmpty)
  }

  @Test("an hour over which the clock jumps is nobody's; the next one counts")
  func step() {
    var bench = home()
    measure(&bench, minutes: 50) { 10_000 + $0 }
    bench.wallError = 1_800_000
    measure(&bench, minutes: 30) { 10_000 + $0 }
    #expect(readings(bench).isEmpty)
    measure(&bench, minutes: 72) { 10_000 + $0 }
    #expect(readings(bench).count == 1)
  }

  @Test("a step back files no hour a second time")
  func stepBack() {
    var bench = home()
    measure(&bench, minutes: 62) { 10_000 + $0 }
    bench.wallError = -50_000
    measure(&bench, minutes: 61) { 10_000 + $0 }
    #expect(Set(readings(bench).map(\.hour)).count == readings(bench).count)
  }

  @Test("once the desk tells the time, what was filed under another is let go")
  func disowned() throws {
    var bench = home()
    bench.wallError = 7_200_000
    measure(&bench, minutes: 122) { 10_000 + $0 }
    #expect(bench.core.airHours.kept == 1 || bench.core.airHours.kept == 2)
    bench.sendIndex([])
    #expect(bench.core.airHours.kept == 0)
    bench.letGather()
    measure(&bench, minutes: 125) { 10_000 + $0 }
    #expect(bench.core.airHours.kept == 1 || bench.core.airHours.kept == 2)
    let now = bench.now
    #expect(readings(bench).last.map { $0.end <= now } == true)
  }

  @Test("an hour goes up once it is on disk, within five minutes, and stays until the desk has it")
  func delivered() throws {
    var bench = home()
    measure(&bench, minutes: 61) { 10_000 + $0 }
    bench.wait(300_000)
    let sent = try batches(&bench)
    #expect(sent.first?.readings == readings(bench))
    #expect(sent.first?.terminal == Self.terminal)
    #expect(bench.core.airHours == (1, 1))
    acknowledge(&bench, [1], by: "stranger")
    #expect(bench.core.airHours.waiting == 1)
    acknowledge(&bench, [1])
    #expect(bench.core.airHours == (1, 0))
    bench.wait(3_600_000)
    #expect(try batches(&bench).flatMap(\.readings).allSatisfy { $0.sequence != 1 })
  }

  @Test("an hour that the disk hasn't taken is not sent")
  func notDurable() throws {
    var bench = home()
    measure(&bench, minutes: 59) { 10_000 + $0 }
    bench.silenceDisk()
    measure(&bench, minutes: 10) { 10_000 + $0 }
    #expect(try batches(&bench).isEmpty)
  }

  @Test("a restart keeps the hours and gives no sequence twice")
  func restart() throws {
    var bench = home()
    measure(&bench, minutes: 61) { 10_000 + $0 }
    acknowledge(&bench, [1])
    bench.tell(.ending)
    var second = bench.restarted(after: 60_000)
    second.sendKeyring()
    #expect(second.core.airHours == (1, 0))
    second.wait(until: Instant("2026-11-24T10:59:30+07:00")!)
    measure(&second, minutes: 61) { 20_000 + $0 }
    #expect(readings(second).map(\.sequence) == [1, 2])
  }

  @Test("the number of an hour that was let go is not given again after a restart")
  func disownedNumber() {
    var bench = home()
    bench.wallError = 7_200_000
    measure(&bench, minutes: 62) { 10_000 + $0 }
    bench.sendIndex([])
    #expect(!readings(bench).isEmpty && bench.core.airHours.kept == 0)
    bench.tell(.ending)
    var second = bench.restarted(after: 60_000)
    second.sendKeyring()
    second.wait(until: Instant("2026-11-24T11:59:30+07:00")!)
    measure(&second, minutes: 61) { 20_000 + $0 }
    let sequences = readings(second).map(\.sequence)
    #expect(sequences.count >= 2 && Set(sequences).count == sequences.count, "\(sequences)")
  }

  @Test("without a desk the oldest hours go first, and no receipt goes with them")
  func bound() {
    var memory = Memory(ledger: Identifier("so-1")!)
    memory.readings = (1...720).map { number in
      var means = AirValues()
      means[.pm25] = Int(number)
      return StoredReading(
        AirReading(
          sequence: Int64(number), hour: Bench.start + -Int64(721 - number) * 3_600_000,
          means: means))
    }
    var bench = Bench(memory: memory)
    bench.send(bench.bulletin("tin-1"))
    let receipts = bench.core.counts.receipts
    bench.wait(until: Instant("2026-11-24T08:59:30+07:00")!)
    measure(&bench, minutes: 61) { 10_000 + $0 }
    #expect(bench.core.airHours == (720, 720))
    #expect(bench.core.counts.receipts >= receipts)
    #expect(bench.written.contains(.removeReadings([1])))
  }

  @Test("the station is believed if a desk key signed it, old after three hours, gone at its end")
  func station() {
    var bench = Bench()
    func send(_ hour: String, by key: String, issued: Instant) {
      let begin = Instant(hour)!
      let air = StationAir(
        area: Bench.area, station: "Trạm Hàng Đậu", source: "thử", issued: issued, hour: begin,
        expires: begin + 13 * 3_600_000,
        series: [.init(.pm25, hours: [20_600, 19_600, nil, 20_300])])
      bench.tell(
        .message(
          .air(Bench.area), payload: Bench.sign(air.json, as: .stationAir, [key]), retained: true))
    }
    func age() -> StationWatch.Age? {
      let moment = Moment(
        monotonicMilliseconds: bench.monotonic, wall: bench.now, isSynchronized: true, entropy: 0)
      return bench.core.air.station.current(bench.core.clock.reading(moment))?.age
    }
    send("2026-11-24T07:00:00+07:00", by: "editor", issued: bench.now)
    #expect(age() == nil)
    send("2026-11-24T07:00:00+07:00", by: "desk", issued: Bench.start)
    #expect(age() == .fresh)
    send("2026-11-24T05:00:00+07:00", by: "desk", issued: Bench.start + -60_000)
    #expect(bench.core.air.station.air?.hour == Instant("2026-11-24T07:00:00+07:00")!)
    bench.wait(3 * 3_600_000 + 60_000)
    #expect(age() == .old)
    bench.wait(9 * 3_600_000)
    #expect(age() == nil)
  }

  @Test("a desk whose key is revoked takes its station with it")
  func revoked() {
    var bench = Bench()
    let air = StationAir(
      area: Bench.area, station: "Trạm", source: "thử", issued: Bench.start,
      hour: Bench.start + -3_600_000, expires: Bench.start + 3_600_000,
      series: [.init(.pm25, hours: [20_600, 19_600])])
    bench.tell(
      .message(
        .air(Bench.area), payload: Bench.sign(air.json, as: .stationAir, ["desk"]), retained: true))
    #expect(bench.core.air.station.air != nil)
    bench.sendKeyring(version: 2, revoked: "desk")
    #expect(bench.core.air.station.air == nil)
  }
}
