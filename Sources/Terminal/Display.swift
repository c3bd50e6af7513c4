import Boards
import Painter
import TerminalCore
import WardContract

/// Where screens go: painted, and handed to the board's display.
final class Display {
  private let painter: ScreenPainter
  private let path: String

  /// The display of a board, or `nil` if it has none.
  init?(
    _ board: Board.Display, home: String, picturePath: @escaping (MediaDigest) -> String
  ) throws(ImageFault) {
    guard board.kind == .png else { return nil }
    path = board.path.replacing(home: home)
    painter = try ScreenPainter(
      width: board.width, height: board.height, regularFontPath: board.regularFontPath,
      boldFontPath: board.boldFontPath, picturePath: picturePath)
  }

  /// Shows `screen` and returns how many pages it has.
  func show(_ screen: Screen) throws(ImageFault) -> Int {
    let pages = painter.draw(screen)
    try painter.buffer.writePNG(path)
    return pages
  }
}

extension String {
  /// The path or name with `{home}` replaced by the terminal's folder.
  func replacing(home: String) -> String {
    var text = ""
    var rest = self[...]
    while let mark = rest.firstIndex(of: "{"), rest[mark...].hasPrefix("{home}") {
      text += rest[..<mark] + home
      rest = rest[mark...].dropFirst("{home}".count)
    }
    return text + rest
  }
}
