import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import DeskPages
@testable import WardDesk

/// From an item to how homes saw it, to a draft that begins with it, and to each home; issue 6 row 5.
@Suite("The ledger on the pages") struct LedgerPagesTests {
  let folder = TemporaryFolder()
  let office: WardOffice
  static let headline = "=HYPERLINK(\"x\") & \"họp\""

  init() throws {
    let now = Instant(milliseconds: Clock.wallMilliseconds() / 1_000 * 1_000)
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: now)
    let store = try DeskStore(path: ward.databasePath)
    let home = Identifier("nha-1")!
    try store.enrol(home, area: ward.area, address: "Số 12", at: now)
    let bulletin = Bulletin(
      identifier: Identifier("tin-1")!, senderName: "UBND", sent: now, priority: .ordinary,
      areas: [ward.area], expires: now + 86_400_000, headline: Self.headline)
    let envelope = Envelope.sign(
      bulletin.json, as: .bulletin, by: [("k", { _ in [UInt8](repeating: 0, count: 64) })])
    try store.hang(.init(bulletin: bulletin, envelope: envelope))
    let receipt = Receipt(
      sequence: 1, bulletin: bulletin.identifier, revision: 1, fact: .heard, time: now)
    _ = try store.store(
      ReceiptBatch(ledger: Identifier("so")!, terminal: home, receipts: [receipt]), at: now)
    office = try WardOffice(ward)
  }

  private func client(_ roles: Set<OfficeRole>) -> WardClient {
    WardClient(office, roles: roles) { group in
      LedgerPages.add(to: group)
      HomeLedgerPages.add(to: group)
      DraftPages.add(to: group)
    }
  }

  @Test("from an item one sees what homes see, and writes anew from it; who doesn't write can't")
  func item() async throws {
    let editor = client([.editor])
    let page = try await editor.ask("/items/tin-1")
    #expect(page.text.contains("/items/tin-1/preview\""))
    #expect(page.text.contains("Soạn lại từ tin này"))
    #expect(try await editor.ask("/items/tin-1/preview").status == .ok)
    let copy = try await editor.send([], to: "/items/tin-1/copy")
    #expect(copy.status == .seeOther)
    let draft = try await editor.ask(editor.place(copy))
    #expect(draft.text.contains("value=\"\(HTML.escaped(Self.headline))\""))
    let viewer = client([.viewer])
    #expect(try await !viewer.ask("/items/tin-1").text.contains("Soạn lại từ tin này"))
    #expect(try await viewer.send([], to: "/items/tin-1/copy").status == .forbidden)
  }

  @Test("a home's items are a page and a table, in which a headline is no formula")
  func home() async throws {
    let viewer = client([.viewer])
    let page = try await viewer.ask("/homes/nha-1/items")
    #expect(page.text.contains("Đã nghe hoặc xem") && page.text.contains("Số 12"))
    let table = try await viewer.ask("/homes/nha-1/items.csv")
    #expect(table["Content-Type"] == "text/csv; charset=utf-8")
    #expect(table.text.contains("\"tin-1\",\"'=HYPERLINK(\"\"x\"\") & \"\"họp\"\"\""))
    #expect(table.text.contains("\"heard\""))
    for path in ["/homes/nha-9/items", "/homes/nha-9/items.csv", "/homes/%00/items"] {
      #expect(try await viewer.ask(path).status == .notFound, "\(path)")
    }
  }
}
