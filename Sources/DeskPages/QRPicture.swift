import Painter

/// A QR code as a drawing in the page.
enum QRPicture {
  /// The code of `text`, called `title` for whoever can't see it; nothing if `text` is too long for one.
  static func of(_ text: String, title: String) -> HTML {
    guard let code = QRCode(text) else { return .none }
    var path = ""
    for row in 0..<code.width {
      for column in 0..<code.width where code.isBlack(column: column, row: row) {
        path += "M\(column) \(row)h1v1h-1z"
      }
    }
    let quiet = QRCode.quietModules
    let side = code.width + 2 * quiet
    return """
      <svg class="qr" role="img" aria-label="\(title)" viewBox="-\(quiet) -\(quiet) \(side) \(side)">
        <rect x="-\(quiet)" y="-\(quiet)" width="\(side)" height="\(side)" fill="#fff"/>
        <path d="\(path)" fill="#000" shape-rendering="crispEdges"/></svg>
      """
  }
}
