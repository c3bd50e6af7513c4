import Testing
import WardContract

@testable import TerminalCore

@Suite("Public services in a home") struct ServicesTests {
  private static let names = [
    (code: "1.001193", name: "Đăng ký khai sinh", group: "Hộ tịch"),
    (code: "1.000894", name: "Đăng ký kết hôn", group: "Hộ tịch"),
    (code: "2.000815", name: "Chứng thực bản sao", group: "Chứng thực"),
  ]

  private func home(_ directory: Directory? = Bench.directory(names)) -> Bench {
    var bench = Bench()
    if let directory { bench.send(directory) }
    bench.open(.services)
    return bench
  }

  private static func answer(
    _ progress: ServiceAnswer.Progress, _ dossier: String? = "H26.4-261124-0001"
  ) -> JSONValue {
    ServiceAnswer(
      isTrial: true, progress: progress, dossier: dossier.flatMap { try? DossierCode($0) },
      due: LocalDate("2026-11-27")
    ).json
  }

  @Test(
    "procedures stand by group and in the order of the alphabet, and open with all that is known")
  func catalogue() {
    var bench = home()
    #expect(bench.choice?.rows.first?.value == "3")
    bench.press(.ok)
    #expect(bench.choice?.rows.map(\.name) == ["Chứng thực", "Hộ tịch"])
    bench.press(.down, .ok)
    #expect(bench.choice?.rows.map(\.name) == ["Đăng ký kết hôn", "Đăng ký khai sinh"])
    bench.press(.down, .ok)
    #expect(bench.pageScreen?.title == "Đăng ký khai sinh")
    #expect(bench.pageScreen?.text.contains("Lệ phí: \(Words.unverified)") == true)
    #expect(bench.pageScreen?.text.contains("Nguồn: dichvucong.gov.vn, ngày 20/11/2026") == true)
    bench.press(.back, .back, .back, .back)
    #expect(bench.core.menu.place == .functions)
  }

  @Test("without a directory, or with an empty one, a sentence says whom to ask")
  func empty() {
    for directory in [nil, Directory()] {
      var bench = home(directory)
      bench.press(.ok)
      #expect(bench.choice?.rows.isEmpty == true)
      #expect(bench.choice?.note == Words.noProcedures)
      bench.press(.ok)
      #expect(bench.core.services.place == .start)
    }
  }

  @Test("of a thousand procedures the last one is four choices away")
  func thousand() {
    let names = (0..<1_000).map { number in
      let digits = String(String(1_000_000 + number).dropFirst())
      return (code: "1.\(digits)", name: "Thủ tục \(digits)", group: "Hộ tịch")
    }
    var bench = home(Bench.directory(names))
    bench.press(.ok, .ok)
    #expect(bench.choice?.rows.first?.name == "Thủ tục: 000000 – 000141")
    var choices = 0
    while bench.choice != nil, choices < 9 {
      #expect((bench.choice?.rows.count ?? 0) <= Browsing.longestList)
      for _ in 0..<Browsing.longestList { bench.press(.down) }
      bench.press(.ok)
      choices += 1
    }
    #expect(choices == 4)
    #expect(bench.pageScreen?.title == "Thủ tục 000999")
    bench.press(.back, .back, .back)
    #expect(bench.choice?.selected == Browsing.sections - 1, "where it was opened")
  }

  @Test("what is asked for gets a dossier's code and goes from state to state, each said as it is")
  func application() {
    var bench = home()
    bench.press(.ok, .ok, .ok, .ok, .ok)
    #expect(bench.core.requests.entries.map(\.standing) == [.sent])
    #expect(bench.pageScreen?.title == "Chứng thực bản sao")
    bench.reply(.received, Self.answer(.received))
    #expect(bench.pageScreen?.text.contains("Mã hồ sơ: H26.4-261124-0001") == true)
    #expect(bench.pageScreen?.text.contains("Hẹn trả kết quả: 27/11/2026") == true)
    #expect(bench.pageScreen?.detail.contains("THỬ NGHIỆM") == true)
    #expect(bench.core.requests.news.isEmpty, "it stood open")
    bench.press(.back, .back, .back)
    bench.reply(revision: 2, .handling, Self.answer(.ready))
    #expect(bench.core.requests.news.count == 1)
    #expect(bench.choice?.rows.first { $0.name == Words.services }?.isMarked == true)
    bench.open(.services)
    bench.press(.down, .down, .ok)
    #expect(bench.choice?.rows.first?.value == "Đã có kết quả")
    bench.press(.ok)
    #expect(bench.core.requests.news.isEmpty)
  }

  @Test("a dossier's code of no day, or of a day to come, is not sent, and a sentence says why")
  func wrongCode() {
    var bench = home()
    let format = DossierCode.format
    #expect(format.accepts("H26.4-260231-0001"))
    bench.press(.down, .ok)
    #expect(bench.entry?.title == "Mã hồ sơ")
    for (code, fault) in [
      ("H26.4-260231-0001", Words.noSuchDay), ("H26.4-991124-0001", Words.dossierOfTomorrow),
    ] {
      bench.enter(code)
      #expect(bench.entry?.fault == fault)
      #expect(bench.core.requests.entries.isEmpty)
      bench.press(.down)
      #expect(bench.entry?.fault == nil)
      while bench.core.services.place != .start { bench.press(.back) }
      bench.press(.ok)
    }
    bench.enter("H26.4-261120-0001")
    #expect(bench.core.requests.entries.count == 1)
    bench.reply(.answered, words: "Không tìm thấy.", Self.answer(.unknown, nil))
    #expect(bench.pageScreen?.text.contains("Không tìm thấy") == true)
  }

  @Test("a procedure is handed over to a phone by its address; one without says so")
  func handOver() {
    var directory = Bench.directory(Self.names)
    directory.procedures[2].address = "https://dichvucong.gov.vn/"
    var bench = home(directory)
    bench.press(.ok, .ok, .ok, .ok, .down, .ok)
    #expect(bench.qr?.payload == "https://dichvucong.gov.vn/")
    bench.press(.back, .back, .back, .back, .down, .ok, .ok, .ok, .down, .ok)
    #expect(bench.pageScreen?.text == Words.noAddress)
  }

  @Test("another directory doesn't leave the household with a procedure that is not there any more")
  func changed() {
    var bench = home()
    bench.press(.ok, .down, .ok, .down, .ok)
    bench.send(Bench.directory([]), version: 2)
    #expect(bench.core.services.place == .start)
    #expect(bench.choice?.title == Words.services)
  }
}

extension Bench {
  /// Enters a code from its first character to its end.
  mutating func enter(_ code: String) {
    var tries = 0
    while let entry, tries < 4_000 {
      tries += 1
      if entry.entered == code, entry.isComplete {
        press(.ok)
        return
      }
      let wanted =
        entry.entered == code
        ? CodeEntry.done : String(code.dropFirst(entry.entered.count).prefix(1))
      press(entry.choice == wanted ? .ok : .down)
    }
  }
}
