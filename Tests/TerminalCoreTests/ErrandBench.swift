import WardContract

@testable import TerminalCore

/// What the tests of services and bills share: a directory, presses, and what the desk says.
extension Bench {
  static let terminal = Identifier("nha-1")!
  static let source = Directory.Source(text: "dichvucong.gov.vn", date: LocalDate("2026-11-20")!)
  static let electricity = Directory.Biller(
    identifier: Identifier("dien")!, name: "EVNHANOI", service: "Tiền điện",
    format: CodeFormat("PD#{2}")!, help: "Góc trên hóa đơn", source: source)

  static func directory(_ names: [(code: String, name: String, group: String)]) -> Directory {
    var directory = Directory()
    directory.procedures = names.map {
      .init(code: $0.code, name: $0.name, group: $0.group, source: source)
    }
    directory.billers = [electricity]
    return directory
  }

  mutating func send(_ directory: Directory, version: Int64 = 1) {
    let parts = try! DirectoryPart.divided(
      directory, area: Self.area, version: version, issued: Self.start, author: "UBND")
    for part in parts {
      let payload = Self.sign(part.json, as: .directory, ["editor", "approver"])
      tell(.message(.directory(Self.area, part: part.number), payload: payload, retained: true))
    }
  }

  /// Presses several buttons one after another.
  mutating func press(_ first: Button, _ second: Button, _ others: Button...) {
    for button in [first, second] + others { press(button) }
  }

  /// Opens a function of the list, which begins with the news.
  mutating func open(_ function: Menu.Function) {
    while core.menu.place != .rest { press(.back) }
    press(.up)
    while core.menu.function != function { press(.down) }
    press(.ok)
  }

  /// Opens the screen of silence, from the settings.
  mutating func openQuiet() {
    open(.settings)
    while core.menu.setting != .quiet { press(.down) }
    press(.ok)
  }

  /// The desk says that it has the newest request, and replies.
  mutating func reply(
    revision: Int = 1, _ state: Reply.State, words: String = "Đã trả lời.", _ details: JSONValue?,
    recording: Request.Recording? = nil
  ) {
    let request = core.requests.entries.last!.request.identifier
    let time = Instant(milliseconds: now.milliseconds / 1_000 * 1_000)
    let reply = Reply(
      terminal: Self.terminal, request: request, revision: revision, state: state,
      office: "UBND phường Ba Đình", words: words, details: details, recording: recording,
      time: time, signed: time)
    tell(
      .message(
        .down(terminal: Self.terminal, kind: .reply, request),
        payload: Self.sign(reply.json, as: .reply, ["desk"]), retained: false))
    letGather()
  }

  var choice: ChoiceScreen? { if case .choice(let choice) = screen { choice } else { nil } }
  var pageScreen: PageScreen? { if case .page(let page) = screen { page } else { nil } }
  var qr: QRScreen? { if case .qr(let qr) = screen { qr } else { nil } }
  var entry: CodeEntryScreen? { if case .codeEntry(let entry) = screen { entry } else { nil } }
}
