import SQLite
import WardContract

/// Why words that were written on a phone are not taken, for whoever wrote them.
public enum WritingFault: Error, Equatable, Sendable {
  /// No home has sent such a form, or none that is to be written into.
  case unknown
  /// It was open for `Bounds.writingMilliseconds`.
  case lapsed
  /// Something else was written into it before.
  case written
  /// Nothing was written.
  case empty
  /// More than `Bounds.writtenBytes`.
  case long
}

/// Feedback that is written on a phone: the home sends a form without words, and shows its address as a
/// QR code; whoever knows the address writes into it, once.
extension DeskStore {
  static let writingTables =
    "CREATE TABLE writings (identifier TEXT PRIMARY KEY, words TEXT) WITHOUT ROWID;"
    + ["DELETE", "UPDATE"].map { change in
      """
      CREATE TRIGGER writings_\(change) BEFORE \(change) ON writings
        BEGIN SELECT RAISE(ABORT, 'what people told the ward stays'); END;
      """
    }.joined()

  /// The form of that name as it stands. Throws if there is none, or it is open no more.
  public func form(_ identifier: Identifier, at now: Instant) throws -> DeskRequest {
    guard let known = try request(identifier), known.request.isWritten else {
      throw WritingFault.unknown
    }
    guard known.written != nil || isOpen(known, at: now) else { throw WritingFault.lapsed }
    return known
  }

  private func isOpen(_ form: DeskRequest, at now: Instant) -> Bool {
    form.replies.isEmpty
      && now.milliseconds - form.stored.milliseconds <= Bounds.writingMilliseconds
  }

  /// Takes what somebody wrote into a form; the same twice is taken once. The home is told what it was.
  public func write(_ words: String, into identifier: Identifier, at now: Instant) throws {
    let words = Self.cleaned(words)
    guard !words.isEmpty else { throw WritingFault.empty }
    guard words.utf8.count <= Bounds.writtenBytes else { throw WritingFault.long }
    if let before = try form(identifier, at: now).written {
      guard before == words else { throw WritingFault.written }
      return
    }
    let name = Value.text(identifier.description)
    try database.transaction { () throws(DatabaseError) in
      try database.query("INSERT INTO writings VALUES (?, ?)", [name, .text(words)])
      try complete(name, at: now)
      try add(
        DeskReply(
          revision: 1, state: .received, words: "Đã nhận được lời viết trên điện thoại.",
          details: FeedbackAnswer(written: words).json, time: now), to: identifier)
    }
  }

  /// As text that homes and pages can show: what a phone puts between letters and nobody sees is left
  /// out, and so is the empty space around all of it.
  private static func cleaned(_ words: String) -> String {
    var text = ""
    for character in words {
      if character.isNewline {
        text += "\n"
      } else {
        text.unicodeScalars += character.unicodeScalars.filter {
          TextRules.fault(in: String($0), limit: 4) == nil
        }
      }
    }
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\n" }
    let begun = text.drop(while: isBlank)
    let end = begun.lastIndex { !isBlank($0) }.map { begun.index(after: $0) } ?? begun.startIndex
    return TextRules.normalised(String(begun[..<end]))
  }

  /// Ends the forms that nobody has written into, and tells their homes so.
  public func endLapsedForms(at now: Instant) throws(DatabaseError) {
    let open = try requests(
      """
      completions.time IS NULL AND stored < ?
        AND NOT EXISTS (SELECT 1 FROM replies AS r WHERE r.identifier = requests.identifier)
      """, .integer(now.milliseconds - Bounds.writingMilliseconds))
    for form in open where form.request.isWritten {
      try add(
        DeskReply(
          revision: 1, state: .refused,
          words: "Mã đã hết hạn mà chưa có lời nào. Muốn viết, xin chọn lại việc cần phản ánh.",
          time: now), to: form.request.identifier)
    }
  }
}
