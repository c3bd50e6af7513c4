import Testing
import Vietnam

@testable import TerminalCore

/// Lists that are too long to walk through.
@Suite("A long list in sections") struct BrowsingTests {
  private static let names = [
    "An sinh xã hội", "Ấp trưởng", "Bảo hiểm y tế", "Cấp bản sao trích lục hộ tịch",
    "Cấp giấy xác nhận tình trạng hôn nhân", "Chứng thực bản sao", "Chứng thực chữ ký",
    "Di chúc", "Dịch thuật", "Đăng ký khai sinh", "Đăng ký khai tử", "Đăng ký kết hôn",
    "Đăng ký lại khai sinh", "Đăng ký thường trú", "Đất đai", "Giám hộ", "Hòa giải", "Tách hộ",
    "Ủy quyền", "Xác nhận số nhà", "Ý kiến của dân",
  ].sorted { Letters.areInOrder($0, $1) }

  private func titles(_ browsing: Browsing, _ names: [String]) -> [String] {
    browsing.rows(names).map { row in
      switch row {
      case .name(let index): names[index]
      case .section(let range): Browsing.title(range, of: names)
      }
    }
  }

  @Test("a list that can be walked through is left whole")
  func short() {
    let names = Array(Self.names.prefix(Browsing.longestList))
    #expect(titles(Browsing(), names) == names)
  }

  @Test("Đ has a section of its own beside D, and tones make none")
  func letters() {
    let titles = titles(Browsing(), Self.names)
    #expect(titles.count == Browsing.sections)
    #expect(titles.first == "A – B", "\(titles)")
    #expect(titles.contains { $0.hasPrefix("Đ") || $0.hasPrefix("Đăng ký") }, "\(titles)")
    #expect(!titles.contains { $0.hasPrefix("Ấ") || $0.hasPrefix("Ủ") }, "\(titles)")
  }

  @Test("every name of lists of all lengths is in exactly one section, which ▼ and OK reach")
  func everyName() {
    for count in [0, 1, 12, 13, 14, 30, 84, 85, 400, 1_000] {
      let names = (0..<count).map { "Thủ tục \($0 / 100) \($0 / 10 % 10) \($0 % 10)" }
      var reached: [Int] = []
      func walk(_ browsing: Browsing, _ depth: Int) {
        #expect(depth <= 4)
        for row in browsing.rows(names).indices {
          var next = browsing
          for _ in 0..<row { _ = next.press(.down, names) }
          switch next.press(.ok, names) {
          case .chose(let index): reached.append(index)
          case .goesOn: walk(next, depth + 1)
          case .left: Issue.record("nothing to choose")
          }
        }
      }
      walk(Browsing(), 1)
      #expect(reached == Array(0..<count), "\(count)")
    }
  }

  @Test("what stands around all sections is always there, and opened sections go without it")
  func fixed() {
    let names = ["112", "113"] + Self.names + ["Các khu vực"]
    let fixed = (above: 2, below: 1)
    var browsing = Browsing()
    let rows = browsing.rows(names, fixed: fixed)
    #expect(rows.prefix(2) == [.name(0), .name(1)] && rows.last == .name(names.count - 1))
    #expect(rows.count == 3 + Browsing.sections)
    for _ in 0..<2 { _ = browsing.press(.down, names, fixed: fixed) }
    #expect(browsing.press(.ok, names, fixed: fixed) == .goesOn)
    #expect(browsing.rows(names, fixed: fixed).first == .name(2))
    #expect(browsing.press(.back, names, fixed: fixed) == .goesOn)
    #expect(browsing.selected(browsing.rows(names, fixed: fixed)) == 2)
  }

  @Test("a list that has become shorter under an open section shows what is left of it")
  func shorter() {
    var browsing = Browsing()
    for button in [Button.down, .down, .down, .down, .down, .down, .ok] {
      _ = browsing.press(button, Self.names)
    }
    #expect(browsing.rows(["Tách hộ"]).isEmpty)
    #expect(browsing.press(.ok, ["Tách hộ"]) == .left)
  }
}
