import TerminalCore

/// A call for help as a row of the database: "receipt calls number", the number only on a line.
extension OpenSOS {
  var stored: String { "\(sos) \(calls)" + (onTheLine.map { " \($0)" } ?? "") }

  /// Takes what `stored` wrote; `nil` of anything else, since a memory card can be written by others.
  init?(stored text: String) {
    let words = text.split(separator: " ")
    guard (2...3).contains(words.count), let sos = Int64(words[0]), sos > 0,
      let calls = Int(words[1]), calls >= 0
    else { return nil }
    self.init(sos: sos, calls: calls, onTheLine: words.count == 3 ? String(words[2]) : nil)
  }
}
