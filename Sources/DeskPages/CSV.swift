import Hummingbird

/// Tables for spreadsheets (RFC 4180, UTF-8 with a byte order mark, which Excel wants).
enum CSV {
  static func response(named name: String, _ rows: [[String]]) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: "text/csv; charset=utf-8",
        .contentDisposition: "attachment; filename=\"\(name)\"",
      ],
      body: .init(byteBuffer: ByteBuffer(string: "\u{FEFF}" + text(rows))))
  }

  static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A spreadsheet takes what begins like this for a formula and runs it.
  private static let formula: Set<Character> = ["=", "+", "-", "@", "\t", "\r"]

  private static func field(_ text: String) -> String {
    let plain = text.first.map(formula.contains) == true ? "'" + text : text
    let quoted = plain.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
    return "\"\(quoted)\""
  }
}
