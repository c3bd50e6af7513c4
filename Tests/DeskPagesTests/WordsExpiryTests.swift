import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import DeskPages
@testable import WardDesk

/// What is due is erased by the server alone, and written down first; decision 31.
@Suite("Retention of what people told and asked") struct WordsExpiryTests {
  let folder = TemporaryFolder()
  let ward: WardFolder
  let office: WardOffice
  let clock = TestClock()
  let accounts: AccountOffice
  static let subject = Directory.Subject(
    identifier: Identifier("rac-thai")!, name: "Rác thải", isAnonymous: false,
    source: .init(text: "UBND", date: LocalDate("2026-11-20")!))

  init() throws {
    ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: clock.now)
    office = try WardOffice(ward, retention: Retention(feedbackDays: 30, requestDays: 60))
    accounts = try AccountOffice(path: folder.file("office.db")) { [clock] in clock.now }
  }

  private func rows() throws -> [String] {
    try OfficeStore(path: folder.file("office.db")).audit(ward: ward.area)
      .map { "\($0.entry.action) \($0.entry.details)" }
  }

  @Test(
    "a month after the last word it is erased with its recording, once, and the log has its number")
  func pass() async throws {
    let store = try DeskStore(path: ward.databasePath)
    let report = FeedbackReport(way: .visit, caller: "Bà Tư", words: "Cống tắc.", officer: "Lan")
    for _ in 1...2 { _ = try store.keep(report, about: Self.subject, at: clock.now) }
    let request = try #require(try store.request(number: 1)?.request.identifier)
    try store.reply(.answered, "Đã thông cống.", to: request, at: clock.now)
    try Files.makeFolder(ward.recordingsPath)
    try Files.replace(ward.recordingPath(request), [1])
    let expiry = WordsExpiry(accounts: accounts, wards: [office])
    // Nobody has signed in: the clock may be any.
    clock.pass(minutes: 30 * 24 * 60 - 1)
    try await expiry.pass()
    try await signIn()
    try await expiry.pass()
    #expect(try store.erasedCount(.feedback) == 0 && rows().isEmpty)
    clock.pass(minutes: 2)
    try await signIn()
    for _ in 1...2 { try await expiry.pass() }
    #expect(try rows() == ["feedback-erased 1"])
    #expect(try store.report(of: request)?.words == "" && store.report(of: request)?.caller == "")
    #expect(!Files.exists(ward.recordingPath(request)))
    #expect(try FeedbackInbox(store).counts(at: clock.now).all == 2)
    // A recording that a power cut had left goes with the next look.
    try Files.replace(ward.recordingPath(request), [1])
    try await expiry.pass()
    #expect(!Files.exists(ward.recordingPath(request)))
  }

  private func signIn() async throws {
    try await accounts.ask { try $0.record(AuditEntry(.signedIn, of: "lan", by: .server, at: $1)) }
  }

  @Test("a clock that has jumped ahead erases nothing that was answered since")
  func jumped() async throws {
    let store = try DeskStore(path: ward.databasePath)
    let report = FeedbackReport(way: .visit, words: "Cống tắc.", officer: "Lan")
    _ = try store.keep(report, about: Self.subject, at: clock.now)
    let request = try #require(try store.request(number: 1)?.request.identifier)
    try await signIn()
    clock.pass(minutes: 1)
    try store.reply(.answered, "Đã thông cống.", to: request, at: clock.now)
    clock.pass(minutes: 10 * 365 * 24 * 60)
    try await WordsExpiry(accounts: accounts, wards: [office]).pass()
    #expect(try store.erasedCount(.feedback) == 0)
  }

  @Test(
    "office.toml says how long; too short or too long is refused, and a restored office keeps it")
  func settings() throws {
    let made = try OfficeFolder.make(
      path: folder.file("office"), wardPaths: [ward.path], address: "127.0.0.1", port: 0)
    #expect(made.retention.feedbackDays == 365)
    let path = folder.file("office/office.toml")
    let text = String(decoding: try Files.read(path, limit: 65_536), as: UTF8.self)
    for (days, isAllowed) in [(29, false), (30, true), (3_650, true), (3_651, false)] {
      let changed = text.replacing("retention-days = 365", with: "retention-days = \(days)")
      try Files.replace(path, Array(changed.utf8))
      let read = try? OfficeFolder(path: folder.file("office"))
      #expect((read != nil) == isAllowed, "\(days) days")
    }
    try Files.replace(path, Array(text.replacing("= 365", with: "= 90").utf8))
    let changed = try OfficeFolder.change(wards: [ward.path], in: folder.file("office"))
    #expect(changed.retention.feedbackDays == 90)
  }

  @Test(
    "two months after the last word of office or biller homes, codes and answers are gone; counts stay"
  )
  func requests() async throws {
    let store = try DeskStore(path: ward.databasePath)
    let home = try #require(Identifier("nha-1"))
    try store.enrol(home, area: ward.area, at: clock.now)
    let forms: [(WardContract.Request.Kind, JSONValue)] = [
      (.service, ServiceForm.application(procedure: "1.001193", name: "Khai sinh").json),
      (.service, ServiceForm.lookUp(try DossierCode("H26.4-261124-0001")).json),
      (
        .bill,
        BillForm(biller: Identifier("dien")!, service: "Tiền điện", code: "PD03000000001").json
      ),
      (
        .bill,
        BillForm(biller: Identifier("dien")!, service: "Tiền điện", code: "PD03000000002").json
      ),
    ]
    for (number, form) in forms.enumerated() {
      let name = try #require(Identifier("yeu-cau-\(number)"))
      try store.take(
        Request(identifier: name, kind: form.0, created: clock.now, body: form.1), from: home,
        at: clock.now)
    }
    let answering = Answering(
      store, office: TrialOffice(store: store, area: ward.area), biller: TrialBiller(store: store))
    #expect(try answering.renew(at: clock.now).isEmpty)
    let dossier = try #require(try store.trialDossier(ofRequest: Identifier("yeu-cau-0")!)).code
    try store.move(trialDossier: dossier, to: .returned)
    _ = try store.pay(trialBillOf: Identifier("dien")!, code: "PD03000000001", at: clock.now)
    _ = try answering.renew(at: clock.now)
    let expiry = WordsExpiry(accounts: accounts, wards: [office])
    clock.pass(minutes: 60 * 24 * 60 - 1)
    try await signIn()
    try await expiry.pass()
    #expect(try rows().isEmpty)
    clock.pass(minutes: 2)
    try await signIn()
    for _ in 1...2 { try await expiry.pass() }
    // The bill that nobody has paid has no last word.
    #expect(try rows() == ["requests-erased 3", "requests-erased 1 2"])
    #expect(try store.erasedCount(.service) == 2 && store.erasedCount(.bill) == 1)
    let bills = try store.requests(.bill)
    #expect(bills.map(\.terminal) == [nil, home])
    try store.database.query("PRAGMA wal_checkpoint(TRUNCATE)")
    let bytes = try Files.read(ward.databasePath, limit: 1 << 24)
    for text in ["PD03000000001", "H26.4-261124-0001", dossier.description] {
      let isThere = bytes.indices.contains { bytes[$0...].starts(with: text.utf8) }
      #expect(!isThere, "\(text) is still in the file")
    }
    #expect(try store.requests(.service).count == 2)
    #expect(
      try ServiceForm(json: store.requests(.service)[0].request.body)
        == .application(procedure: "1.001193", name: "Khai sinh"))
    // Who sends it once more gets nothing back that was erased, and nobody is asked again.
    #expect(try answering.renew(at: clock.now).isEmpty)
  }
}
