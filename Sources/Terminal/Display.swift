import Boards
import Painter
import Panel
import TerminalCore
import WardContract

/// Where screens go: painted in the size of the board's display, and handed to it.
///
/// A display of the kernel may be missing at the start, or go and come: then the newest screen
/// waits, and is shown as soon as there is one.
final class Display {
  private enum Target {
    case picture(path: String)
    case kernel(DisplaySettings, KernelDisplay?)
  }

  private let board: Board.Display
  private let picturePath: (MediaDigest) -> String
  private var target: Target
  private var painter: ScreenPainter
  private var shown: Screen?
  private var isBlank = false

  /// The display of a board, or `nil` if it has none.
  init?(
    _ board: Board.Display, home: String, picturePath: @escaping (MediaDigest) -> String
  ) throws(ImageFault) {
    switch board.kind {
    case .none: return nil
    case .png: target = .picture(path: board.path.replacing(home: home))
    case .drm: target = .kernel(DisplaySettings(board, .drm), nil)
    case .framebuffer: target = .kernel(DisplaySettings(board, .framebuffer), nil)
    }
    self.board = board
    self.picturePath = picturePath
    painter = try Self.painter(board, board.width, board.height, picturePath)
  }

  private static func painter(
    _ board: Board.Display, _ width: Int, _ height: Int,
    _ picturePath: @escaping (MediaDigest) -> String
  ) throws(ImageFault) -> ScreenPainter {
    try ScreenPainter(
      width: width, height: height, regularFontPath: board.regularFontPath,
      boldFontPath: board.boldFontPath, picturePath: picturePath)
  }

  /// Shows `screen` and returns how many pages it has; `nil` if there is no display to say it.
  func show(_ screen: Screen) throws -> Int? {
    shown = screen
    switch target {
    case .picture(let path):
      let pages = painter.draw(screen)
      try painter.buffer.writePNG(path)
      return pages
    case .kernel(_, let display):
      guard let display else { return nil }
      let pages = painter.draw(screen)
      try display.show(painter.buffer.contents)
      return pages
    }
  }

  /// Switches the display off or on, where it can be.
  func blank(_ isBlank: Bool) throws(PanelFault) {
    self.isBlank = isBlank
    if case .kernel(_, let display?) = target { try display.blank(isBlank) }
  }

  /// Looks for a display that is wanted and isn't there, and whether the one that is still is.
  /// Returns its name if it was found, and throws if there is none.
  func look() throws -> String? {
    guard case .kernel(let settings, let old) = target else { return nil }
    if let old, old.isThere { return nil }
    // Closed before it is opened again: one program at a time is a display's master.
    target = .kernel(settings, nil)
    let display = try KernelDisplay(settings)
    painter = try Self.painter(board, display.width, display.height, picturePath)
    target = .kernel(settings, display)
    if let shown { _ = try show(shown) }
    if isBlank { try display.blank(true) }
    return display.name
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
