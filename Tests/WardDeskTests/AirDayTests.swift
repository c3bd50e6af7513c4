import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// The last 24 hours of the homes' air; issue 6 row 10.
@Suite("A day of air") struct AirDayTests {
  let folder = TemporaryFolder()
  let store: DeskStore
  static let now = Instant("2026-11-24T08:25:00+07:00")!
  static let newest = Instant("2026-11-24T07:00:00+07:00")!

  init() throws { store = try DeskStore(path: folder.file("desk.db")) }

  private func measure(_ home: String, _ pm25: Int, hoursAgo: Int64 = 0, sequence: Int64 = 1) throws
  {
    var means = AirValues()
    means[.pm25] = pm25
    let reading = AirReading(
      sequence: sequence, hour: Self.newest + -(hoursAgo * AirReading.hourMilliseconds),
      means: means)
    try store.store(
      ReadingBatch(
        ledger: Identifier("so-\(sequence)")!, terminal: Identifier(home)!, readings: [reading]),
      at: Self.now)
  }

  @Test("24 whole hours end with the last that is over; an hour without readings has no median")
  func hours() throws {
    try measure("nha-1", 20_000)
    try measure("nha-1", 30_000, hoursAgo: 24, sequence: 2)
    try measure("nha-1", 40_000, hoursAgo: -1, sequence: 3)
    let day = try store.airDay(at: Self.now)
    #expect(day.count == 24 && day.last?.hour == Self.newest)
    #expect(day.first?.hour == Instant("2026-11-23T08:00:00+07:00"))
    #expect(day.filter { $0.homes > 0 }.map(\.medians[.pm25]) == [20_000])
  }

  @Test(
    "the median is the middle home's, and between two it is between them",
    arguments: [([5], 5), ([1, 100], 50), ([9, 1, 5], 5), ([1, 2, 4, 100], 3)])
  func median(values: [Int], expected: Int) throws {
    for (index, value) in values.enumerated() { try measure("nha-\(index)", value * 1_000) }
    let hour = try #require(try store.airDay(at: Self.now).last)
    #expect(hour.homes == values.count)
    let exact = values == [1, 100] ? 50_500 : expected * 1_000
    #expect(hour.medians[.pm25] == exact)
  }

  @Test("a reading that comes late, or corrects an hour, is in the next look at the day")
  func late() throws {
    try measure("nha-1", 10_000)
    #expect(try store.airDay(at: Self.now).last?.medians[.pm25] == 10_000)
    try measure("nha-1", 50_000, sequence: 2)
    #expect(try store.airDay(at: Self.now).last?.medians[.pm25] == 50_000)
    try measure("nha-2", 70_000)
    #expect(try store.airDay(at: Self.now).last?.medians[.pm25] == 60_000)
  }

  @Test("a station's hour is found by when it began, and none outside what it said")
  func station() {
    let air = StationAir(
      area: Area("01.00004")!, station: "Trạm", source: "Sở", issued: Self.now, hour: Self.newest,
      expires: Self.now + 3_600_000, series: [.init(.pm25, hours: [3, nil, 1])])
    func mean(_ hoursAgo: Int64) -> Int? {
      air.mean(of: .pm25, at: Self.newest + -(hoursAgo * AirReading.hourMilliseconds))
    }
    #expect([-1, 0, 1, 2, 3].map(mean) == [nil, 3, nil, 1, nil])
    #expect(air.mean(of: .pm10, at: Self.newest) == nil)
  }
}
