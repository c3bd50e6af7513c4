import TerminalCore
import Testing
import WardContract

@testable import DeskPages
@testable import WardDesk

/// What is wrong with a home and what to do, in words; issue 6 row 8.
@Suite("A home's diagnosis") struct HomeDiagnosisTests {
  static let now = Instant("2026-11-24T08:05:00+07:00")!

  private func findings(
    online: Bool? = true, heard: Int64 = 0, faults: [String] = [], mobile: MobileNetwork? = nil,
    address: String? = "Số 12", _ facts: [Receipt.Fact] = []
  ) -> [HomeDiagnosis.Finding] {
    let terminal = DeskStore.Terminal(
      identifier: "nha-1", area: "01.00004", address: address, enrolled: Self.now,
      isOnline: online, version: "1", lastHeard: online == nil ? nil : Self.now + -heard,
      faults: faults, networks: ["wifi used"], mobile: mobile)
    let receipts = facts.enumerated().map { index, fact in
      Receipt(
        sequence: Int64(index + 1), bulletin: nil, revision: 0, fact: fact,
        time: Self.now + -Int64(index) * 60_000)
    }
    return HomeDiagnosis(
      terminal: terminal, receipts: receipts, now: Self.now, language: .vietnamese
    ).findings
  }

  @Test("a home that is well is said to be, and nothing else")
  func well() {
    #expect(findings().map(\.level) == [.good])
    #expect(findings([.heard, .missed(reason: "quiet"), .missed(reason: "quiet")]).count == 1)
  }

  @Test("how long a home is absent decides whether to wait, to call or to go there")
  func absent() {
    #expect(findings(online: nil)[0].what.contains("chưa kết nối lần nào"))
    #expect(findings(online: false, heard: 60_000)[0].advice.contains("Chờ mười phút"))
    let hours = findings(online: false, heard: 3 * 3_600_000)[0]
    #expect(hours.level == .bad && hours.advice.contains("Gọi cho nhà"))
    #expect(hours.what.contains("Wi-Fi"))
    #expect(findings(online: false, heard: 3 * 86_400_000)[0].advice.contains("Cử người"))
    // A clock that was put back makes no absence of it.
    #expect(findings(online: false, heard: -60_000)[0].level == .poor)
  }

  @Test(
    "every part that a terminal can name has a name and an advice of its own",
    arguments: Part.allCases)
  func parts(part: Part) {
    let name = part.rawValue
    #expect(PartWords.name(name, .vietnamese) != name)
    #expect(PartWords.advice(name, .vietnamese).1 != PartWords.advice("khác", .vietnamese).1)
    let found = findings(
      online: true, faults: [name], [.partFailed(part: name, reason: "no such device")])
    #expect(found.count == 1 && found[0].what.contains("no such device"))
  }

  @Test("a retired terminal lacks nothing; one that refuses its settings says so")
  func settings() {
    var terminal = DeskStore.Terminal(
      identifier: "nha-1", area: "01.00004", address: "Số 12", enrolled: Self.now, isOnline: true,
      version: "1", lastHeard: Self.now, faults: ["sound"], networks: [])
    func found() -> [HomeDiagnosis.Finding] {
      HomeDiagnosis(terminal: terminal, receipts: [], now: Self.now, language: .vietnamese).findings
    }
    terminal.refusedSettings = "3 malformed"
    #expect(found().contains { $0.what.contains("từ chối cài đặt: 3 malformed") })
    (terminal.retired, terminal.successor) = (Self.now, "nha-2")
    #expect(found().map(\.level) == [.good] && found()[0].advice.contains("nha-2"))
  }

  @Test("what matters most stands first; a part that nobody knows is named as it is")
  func order() {
    let found = findings(faults: ["sensors", "flux", "buttons"], address: nil)
    #expect(found.map(\.level) == [.bad, .poor, .poor, .poor])
    #expect(found[0].what.contains("nút bấm") && found[2].what.contains("flux"))
  }

  @Test(
    "broadcasts that are missed again and again have a cause; old ones and single ones don't count")
  func missed() {
    #expect(findings([.missed(reason: "late")]).map(\.level) == [.good])
    let twice = findings([.missed(reason: "late"), .missed(reason: "late")])
    #expect(twice.map(\.what) == ["Bỏ lỡ 2 tin: máy tắt hoặc mất mạng lúc phát."])
    let refused = findings([.refused(code: "signature", detail: "x"), .withheld])
    #expect(refused.map(\.level) == [.bad, .poor])
    #expect(findings([.refused(code: "rule", detail: "x")]).map(\.level) == [.good])
  }

  @Test("a modem without a network can't call for help, a weak one may fail")
  func modem() {
    func level(_ registration: MobileNetwork.Registration, _ percent: Int)
      -> HomeDiagnosis.Finding.Level
    {
      findings(
        mobile: MobileNetwork(registration: registration, name: "Viettel", signalPercent: percent))[
          0
        ]
        .level
    }
    #expect(level(.denied, 90) == .bad && level(.searching, 0) == .bad)
    #expect(level(.home, 10) == .poor && level(.home, 80) == .good)
  }
}
