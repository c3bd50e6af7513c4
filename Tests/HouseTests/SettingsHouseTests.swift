import Foundation
import TestSupport
import Testing

/// Issue 7 row 6, with real programs: a home is moved while it is away, and hears what it is to hear.
@Suite("Settings reach a home") struct SettingsHouseTests {
  @Test(
    "what is set while a home is away it holds once it is back, over a restart, and hears its new area"
  )
  func moved() throws {
    let house = try House()
    try house.startBroker()
    try house.startDesk()
    let area = "01.00004.tdp-1"
    #expect(
      eventually {
        try house.loanha("terminal", "show", "--ward", house.ward, "--id", "nha-1").contains(
          "version 0")
      })
    try house.loanha(
      ["terminal", "set", "--ward", house.ward, "--id", "nha-1", "--area", area, "--volume", "40"],
      allowed: [0, 3])
    try house.startTerminal()
    let holds = {
      try house.loanha("terminal", "show", "--ward", house.ward, "--id", "nha-1")
        .contains("version 1, the home holds 1")
    }
    #expect(eventually(holds), "\(house.logs)")
    #expect(house.terminal?.stop() == 0)
    try house.startTerminal()
    #expect(eventually { try house.isOnline() }, "\(house.logs)")
    try house.publish("tin-1", "Họp tổ dân phố", "--area", area)
    #expect(house.hasFact("heard 1", of: "tin-1"), "\(house.logs)")
    #expect(try holds())
  }
}
