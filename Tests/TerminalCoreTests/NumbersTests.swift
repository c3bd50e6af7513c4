import Testing
import WardContract

@testable import TerminalCore

@Suite("Numbers to call, and areas") struct NumbersTests {
  private static func directory(_ count: Int = 1) -> Directory {
    var directory = Directory()
    directory.numbers = [
      .init(number: "113", name: "Công an", source: Bench.source),
      .init(number: "18001096", name: "Tổng đài Dịch vụ công", source: Bench.source),
      .init(number: "0912345678", name: "Đội thu gom rác", source: Bench.source),
      .init(number: "02437334021", name: "Công an phường Ba Đình", source: Bench.source),
    ]
    directory.areaNames = (1...max(count, 1)).map {
      .init(
        area: Area("01.00004.tdp-\($0)")!, name: "Tổ dân phố số \($0)", source: Bench.source)
    }
    directory.areaNames.append(
      .init(area: Bench.area, name: "Phường Ba Đình", source: Bench.source))
    return directory
  }

  private func home(_ directory: Directory? = directory()) -> Bench {
    var bench = Bench()
    if let directory { bench.send(directory) }
    bench.open(.numbers)
    return bench
  }

  @Test("emergency numbers stand first, the ward's behind them in the order of the alphabet")
  func order() {
    let rows = home().choice?.rows ?? []
    #expect(rows.prefix(4).map(\.value) == ["gọi 112", "gọi 113", "gọi 114", "gọi 115"])
    #expect(
      rows.dropFirst(4).map(\.name) == [
        "Công an phường Ba Đình", "Đội thu gom rác", "Tổng đài Dịch vụ công",
        "Các khu vực trong phường",
      ])
    #expect(
      rows.dropFirst(4).prefix(3).map(\.value) == [
        "gọi 024 3733 4021", "gọi 0912 345 678", "gọi 1800 1096",
      ])
  }

  @Test("a number opens as large as it goes, with where it is from and how to call it")
  func page() {
    var bench = home()
    bench.press(.down, .ok)
    #expect(bench.pageScreen?.number == "113")
    #expect(bench.pageScreen?.text.contains("Nút SOS đỏ báo cho phường") == true, "no modem")
    #expect(bench.pageScreen?.text.contains("Nguồn: dichvucong.gov.vn, ngày 20/11/2026") == true)
    bench.press(.back, .down, .down, .down, .ok)
    #expect(bench.pageScreen?.number == "024 3733 4021")
    #expect(bench.pageScreen?.text.hasPrefix(Words.callWithPhone) == true)
    bench.press(.back, .back)
    #expect(bench.core.menu.place == .functions)
  }

  @Test("with a modem SOS is said to call")
  func canCall() {
    var bench = Bench(hasTelephone: true)
    bench.tell(.telephone(.ready))
    bench.open(.numbers)
    bench.press(.ok)
    #expect(bench.pageScreen?.text == Words.help(canCall: true))
    bench.tell(.telephone(.missing(reason: "unplugged")))
    #expect(bench.pageScreen?.text == Words.help(canCall: false))
  }

  @Test("numbers are read out digit by digit, in the list and on the page")
  func readOut() {
    var bench = home()
    #expect(bench.screen?.readingOut.spoken.contains("gọi một một hai") == true)
    bench.press(.down, .down, .down, .ok)
    #expect(bench.screen?.readingOut.spoken.contains("Gọi số một một năm") == true)
    bench.press(.ok)
    guard case .screen(let reading, _) = bench.plays.last?.parts.first else {
      Issue.record("OK reads nothing"); return
    }
    #expect(reading.paragraphs.first == "Cấp cứu")
  }

  @Test("without a directory there are the emergency numbers, and a sentence says whom to ask")
  func empty() {
    for directory in [nil, Directory()] {
      let bench = home(directory)
      #expect(bench.choice?.rows.count == 4)
      #expect(bench.choice?.note == Words.noNumbers)
    }
  }

  @Test("the areas say which one is the home's, here and on the status screen")
  func areas() {
    var bench = home(Self.directory(3))
    for _ in 0..<9 { bench.press(.down) }
    bench.press(.ok)
    #expect(bench.choice?.title == Words.areas)
    #expect(bench.choice?.rows.first { $0.isMarked }?.name == "Phường Ba Đình")
    bench.open(.status)
    guard case .status(let status) = bench.screen else { Issue.record("no status"); return }
    #expect(status.rows.first { $0.name == "Khu vực" }?.value == "Phường Ba Đình")
  }

  @Test("a thousand numbers leave the emergency numbers where they are")
  func thousand() {
    var directory = Self.directory()
    directory.numbers += (0..<900).map {
      .init(number: String(2_000_000 + $0), name: "Tổ trưởng tổ \($0)", source: Bench.source)
    }
    var bench = home(directory)
    #expect(bench.choice?.rows.prefix(4).map(\.value).last == "gọi 115")
    #expect(bench.choice?.rows.count == 5 + Browsing.sections)
    #expect(bench.choice?.rows.last?.name == Words.areas)
    // Another directory while a page of the old one stands open.
    bench.press(.ok)
    bench.send(Self.directory(), version: 2)
    #expect(bench.choice?.title == Words.numbers)
  }
}
