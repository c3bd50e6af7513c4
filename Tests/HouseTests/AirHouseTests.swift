import Foundation
import SQLite
import TestSupport
import Testing
import WardContract

/// Hours of air from a home's disk to the ward's command line, and a station's values the other way.
@Suite("The air between a home and its ward") struct AirHouseTests {
  /// Puts three hours that nobody has fetched yet into the store of a home that is off.
  private func fill(_ house: House) throws {
    let length = AirReading.hourMilliseconds
    let now = Int64(Date().timeIntervalSince1970 * 1_000) / length * length
    let database = try Database(path: "\(house.home)/store.db")
    for sequence in Int64(1)...3 {
      var means = AirValues()
      (means[.pm25], means[.temperature]) = (25_000, 28_400)
      let hour = Instant(milliseconds: now - (4 - sequence) * length)
      let reading = AirReading(sequence: sequence, hour: hour, means: means)
      try database.query(
        "INSERT INTO air VALUES (?, 0, ?)", [.integer(sequence), .text(reading.json.text)])
    }
  }

  @Test("hours that wait on the disk get to the desk and are known there once")
  func hours() throws {
    let house = try House()
    try house.start()
    #expect(house.terminal?.stop() == 0)
    try fill(house)
    #expect(try house.loanha("air", "--ward", house.ward).contains("không có dữ liệu"))
    try house.startTerminal()
    #expect(
      eventually {
        try house.loanha("air", "--ward", house.ward, "--json").contains("\"index\":50")
      }, "\(house.logs)")
    #expect(try house.loanha("air", "--ward", house.ward).contains("50 Tốt\ttemperature 28.4"))
    #expect(house.terminal?.stop() == 0)
    let database = try Database(path: "\(house.home)/store.db")
    #expect(
      try database.query("SELECT count(*) FROM air WHERE acknowledged = 1") == [[.integer(3)]])
    let desk = try Database(path: "\(house.ward)/desk/desk.db")
    #expect(try desk.query("SELECT count(*) FROM readings") == [[.integer(3)]])
  }

  @Test("a station's hours are signed, believed at home, and refused if they can't be")
  func station() throws {
    let house = try House()
    try house.start()
    let usual = ["air", "publish", "--ward", house.ward, "--station", "Trạm Hàng Đậu", "--source"]
    try house.loanha(usual + ["thử", "--pm25", "20.6,19.6,-,20.3", "--no2", "31"])
    #expect(
      eventually { house.terminal?.log.contains("Trạm Hàng Đậu") == true }, "\(house.logs)")
    #expect(house.terminal?.log.contains("refused") == false, "\(house.logs)")
    try house.loanha(usual + ["thử", "--no2", "31"], allowed: [64])
    try house.loanha(usual + ["thử", "--pm25", "-1,2"], allowed: [64])
    try house.loanha(usual + ["thử", "--pm25", "-,-"], allowed: [1])
    try house.loanha(
      usual + ["thử", "--pm25", "20", "--hour", "2020-01-01T08:00:00+07:00"], allowed: [1])
  }
}
