import TestSupport
import Testing

@testable import TerminalCore

/// Whoever can't read a screen holds OK and hears it.
@Suite("Screens read out") struct ReadingOutTests {
  @Test(
    "every screen says in words what stands on it, and no figure is left to spell",
    arguments: Gallery.all.map(\.name))
  func everyScreen(name: String) throws {
    let screen = try #require(Gallery.all.first { $0.name == name }?.screen)
    #expect(!screen.readingOut.paragraphs.isEmpty)
    let spoken = screen.readingOut.spoken
    #expect(spoken.count > 8, "\(spoken)")
    #expect(!spoken.contains { $0.isNumber }, "\(spoken)")
  }

  @Test("every kind of screen is among those that are looked at and listened to")
  func everyKind() {
    let kinds = Gallery.all.map { ScreenKind($0.screen) }
    #expect(ScreenKind.allCases.filter { !kinds.contains($0) } == [])
  }

  @Test("an exercise says that it is one before anything else, wherever it stands")
  func exercise() {
    for screen in [Gallery.emergency(.exercise), Gallery.longAllClear] {
      #expect(screen.readingOut.paragraphs.first == Words.exercise)
    }
    guard case .news(var news) = Gallery.news else { return }
    news.selected = 2
    #expect(Screen.news(news).readingOut.paragraphs[1] == Words.exercise)
    news.selected = 0
    #expect(Screen.news(news).readingOut.paragraphs[1] == Words.unheard)
  }

  @Test(
    "numbers to choose from are said with whom they reach, and the end of an emergency is named")
  func choices() {
    #expect(Gallery.callUnable.readingOut.paragraphs.contains("Gọi số 115: Cấp cứu."))
    #expect(Gallery.allClear.readingOut.paragraphs.first == "Đã hết khẩn cấp.")
  }

  @Test("the rest screen says the time, both dates and what is new, in this order")
  func rest() {
    let words = Gallery.rest.readingOut.paragraphs
    #expect(
      words.prefix(4) == [
        "Bây giờ là 08:05.", "Thứ Ba, 24/11/2026", "Âm lịch: 16 tháng 10 năm Bính Ngọ.",
        "Có 3 tin chưa nghe.",
      ])
  }

  @Test("a list says the chosen row, where it stands and what OK does")
  func list() {
    let words = Gallery.settings.readingOut.paragraphs
    #expect(words[1] == "Cỡ chữ: Rất lớn.")
    #expect(words[3] == "Bấm OK: Đổi.")
  }

  @Test("an emergency says what to do before what is known")
  func emergency() {
    guard case .emergency(let screen) = Gallery.emergency() else { return }
    #expect(Gallery.emergency().readingOut.paragraphs[1] == screen.instruction)
  }
}
