import Foundation
import TestSupport
import Testing
import Vietnam
import WardContract

@testable import WardDesk

@Suite("Offices and billers of the trial") struct AnsweringTests {
  let folder = TemporaryFolder()
  let store: DeskStore
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let home = Identifier("nha-1")!

  init() throws { store = try DeskStore(path: folder.file("desk.db")) }

  private var answering: Answering {
    Answering(
      store, office: TrialOffice(store: store, area: Area("01.00004")!),
      biller: TrialBiller(store: store))
  }

  private func ask(
    _ name: String, _ kind: Request.Kind, _ body: JSONValue, from home: Identifier = home
  ) throws {
    let request = Request(
      identifier: Identifier(name)!, kind: kind, created: Self.now, body: body)
    try store.take(request, from: home, at: Self.now)
    #expect(try answering.renew(at: Self.now).isEmpty)
  }

  private func replies(_ name: String) throws -> [DeskReply] {
    try store.request(Identifier(name)!)?.replies ?? []
  }

  private func service(_ name: String) throws -> ServiceAnswer {
    try ServiceAnswer(json: #require(replies(name).last?.details))
  }

  private func bill(_ name: String) throws -> BillAnswer {
    try BillAnswer(json: #require(replies(name).last?.details))
  }

  private static let application = ServiceForm.application(
    procedure: "1.001193", name: "Đăng ký khai sinh")

  private static func form(_ code: String) -> BillForm {
    BillForm(biller: Identifier("dien")!, service: "Tiền điện", code: code)
  }

  @Test("an application gets one dossier, is answered once for each state, and goes on to its end")
  func application() throws {
    try ask("a", .service, Self.application.json)
    try ask("b", .service, Self.application.json)
    #expect(try service("a").dossier?.description == "H26.4-261124-0001")
    #expect(try service("b").dossier?.description == "H26.4-261124-0002")
    _ = try answering.renew(at: Self.now + 60_000)
    #expect(try replies("a").count == 1, "nothing new, nothing said")
    let code = try #require(try service("a").dossier)
    for (progress, state) in [
      (ServiceAnswer.Progress.processing, Reply.State.handling), (.ready, .handling),
      (.returned, .answered),
    ] {
      try store.move(trialDossier: code, to: progress)
      _ = try answering.renew(at: Self.now)
      #expect(try service("a").progress == progress)
      #expect(try replies("a").last?.state == state)
    }
    #expect(throws: DeskError.self) { try store.move(trialDossier: code, to: .processing) }
    #expect(try service("b").progress == .received)
    #expect(try service("a").isTrial)
  }

  @Test("a dossier is looked up once, and one that nobody knows is said to be unknown")
  func lookUp() throws {
    try ask("a", .service, Self.application.json)
    let code = try #require(try service("a").dossier)
    try ask("b", .service, ServiceForm.lookUp(code).json)
    #expect(try service("b").progress == .received)
    #expect(try replies("b").last?.state == .answered)
    try ask("c", .service, ServiceForm.lookUp(DossierCode("H57.132-260804-0583")).json)
    #expect(try service("c").progress == .unknown)
    #expect(throws: DeskError.self) {
      try store.move(trialDossier: DossierCode("H57.132-260804-0583"), to: .ready)
    }
  }

  @Test("a bill is unpaid with a payment of its amount, then paid with a receipt, and stays paid")
  func bill() throws {
    let form = Self.form("PD03000000001")
    try ask("a", .bill, form.json)
    let answer = try bill("a")
    #expect(answer.state == .unpaid && answer.isTrial && answer.isAmountPlausible)
    let payment = try VietQR(#require(answer.payment))
    #expect(payment.amount == String(answer.amount) && payment.bankNumber == "970499")
    #expect(payment.customerLabel == form.code)
    #expect(try store.pay(trialBillOf: form.biller, code: form.code, at: Self.now))
    #expect(try !store.pay(trialBillOf: form.biller, code: form.code, at: Self.now))
    _ = try answering.renew(at: Self.now)
    #expect(try bill("a").state == .paid)
    #expect(try bill("a").receipt != nil)
    #expect(try bill("a").amount == answer.amount)
    // Next month has a bill of its own, and this one is still paid.
    _ = try answering.renew(at: Self.now + 40 * 86_400_000)
    #expect(try replies("a").count == 2)
  }

  @Test("a bill that is asked for again closes the earlier question, of the same home alone")
  func again() throws {
    let form = Self.form("PD03000000001")
    try ask("a", .bill, form.json)
    try ask("b", .bill, form.json, from: Identifier("nha-2")!)
    try ask("c", .bill, form.json)
    #expect(try replies("a").last?.state == .answered)
    #expect(try replies("a").last?.details == nil)
    #expect(try replies("b").last?.state == .handling)
    #expect(try replies("c").last?.state == .handling)
  }

  @Test(
    "codes of nobody and of who owes nothing are answered with a sentence",
    arguments: [("PD03000000009", BillAnswer.State.unknown), ("PD03000000000", .nothing)])
  func nobody(code: String, state: BillAnswer.State) throws {
    try ask("a", .bill, Self.form(code).json)
    #expect(try bill("a").state == state)
    #expect(try replies("a").last?.state == .answered)
    #expect(try replies("a").last?.words.isEmpty == false)
  }

  @Test("a form that can't be read is refused in words, and holds up no other")
  func unreadable() throws {
    try ask("a", .service, .members(["what": .string("mua")]))
    try ask("b", .bill, .members([:]))
    try ask("c", .service, Self.application.json)
    #expect(try replies("a").last?.state == .refused)
    #expect(try replies("b").last?.state == .refused)
    #expect(try service("c").progress == .received)
  }
}
