import LinuxIO
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("Air at the desk") struct AirTests {
  let folder = TemporaryFolder()
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let newest = Instant("2026-11-24T07:00:00+07:00")!

  private func batch(_ sequences: ClosedRange<Int64>, newest: Instant = newest) -> ReadingBatch {
    ReadingBatch(
      ledger: Identifier("so-1")!, terminal: Identifier("nha-1")!,
      readings: sequences.map { sequence in
        var means = AirValues()
        means[.pm25] = 25_000
        return AirReading(
          sequence: sequence, hour: newest + -(sequences.upperBound - sequence) * 3_600_000,
          means: means)
      })
  }

  private func store() throws -> DeskStore {
    let store = try DeskStore(path: folder.file("desk.db"))
    try store.enrol(Identifier("nha-1")!, area: Area("01.00004")!, at: Self.now)
    try store.enrol(Identifier("nha-2")!, area: Area("01.00004")!, at: Self.now)
    return store
  }

  @Test("the newest hour of each home with its index; a home that never spoke has none")
  func homes() throws {
    let store = try store()
    try store.store(batch(1...3), at: Self.now)
    try store.store(batch(2...3), at: Self.now)
    let homes = try store.air(at: Self.now)
    #expect(homes.map(\.terminal) == ["nha-1", "nha-2"])
    #expect(homes[0].newest?.hour == Self.newest && homes[0].newest?.sequence == 3)
    #expect(homes[0].index?.value == 50)
    #expect(homes[1].newest == nil && homes[1].index == nil)
  }

  @Test("one hour alone has no index; an hour that is still to come doesn't count")
  func few() throws {
    let store = try store()
    try store.store(batch(1...1), at: Self.now)
    try store.store(batch(2...2, newest: Self.newest + 7_200_000), at: Self.now)
    let home = try #require(try store.air(at: Self.now).first)
    #expect(home.newest?.sequence == 1 && home.index == nil)
  }

  @Test("an hour that was filed anew counts as it was filed last")
  func anew() throws {
    let store = try store()
    try store.store(batch(1...2), at: Self.now)
    try store.store(batch(3...3), at: Self.now)
    #expect(try store.air(at: Self.now).first?.newest?.sequence == 3)
  }

  @Test("what is older than three months goes as something new comes")
  func life() throws {
    let store = try store()
    try store.store(batch(1...1), at: Self.now)
    let later = Self.now + 93 * 86_400_000
    try store.store(batch(2...2, newest: Self.newest + 93 * 86_400_000), at: later)
    #expect(try store.database.query("SELECT sequence FROM readings").count == 1)
  }

  @Test(
    "what a home would refuse of a station is not signed over; what has expired is not given out")
  func station() throws {
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: [], host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
    var air = StationAir(
      area: ward.area, station: "Trạm Hàng Đậu", source: "thử", issued: Self.now,
      hour: Self.newest, expires: Self.now + 3_600_000, series: [.init(.pm25, hours: [20_600])])
    #expect(try ward.stationEnvelope(now: Self.now) == nil)
    try ward.sign(air)
    let envelope = try #require(try ward.stationEnvelope(now: Self.now))
    let read = try Verifier.sodium.stationAir(
      envelope, area: ward.area, keyrings: [ward.keyring()])
    #expect(read == air)
    air.series = []
    #expect(throws: DeskError.self) { try ward.sign(air) }
    #expect(try ward.stationEnvelope(now: Self.now) == envelope)
    #expect(try ward.stationEnvelope(now: air.expires) == nil)
    try Files.replace(ward.stationPath, [0x7B])
    #expect(try ward.stationEnvelope(now: Self.now) == nil)
  }
}
