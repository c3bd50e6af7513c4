import Foundation
import TestSupport
import Testing

/// Real programs: the ward's command line, desk, broker and a terminal on the simulator's board.
@Suite("A terminal that is asked how it is") struct DoctorHouseTests {
  @Test("the desk asks it, a technician asks it on the device; what it found is at the desk")
  func asked() throws {
    let house = try House()
    try house.start()
    // A machine whose clock nobody keeps knows the time once the desk's next index has come.
    let doctor = ["doctor", "--ward", house.ward, "nha-1", "--wait"]
    #expect(
      eventually { try house.loanha(doctor, allowed: [0, 1]).contains("Đồng hồ\tTốt") },
      "\(house.logs)")
    let asked = try house.loanha(doctor)
    #expect(asked.contains("Bộ nhớ\tTốt"), "\(asked) \(house.logs)")
    #expect(asked.contains("Máy chủ\tTốt, trả lời sau"), "\(asked)")
    #expect(asked.contains("Loa\tChưa kiểm tra"), "\(asked)")
    let here = try ChildProcess.run(House.program("loanhad"), ["--doctor", "--home", house.home])
    #expect(here.code == 0 && here.output.contains("Bộ nhớ: Tốt"), "\(here.output)")
    #expect(
      eventually {
        try house.loanha("doctor", "--ward", house.ward, "nha-1", "--last", "--json")
          .contains("\"cause\":\"device\"")
      }, "\(house.logs)")
  }

  @Test("a folder in which no socket can be made keeps nobody from hearing the ward")
  func noSocket() throws {
    let house = try House()
    try FileManager.default.createDirectory(
      atPath: "\(house.home)/doctor.sock/in-the-way", withIntermediateDirectories: true)
    try house.start()
    #expect(eventually { try house.isOnline() }, "\(house.logs)")
    #expect(house.terminal?.log.contains("no examinations are taken on the device") == true)
  }

  @Test("who is not there is not asked, and the exit code says so")
  func absent() throws {
    let house = try House()
    try house.start()
    #expect(house.terminal?.stop() == 0)
    #expect(eventually { try !house.isOnline() }, "\(house.logs)")
    try house.loanha("doctor", "--ward", house.ward, "nha-1", "--wait", allowed: [1])
    let here = try ChildProcess.run(House.program("loanhad"), ["--doctor", "--home", house.home])
    #expect(here.code == 69, "\(here.output)")
  }
}
