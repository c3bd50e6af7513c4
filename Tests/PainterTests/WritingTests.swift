import Testing
import WardContract

@testable import Painter
@testable import TerminalCore

/// On every display nothing is cut, covered, let out or faint, on any page and at any size of text.
@Suite("What is written on screens") struct WritingTests {
  /// Where an ellipsis may stand: in rows and titles whose whole words are one press of OK away.
  private static let mayBeCut = [
    "rest", "rest-waiting", "rest-silent", "rest-replied", "rest-fullest", "news", "reader-1",
    "reader-2", "reader-waiting", "reader-largest", "broadcast", "session", "live", "choice-long",
    "sections", "numbers", "areas",
  ]

  private static func variants(_ screen: Screen) -> [Screen] {
    switch screen {
    case .choice(let choice):
      return TextSize.allCases.flatMap { size in
        choice.rows.isEmpty
          ? [.choice(choice)]
          : choice.rows.indices.map { row in
            var other = choice
            (other.textSize, other.selected) = (size, row)
            return Screen.choice(other)
          }
      }
    case .page(var page):
      return TextSize.allCases.map { size in
        page.textSize = size
        return .page(page)
      }
    case .reader(var reader):
      return TextSize.allCases.map { size in
        reader.textSize = size
        return .reader(reader)
      }
    case .news(var news):
      return TextSize.allCases.map { size in
        news.textSize = size
        return .news(news)
      }
    default: return [screen]
    }
  }

  private static func page(_ number: Int, of screen: Screen) -> Screen {
    switch screen {
    case .page(var page):
      page.page = number
      return .page(page)
    case .reader(var reader):
      reader.page = number
      return .reader(reader)
    case .status(var status):
      status.page = number
      return .status(status)
    case .emergency(var emergency):
      emergency.page = number
      return .emergency(emergency)
    default: return screen
    }
  }

  @Test(
    "no text is cut, covered or let out, and all of it has a contrast of at least 7:1",
    arguments: Gallery.sizes.map { "\($0.0)x\($0.1)" })
  func writing(size: String) throws {
    let sides = size.split(separator: "x").compactMap { Int($0) }
    let painter = try GoldenTests.painter(sides[0], sides[1])
    let display = painter.buffer.bounds
    for (name, screen) in Gallery.all {
      for variant in Self.variants(screen) {
        var (number, count) = (0, 1)
        while number < count {
          painter.writing.lines = []
          count = painter.draw(Self.page(number, of: variant))
          let lines = painter.writing.lines ?? []
          let place = "\(name) \(size), page \(number + 1) of \(count)"
          #expect(!lines.isEmpty, "\(place)")
          for line in lines {
            let frame = line.frame
            #expect(
              frame.x >= 0 && frame.y >= 0 && frame.right <= display.right
                && frame.bottom <= display.bottom, "\(place): let out at \(frame)")
            #expect(line.contrast >= 7, "\(place): \(line.contrast) at \(frame)")
            #expect(!line.isCut || Self.mayBeCut.contains(name), "\(place): cut at \(frame)")
          }
          for line in painter.writing.covered(on: painter.buffer) {
            Issue.record("\(place): covered at \(line.frame)")
          }
          guard Self.page(1, of: variant) != Self.page(0, of: variant) else { break }
          number += 1
        }
      }
    }
  }

  @Test("a clock that has room on two lines is set smaller rather than broken")
  func unbroken() throws {
    let pen = try GoldenTests.painter(480, 800).pen
    let sizes = stride(from: 170, through: 50, by: -10).map { $0 }
    let size = pen.fittingSize(
      "20:47", in: Rectangle(0, 0, 436, 600), isBold: true, sizes)
    let clock = pen.layout("20:47", size: size, isBold: true, width: 436)
    #expect(clock.lines.count == 1 && !clock.isBroken && size < 170)
  }

  @Test("a line that another one covers, that is cut, let out or faint is found")
  func faults() throws {
    let painter = try GoldenTests.painter(480, 320)
    let pen = painter.begin(.paper)
    painter.writing.lines = []
    let area = Rectangle(10, 10, 200, 100)
    pen.text("Phường", in: area, size: 30, pen.palette.text)
    #expect(painter.writing.covered(on: painter.buffer).isEmpty)
    pen.text("Ba Đình", in: Rectangle(20, 20, 200, 100), size: 30, pen.palette.text)
    #expect(painter.writing.covered(on: painter.buffer).count == 1)
    pen.text("nhiều chữ quá nên cắt", in: area, size: 30, pen.palette.text, maximumLines: 1)
    #expect(painter.writing.lines?.last?.isCut == true)
    pen.text("ra ngoài", in: Rectangle(440, 200, 200, 40), size: 30, Color(0xC0_C0C0))
    let last = try #require(painter.writing.lines?.last)
    #expect(last.frame.right > 480 && last.contrast < 7)
  }
}
