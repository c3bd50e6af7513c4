import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import DeskPages
@testable import WardDesk

/// Issue 6 row 8, issue 7 rows 6 and 7: settings, groups, and the end of a terminal on the pages.
@Suite("Settings of homes on the pages") struct HomeSettingsPagesTests {
  let folder = TemporaryFolder()
  let office: WardOffice
  static let street = Area("01.00004.tdp-7")!
  static let group = Area("01.00004.cao-tuoi")!
  static let home = Identifier("nha-1")!

  init() throws {
    let now = Instant(milliseconds: Clock.wallMilliseconds() / 1_000 * 1_000)
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: [Self.street, Self.group], host: "localhost", port: 8883, brokerPath: nil,
      areaType: .innerDistrict, rulesPath: "\(sourceRoot)/rules"
    ).found(now: now)
    let store = try DeskStore(path: ward.databasePath)
    for name in ["nha-1", "nha-2", "nha-3"] {
      try store.enrol(
        Identifier(name)!, area: Self.street, address: "Số 12 <b>", at: now + -3_600_000)
    }
    office = try WardOffice(ward)
  }

  private func client(_ roles: Set<OfficeRole>) -> WardClient {
    WardClient(office, roles: roles) { group in
      HomePages.add(to: group, simulators: nil)
      HomeSettingsPages.add(to: group)
      CirclePages.add(to: group)
    }
  }

  private func terminal(_ name: Identifier = home) async throws -> DeskStore.Terminal {
    try #require(try await office.read { try $0.terminal(name) })
  }

  private func note(_ version: Int64, refused: RefusedSettings? = nil) async throws {
    var presence = Presence(online: true, version: "1", boardSequence: 1)
    (presence.settingsVersion, presence.refusedSettings) = (version, refused)
    let told = presence
    try await office.write { try $0.note(told, of: Self.home, at: Instant(milliseconds: 1)) }
  }

  @Test("an installer moves a home, sees when it has it, and goes back with one click")
  func home() async throws {
    let installer = client([.installer])
    #expect(try await installer.ask("/homes/nha-1").text.contains("/homes/nha-1/settings\""))
    let sent = try await installer.send(
      [
        ("address", "Số 5, phố Đội Cấn"), ("place", "01.00004"), ("group", "01.00004.cao-tuoi"),
        ("text-size", "lon"), ("volume", "80"),
      ], to: "/homes/nha-1/settings")
    #expect(installer.place(sent) == "/homes/nha-1/settings")
    #expect(try await terminal().place?.groups == [Self.group])
    let waiting = try await installer.ask("/homes/nha-1/settings").text
    #expect(waiting.contains("Bản 1 chưa tới máy") && waiting.contains("Nguyễn Thị Lan"))
    #expect(waiting.contains("lúc lắp") && waiting.contains("cỡ chữ lớn, âm lượng 80 %"))
    #expect(!waiting.contains("<b>,"), "an address is text")
    try await note(0, refused: RefusedSettings(version: 1, code: "malformed"))
    #expect(try await installer.ask("/homes/nha-1/settings").text.contains("Máy từ chối"))
    try await note(1)
    #expect(try await installer.ask("/homes/nha-1/settings").text.contains("Máy đã nhận bản 1"))
    let first = try await office.read { try $0.settingsHistory(of: .home(Self.home), limit: 9) }[1]
    _ = try await installer.send(
      [("number", String(first.number))], to: "/homes/nha-1/settings/again")
    #expect(try await terminal().place == first.place)
  }

  @Test("who only reads sees what is set and can't change it")
  func viewer() async throws {
    let viewer = client([.viewer])
    let page = try await viewer.ask("/homes/nha-1/settings").text
    #expect(page.contains("Số 12 &lt;b&gt;") && !page.contains("name=\"address\""))
    for path in [
      "homes/nha-1/settings", "homes/nha-1/retire", "settings",
      "settings/01.00004.cao-tuoi/members",
    ] {
      #expect(
        try await viewer.send([("sure", "1")], to: "/\(path)").status == .forbidden, "\(path)")
    }
  }

  @Test("what is no place of this ward is refused, and changes nothing")
  func strict() async throws {
    let installer = client([.installer])
    for (fields, status) in [
      ([("place", "01.00008")], 422), ([("place", "01.00004"), ("group", "01.00004.la")], 422),
      ([("place", "")], 400), ([("place", "01.00004"), ("volume", "500")], 400),
      ([("place", "01.00004"), ("address", "a\"b")], 422),
    ] as [([(String, String)], Int)] {
      #expect(try await installer.send(fields, to: "/homes/nha-1/settings").status.code == status)
    }
    #expect(try await terminal().place?.area == Self.street)
    for path in ["/homes/la/settings", "/settings/01.00008", "/settings/x%2Fy"] {
      #expect(try await installer.ask(path).status == .notFound, "\(path)")
    }
  }

  @Test("many homes join a group at once and leave it; a wrong name joins nobody")
  func group() async throws {
    let installer = client([.installer])
    let members = "/settings/01.00004.cao-tuoi/members"
    #expect(
      try await installer.send([("join", "nha-1\nnha-9")], to: members).status.code == 422)
    #expect(try await terminal().groups.isEmpty)
    #expect(try await installer.send([("join", "nha-1\nNHÀ")], to: members).status.code == 422)
    _ = try await installer.send([("join", "nha-1\nnha-2, nha-3\n")], to: members)
    let page = try await installer.ask("/settings/01.00004.cao-tuoi").text
    #expect(page.contains("Máy</h2>") || page.contains("(3)"))
    _ = try await installer.send(
      [("join", ""), ("leave", "nha-2"), ("leave", "nha-3")], to: members)
    #expect(
      try await office.read { try $0.homes(in: Self.group).homes.map(\.identifier) } == ["nha-1"])
    #expect(try await installer.ask("/settings").text.contains("01.00004.cao-tuoi"))
  }

  @Test("what the ward proposes is told to every home, with who set it")
  func ward() async throws {
    let installer = client([.operator])
    _ = try await installer.send([("text-size", "rat-lon")], to: "/settings")
    #expect(try await installer.ask("/settings").text.contains("cỡ chữ rất lớn"))
    #expect(try await installer.ask("/homes/nha-2/settings").text.contains("(rất lớn)"))
    #expect(try await office.read { try $0.issuedSettings(of: Identifier("nha-2")!)?.version } == 1)
  }

  @Test("a replaced terminal is retired: the page says by which, and the list has it apart")
  func replaced() async throws {
    let installer = client([.installer])
    #expect(
      try await installer.send([("by", "nha-9")], to: "/homes/nha-1/replace").status.code == 422)
    _ = try await installer.send([("by", "nha-2")], to: "/homes/nha-1/replace")
    let page = try await installer.ask("/homes/nha-1/settings").text
    #expect(page.contains("máy thay") && page.contains("/homes/nha-2\""))
    #expect(try await !installer.ask("/homes").text.contains("/homes/nha-1\""))
    #expect(try await installer.ask("/homes?filter=retired").text.contains("/homes/nha-1\""))
    #expect(try await installer.send([], to: "/homes/nha-3/retire").status.code == 422)
    _ = try await installer.send([("sure", "1")], to: "/homes/nha-3/retire")
    #expect(try await terminal(Identifier("nha-3")!).retired != nil)
  }
}
