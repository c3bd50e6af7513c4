import Hummingbird
import LinuxIO
import TestSupport
import Testing
import WardContract
import WardDesk

@testable import DeskPages

/// Issue 6 row 9: procedures, billers, subjects, numbers, areas and the form, on pages.
@Suite("The directory on the pages") struct DirectoryPagesTests {
  let office: Office
  let ward: WardFolder
  let store: DeskStore
  static let base = "/w/\(Office.ward)/directory"

  init() throws {
    office = try Office()
    try office.person("lan", .editor)
    try office.person("hai", .editor)
    try office.person("xem", .viewer)
    ward = try WardFolder(path: office.folder.file("a"))
    store = try DeskStore(path: ward.databasePath)
  }

  private func signedIn(_ name: String) async throws -> Browser {
    let browser = office.browser()
    try await browser.open(Self.base)
    try await office.signIn(name, browser)
    return browser
  }

  private static let fields: [Directory.Entry.Kind: [(String, String)]] = [
    .procedure: [
      ("code", "1.001193"), ("name", "Đăng ký khai sinh"), ("group", "Hộ tịch"),
      ("papers", "Tờ khai\r\n\r\n Giấy chứng sinh "), ("fee", ""), ("timeLimit", "Trong ngày"),
      ("level", "mot-phan"), ("address", "https://dichvucong.gov.vn/"),
    ],
    .biller: [
      ("identifier", "dien"), ("name", "EVNHANOI"), ("service", "Tiền điện"),
      ("format", "PD#{9,11}"), ("help", "Ở góc trên hóa đơn"),
    ],
    .subject: [
      ("identifier", "rac"), ("name", "Rác <b>thải</b>"), ("isAnonymous", "1"),
      ("sentences", "Rác chưa dọn."),
    ],
    .number: [("number", "02437330000"), ("name", "Trạm y tế")],
    .area: [("area", "01.00004.tdp-7"), ("name", "Tổ dân phố số 7")],
    .writingForm: [("address", "https://phuong.vn/f")],
  ]

  private func send(
    _ browser: Browser, _ kind: Directory.Entry.Kind, _ change: [(String, String)] = []
  ) async throws {
    try await browser.open("\(Self.base)/new/\(kind.rawValue)")
    let fields =
      (Self.fields[kind] ?? []) + [
        ("source.text", "UBND phường"), ("source.date", "2026-11-20"),
      ]
    try await browser.send(
      "\(Self.base)/entries/\(kind.rawValue)",
      fields.map { field in change.first { $0.0 == field.0 } ?? field })
  }

  @Test("every kind is written, kept as it was meant, and shown as homes show it")
  func written() async throws {
    let lan = try await signedIn("lan")
    for kind in Directory.Entry.Kind.allCases {
      try await send(lan, kind)
      #expect(await lan.status == .ok, "\(kind)")
      let look = try await lan.text(between: "img class=\"screen\" src=\"", and: "\"")
      try await lan.open(look.replacing("&amp;", with: "&"))
      #expect(await lan.headers[.contentType] == "image/png", "\(kind)")
    }
    let entries = try store.directoryDraft().map(\.entry)
    #expect(entries.map(\.kind) == Directory.Entry.Kind.allCases)
    guard case .procedure(let procedure) = entries[0], case .subject(let subject) = entries[2]
    else { return }
    #expect(procedure.papers == ["Tờ khai", "Giấy chứng sinh"] && procedure.fee == nil)
    #expect(procedure.level == .part && subject.isAnonymous)
    try await lan.open(Self.base)
    #expect(await lan.page.contains("Rác &lt;b&gt;thải&lt;/b&gt;"))
    #expect(await lan.page.contains("UBND phường, 20/11/2026"))
    try await lan.open("\(Self.base)/files/1")
    #expect(try Directory(file: await lan.page) == Directory(entries))
  }

  @Test(
    "what can't be taken is said at its field in Vietnamese, and nothing that was written is lost",
    arguments: [
      (Directory.Entry.Kind.procedure, "code", "khai sinh"), (.procedure, "name", ""),
      (.procedure, "address", "javascript:alert(1)"), (.biller, "format", "PD#{"),
      (.subject, "identifier", "Rác"), (.number, "number", "024 3733"),
      (.area, "area", "01.00008.tdp-7"), (.writingForm, "address", "http://phuong.vn/f"),
      (.number, "source.text", ""), (.number, "source.date", "2999-01-01"),
    ])
  func refused(kind: Directory.Entry.Kind, field: String, value: String) async throws {
    let lan = try await signedIn("lan")
    try await send(lan, kind, [(field, value)])
    #expect(await lan.status == .unprocessableContent)
    let identifier = field.replacing(".", with: "-")
    let fault = try await lan.text(
      between: "<p class=\"fault\" id=\"\(identifier)-rule\"", and: "</p>")
    #expect(fault.count > 20)
    #expect(await lan.page.contains("value=\"UBND phường\"") || field == "source.text")
    #expect(try store.directoryDraft().isEmpty)
  }

  @Test("the second of two editors is told, sees both, and can still save theirs knowingly")
  func two() async throws {
    let (lan, hai) = (try await signedIn("lan"), try await signedIn("hai"))
    try await send(lan, .number)
    let path = "\(Self.base)/entries/number/02437330000"
    try await hai.open(path)
    try await lan.open(path)
    let target = "\(Self.base)/entries/number"
    let source = [("source.text", "UBND"), ("source.date", "2026-11-20")]
    try await lan.send(target, [("number", "02437330000"), ("name", "Y tế phường")] + source)
    #expect(await lan.status == .ok)
    try await hai.send(target, [("number", "02437330000"), ("name", "Trạm xá")] + source)
    #expect(await hai.status == .unprocessableContent)
    #expect(await hai.page.contains("lan đã sửa mục này"))
    #expect(await hai.page.contains("Y tế phường"))
    #expect(await hai.page.contains("value=\"Trạm xá\""))
    try await hai.send(target, [("number", "02437330000"), ("name", "Trạm xá")] + source)
    #expect(try store.directoryDraft().map(\.entry.name) == ["Trạm xá"])
  }

  @Test("a file goes in and out; one that is wrong names its line and changes nothing")
  func file() async throws {
    let lan = try await signedIn("lan")
    let text = String(
      decoding: try Files.read("\(sourceRoot)/directory/hoa-don.toml", limit: 65_536), as: UTF8.self
    )
    try await lan.open(Self.base)
    try await lan.send("\(Self.base)/import", [("file", text)])
    #expect(await lan.page.contains("3 mục mới"))
    try await lan.open(Self.base)
    try await lan.send("\(Self.base)/import", [("file", text + "\n[number.1<b>]\nname = 3\n")])
    #expect(await lan.status == .unprocessableContent)
    #expect(await lan.page.contains("Tệp sai ở dòng"))
    #expect(try store.directoryDraft().count == 3)
  }

  @Test("who only reads writes nothing; nothing of another ward is there")
  func viewer() async throws {
    let viewer = try await signedIn("xem")
    try await viewer.open(Self.base)
    #expect(await viewer.status == .ok)
    #expect(await !viewer.page.contains("/directory/new/"))
    try await viewer.open("\(Self.base)/new/number")
    #expect(await viewer.status == .forbidden)
    let lan = try await signedIn("lan")
    for path in ["/new/khac", "/entries/number/1", "/entries/khac/1", "/submissions/1", "/files/2"]
    {
      try await lan.open(Self.base + path)
      #expect(await lan.status == .notFound, "\(path)")
    }
  }
}
