import Foundation
import TestSupport
import Testing

/// Calls for help of a home whose modem is a program, behind the real ModemManager.
@Suite("A home that calls for help") struct SOSHouseTests {
  private static func house(_ rig: ModemRig) throws -> House {
    let house = try House(more: "[telephone]\nbus = \"session\"")
    house.environment = ["DBUS_SESSION_BUS_ADDRESS=\(rig.address)"]
    return house
  }

  private func press(_ house: House, _ button: String, _ more: String...) throws {
    try house.loanha(["sim", "press", button, "--home", house.home] + more)
  }

  /// What the desk knows of calls for help, as "115 dialled".
  private func told(_ house: House) throws -> [String] {
    struct Row: Decodable {
      struct Receipt: Decodable {
        var fact: String
        var stage: String?
        var number: String?
      }
      var receipt: Receipt
    }
    let text = try house.loanha("receipts", "--ward", house.ward, "--json")
    return try JSONDecoder().decode([Row].self, from: Data(text.utf8)).map(\.receipt)
      .filter { $0.fact == "sos" }
      .map { ($0.number.map { "\($0) " } ?? "") + ($0.stage ?? "") }
  }

  @Test("SOS is held, 113 is called and hung up, and the desk knows each step")
  func call() throws {
    let rig = try ModemRig()
    try rig.startManager()
    let house = try Self.house(rig)
    try house.start()
    #expect(eventually { rig.conversation.contains("< AT+CLCC=?") }, "\(rig.logs)")
    #expect(eventually { house.terminal?.log.contains("telephone is back") == true })
    try press(house, "sos", "--hold", "3.5")
    #expect(eventually { try told(house) == ["pressed"] }, "\(house.logs)")
    try press(house, "down")
    try press(house, "ok")
    #expect(eventually { rig.conversation.contains("< ATD113;") }, "\(house.logs)")
    #expect(eventually { try told(house).contains("113 connected") }, "\(house.logs)")
    try press(house, "back")
    #expect(eventually { rig.conversation.contains("< AT+CHUP") })
    try press(house, "back")
    let steps = ["pressed", "113 dialled", "113 connected", "113 ended", "closed"]
    #expect(eventually { try told(house) == steps }, "\(house.logs)")
    let desk = house.desk?.log ?? ""
    #expect(
      desk.contains("*** SOS *** nha-1, Số 12, ngõ 34 phố Đội Cấn, phường Ba Đình"), "\(desk)")
  }

  @Test("with no network but the modem the call goes out, and the ward learns of it later")
  func withoutNetwork() throws {
    let rig = try ModemRig()
    try rig.startManager()
    let house = try Self.house(rig)
    try house.startTerminal()
    #expect(eventually { house.terminal?.log.contains("telephone is back") == true }, "\(rig.logs)")
    try press(house, "sos", "--hold", "3.5")
    try press(house, "ok")
    #expect(eventually { rig.conversation.contains("< ATD112;") }, "\(house.logs)")
    // Power goes amid the call.
    house.terminal?.kill()
    try house.startBroker()
    try house.startDesk()
    try house.startTerminal()
    let steps = ["pressed", "112 dialled", "112 ended"]
    #expect(eventually { try told(house) == steps }, "\(house.logs)")
    #expect(eventually { rig.conversation.contains("< AT+CHUP") }, "\(house.logs)")
  }
}
