import Testing
import Vietnam
import WardContract

@testable import TerminalCore

/// What a household sees of the air, and what it isn't told.
@Suite("The air on the screen") struct AirShowingTests {
  /// A home that has measured these hours of PM2.5 before eight o'clock, the newest first.
  private func home(_ hours: [Int?], keyring: Bool = true) -> Bench {
    var memory = Memory(ledger: Identifier("so-1")!)
    for (age, dust) in hours.enumerated().reversed() {
      guard let dust else { continue }
      var means = AirValues()
      means[.pm25] = dust * 1_000
      memory.readings.append(
        StoredReading(
          AirReading(
            sequence: Int64(hours.count - age),
            hour: Bench.start + -Int64(age + 1) * AirReading.hourMilliseconds, means: means),
          isAcknowledged: true))
    }
    return Bench(keyring: keyring, memory: memory)
  }

  private func send(_ bench: inout Bench, _ dust: Int, hour: Instant = Bench.start + -3_600_000) {
    let air = StationAir(
      area: Bench.area, station: "Trạm Hàng Đậu", source: "thử", issued: bench.now,
      hour: hour, expires: hour + 13 * 3_600_000,
      series: [.init(.pm25, hours: Array(repeating: dust * 1_000, count: 14))])
    bench.tell(
      .message(
        .air(Bench.area), payload: Bench.sign(air.json, as: .stationAir, ["desk"]), retained: true))
  }

  /// The pages of the air, from the list of functions.
  private func pages(_ bench: inout Bench) -> [AirScreen.Page] {
    bench.press(.down)
    for _ in Menu.Function.allCases.prefix(while: { $0 != .air }) { bench.press(.down) }
    bench.press(.ok)
    guard case .air(let air) = bench.screen else { return [] }
    return air.pages
  }

  private func first(_ pages: [AirScreen.Page]) -> AirNow? {
    if case .now(let now)? = pages.first { now } else { nil }
  }

  @Test("a home's own index is for reference, and has no advice for going out")
  func reference() throws {
    var bench = home([80, 80, 80])
    let pages = pages(&bench)
    let now = try #require(first(pages))
    #expect(now.home.index?.value == 150 && now.home.index?.band == .poor)
    #expect(now.home.note == "Chỉ để tham khảo")
    #expect(now.ward.index == nil && now.ward.note == "Phường chưa gửi số liệu trạm đo.")
    let advice = pages.compactMap { if case .advice(let advice) = $0 { advice } else { nil } }
    #expect(advice.map(\.text) == [AirBand.poor.effect])
  }

  @Test("the ward's station stands beside it, and its band gives the advice")
  func station() throws {
    var bench = home([10, 10, 10])
    send(&bench, 150)
    let pages = pages(&bench)
    let now = try #require(first(pages))
    #expect(now.ward.title == "Trạm Hàng Đậu" && now.ward.index?.value == 200)
    #expect(now.home.index?.value == 20)
    let advice = pages.compactMap { if case .advice(let advice) = $0 { advice.text } else { nil } }
    #expect(advice == [AirBand.bad.adviceForSensitivePeople, AirBand.bad.advice])
  }

  @Test("old values are called old and give no advice; at their end they are none")
  func old() throws {
    var bench = home([])
    send(&bench, 150)
    bench.wait(4 * 3_600_000)
    let pages = pages(&bench)
    #expect(try #require(first(pages)).ward.note.hasPrefix("Số liệu cũ, lúc 08:00"))
    #expect(!pages.contains { if case .advice = $0 { true } else { false } })
    bench.press(.back)
    bench.press(.back)
    bench.wait(9 * 3_600_000)
    #expect(first(self.pages(&bench))?.ward.index == nil)
  }

  @Test("a gap of the day stays a gap, and the hours stand under their own names")
  func day() throws {
    var bench = home([10, 20, nil, 30, 40])
    let day = pages(&bench).compactMap { if case .day(let day) = $0 { day } else { nil } }.first
    let hours = try #require(day?.hours)
    #expect(hours.count == 24 && hours.first?.begins == 8 && hours.last?.begins == 7)
    #expect(hours.suffix(5).map { $0.index != nil } == [false, true, false, true, true])
  }

  @Test("a picture is told in words: the worst hour, the best, and how many are missing")
  func dayInWords() throws {
    var bench = home([25, 25, nil, 80, 80])
    bench.tell(.pagesDrawn(pages(&bench).count))
    bench.press(.down)
    bench.press(.down)
    let words = try #require(bench.screen).readingOut.paragraphs
    #expect(words.contains { $0.hasPrefix("Xấu nhất từ 4 giờ. Chỉ số 150: Kém.") }, "\(words)")
    #expect(words.contains { $0.hasPrefix("Tốt nhất từ 7 giờ.") }, "\(words)")
    #expect(words.last == "21 giờ không có số đo.")
  }

  @Test(
    "no data has its reason in words",
    arguments: [
      ([], "chưa có cảm biến"), ([nil], "không trả lời"), ([9_000_000], "vô lý"),
      ([20_000], "Cần hai giờ"),
    ] as [([Int?], String)])
  func reasons(said: [Int?], words: String) throws {
    var bench = home([])
    bench.tell(.measured(said.map { Measurement(quantity: .pm25, thousandths: $0) }))
    let note = try #require(first(pages(&bench))).home.note
    #expect(note.contains(words), "\(note)")
  }

  @Test("a sensor of the room that fails is told of by name, one that isn't there is not")
  func room() throws {
    var bench = home([])
    bench.tell(
      .measured([
        Measurement(quantity: .temperature, thousandths: 28_450),
        Measurement(quantity: .humidity, thousandths: nil),
      ]))
    #expect(
      try #require(first(pages(&bench))).room == ["Nhiệt độ 28,5 °C", "Độ ẩm: không đo được"])
  }

  @Test(
    "the rest screen has the station's band, else the home's for reference, else the room alone")
  func rest() {
    func line(_ bench: Bench) -> RestScreen.Air? {
      if case .rest(let rest)? = bench.screen { rest.air } else { nil }
    }
    var bench = home([80, 80])
    #expect(line(bench)?.words == ["Trong nhà: Kém 150 (tham khảo)"])
    send(&bench, 25)
    bench.tell(.measured([Measurement(quantity: .temperature, thousandths: 28_000)]))
    #expect(line(bench)?.words == ["Ngoài trời: Tốt 50", "Trong phòng 28,0 °C"])
    #expect(line(bench)?.band == .good)
    var plain = home([])
    #expect(line(plain) == nil)
    plain.tell(.measured([Measurement(quantity: .temperature, thousandths: 28_000)]))
    #expect(line(plain)?.words == ["Trong phòng 28,0 °C"] && line(plain)?.band == nil)
  }
}
