import Foundation
import SQLite
import TestSupport
import Testing
import Vietnam

@testable import TerminalCore

/// Public services and bills with the real programs: from the directory to the receipt.
@Suite("Services and bills in the house", .serialized) struct ErrandHouseTests {
  private func start() throws -> House {
    let house = try House()
    let path = try house.folder.write(
      """
      source = "dichvucong.gov.vn"
      date = "2026-11-20"

      [procedure.1.001193]
      name = "Đăng ký khai sinh"
      group = "Hộ tịch"
      address = "https://dichvucong.gov.vn/"

      [biller.dien]
      name = "EVNHANOI"
      service = "Tiền điện"
      format = "PD#{2}"
      help = "Góc trên hóa đơn"
      """, to: "directory.toml")
    try house.start()
    let line = try house.loanha("directory", "publish", "--ward", house.ward, path)
    #expect(line.contains("2 entries in 1 parts"))
    #expect(
      eventually { house.terminal?.log.contains("directory version 1") ?? false }, "\(house.logs)")
    return house
  }

  private func press(_ house: House, _ buttons: Button...) throws {
    for button in buttons {
      try house.loanha("sim", "press", button.rawValue, "--home", house.home)
    }
  }

  private func open(_ function: Menu.Function, _ house: House) throws {
    try press(house, .up)
    for _ in 0..<(Menu.Function.allCases.firstIndex(of: function) ?? 0) { try press(house, .down) }
    try press(house, .ok)
  }

  /// What another reader reads off the screen; empty if there is no code.
  private func code(_ house: House) throws -> String {
    try ChildProcess.run(
      "zbarimg", ["--nodbus", "--quiet", "--raw", "\(house.home)/screen.png"]
    ).output.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test("a bill: entered by buttons, read off the screen by another reader, paid, and kept as paid")
  func bill() throws {
    let house = try start()
    try open(.bills, house)
    // The first biller, and of its code 0 and 1.
    try press(house, .ok, .ok, .ok, .down, .ok, .ok)
    var payload = ""
    #expect(
      eventually {
        payload = try code(house)
        return payload.hasPrefix("000201")
      }, "\(house.logs)")
    let payment = try VietQR(payload)
    let list = try house.loanha("bill", "list", "--ward", house.ward)
    #expect(payment.customerLabel == "PD01")
    #expect(list.contains("dien PD01") && list.contains("\(payment.amount ?? "-") chua-tra"))
    try house.loanha(
      "bill", "pay", "--ward", house.ward, "--biller", "dien", "--code", "PD01")
    #expect(eventually { try code(house).isEmpty }, "\(house.logs)")
    #expect(
      eventually {
        try house.loanha("bill", "list", "--ward", house.ward).contains("da-tra\tshown")
      }, "\(house.logs)")
    house.terminal?.kill()
    let store = try Database(path: "\(house.home)/store.db")
    let kept = try store.query("SELECT value FROM settings WHERE name = 'bills'").first?.first?.text
    #expect(kept?.contains("da-tra") == true)
  }

  @Test(
    "a service: asked for by buttons, given a dossier, moved on by the office, and seen at home")
  func service() throws {
    let house = try start()
    try open(.services, house)
    try press(house, .ok, .ok, .ok, .ok, .ok)
    var list = ""
    #expect(
      eventually {
        list = try house.loanha("service", "list", "--ward", house.ward)
        return list.contains("da-tiep-nhan\tshown")
      }, "\(list) \(house.logs)")
    let dossier = try #require(
      list.split(whereSeparator: { $0 == "\t" || $0 == " " }).first { $0.hasPrefix("H26.4-") })
    try house.loanha(
      "service", "set-state", "--ward", house.ward, String(dossier), "da-co-ket-qua")
    #expect(
      eventually {
        try house.loanha("service", "list", "--ward", house.ward).contains("da-co-ket-qua\tshown")
      }, "\(house.logs)")
    try house.loanha(
      "service", "set-state", "--ward", house.ward, String(dossier), "da-tiep-nhan", allowed: [1])
  }
}
