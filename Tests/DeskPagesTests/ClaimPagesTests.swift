import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import DeskPages
@testable import WardDesk

/// Claim and installation from a telephone; issue 6 row 8.
@Suite("Installing on the pages") struct ClaimPagesTests {
  let folder = TemporaryFolder()
  let office: WardOffice
  let key = KeyFingerprint(digest: [UInt8](repeating: 5, count: 32))

  private var now: Instant { Instant(milliseconds: Clock.wallMilliseconds()) }

  init() throws {
    let now = Instant(milliseconds: Clock.wallMilliseconds() / 1_000 * 1_000)
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: [Area("01.00004.tdp-7")!], host: "localhost", port: 8883, brokerPath: nil,
      areaType: .innerDistrict, rulesPath: "\(sourceRoot)/rules"
    ).found(now: now)
    let city = try CityFolder.make(path: folder.file("city"))
    try ward.take(
      endorsement: city.endorse(ward.nextEndorsement(now: now)), of: city.publicKey)
    office = try WardOffice(ward)
  }

  private func client(_ roles: OfficeRole...) -> WardClient {
    WardClient(office, roles: Set(roles), ClaimPages.add)
  }

  private func fields(
    device: String, home: String = "nha-7", address: String = "Số 12, ngõ 34 phố Đội Cấn"
  ) -> [(String, String)] {
    [
      ("device", device), ("home", home), ("area", "01.00004.tdp-7"), ("address", address),
      ("group", "01.00004.tdp-7"),
    ]
  }

  @Test("an installer gives a device to a home, and sees each step as it is done")
  func accept() async throws {
    let installer = client(.installer)
    let answer = try await installer.send(
      fields(device: key.code.description), to: "/homes/claim")
    #expect(answer.status == .seeOther)
    #expect(installer.place(answer) == "/homes/claim/nha-7")
    let waiting = try await installer.ask("/homes/claim/nha-7").text
    #expect(waiting.contains("✓ Đã duyệt mã \(key.code)"))
    #expect(waiting.contains("… Máy đã có giấy chứng nhận"))
    let (key, now) = (key, now)
    try await office.write { store in
      let acceptance = try #require(try store.acceptance(of: key))
      try store.note(Array("pem".utf8), issuedTo: key, for: acceptance, at: now)
      try store.note(
        Presence(online: true, version: "0.1.0", boardSequence: 1, faults: ["sound"]),
        of: acceptance.terminal, at: now)
    }
    let done = try await installer.ask("/homes/claim/nha-7").text
    #expect(done.contains("✓ Máy đã có giấy chứng nhận"))
    #expect(done.contains("✓ Máy đã kết nối về phường"))
    #expect(done.contains("… Máy báo hỏng: loa"))
    #expect(try await installer.ask("/homes/claim/nha-8").status == .notFound)
  }

  @Test("nobody but an installer sees or accepts devices")
  func roles() async throws {
    let others = client(.editor, .approver, .operator, .viewer, .administrator)
    for path in ["/homes/claim", "/homes/claim/nha-7"] {
      #expect(try await others.ask(path).status == .forbidden)
    }
    let answer = try await others.send(fields(device: "\(key.code)"), to: "/homes/claim")
    #expect(answer.status == .forbidden)
    #expect(try await office.read { try $0.acceptance(of: key) } == nil)
  }

  @Test("what can't be is said on the form, and what was written stays in it")
  func faults() async throws {
    let installer = client(.installer)
    for (wrong, word) in [
      (fields(device: "0000"), "12 chữ cái"),
      (fields(device: "\(key.code)", home: "Nhà 7"), "Tên hộ"),
      (fields(device: "\(key.code)", address: ""), "Ghi địa chỉ"),
      (fields(device: "\(key.code)", address: "a\"b"), "không có ngoặc kép"),
    ] {
      let answer = try await installer.send(wrong, to: "/homes/claim")
      #expect(answer.status == .unprocessableContent)
      #expect(answer.text.contains(word), "\(word)")
      #expect(answer.text.contains("value=\"\(HTML.escaped(wrong[0].1))\""))
      #expect(answer.text.contains("<option value=\"01.00004.tdp-7\" selected>"))
    }
  }

  @Test("a list of devices does not show all of a code: it must be read off the device")
  func list() async throws {
    let (key, now) = (key, now)
    try await office.write { store in
      try store.hear(
        Claim(request: [1], nonce: [], board: "raspberry-<pi>", version: "0.1.0"), of: key, at: now)
    }
    let page = try await client(.installer).ask("/homes/claim").text
    #expect(page.contains(String(key.code.description.prefix(9))))
    #expect(!page.contains(key.code.description))
    #expect(page.contains("raspberry-&lt;pi&gt;"))
  }

  @Test("a scanned square leads into the ward where one installs, with the whole key filled in")
  func scanned() async throws {
    let office = try Office()
    try office.person("lan", .installer)
    try office.person("minh", .viewer)
    let browser = office.browser()
    // The way there leads past signing in.
    try await browser.open("/claim/\(key)")
    try await office.signIn("lan", browser)
    #expect(await browser.path == "/w/01.00004/homes/claim?device=\(key)")
    #expect(await browser.page.contains("value=\"\(key)\""))
    try await browser.open("/claim/khac")
    #expect(await browser.status == .notFound)
    let other = office.browser()
    try await other.open("/claim/\(key)")
    try await office.signIn("minh", other)
    #expect(await other.page.contains("không lắp máy ở phường nào"))
  }
}
