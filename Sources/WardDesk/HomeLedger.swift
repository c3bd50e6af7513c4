import SQLite
import WardContract

/// What became of one item in one home.
public struct HomeItem: Sendable {
  /// How far an item has come in a home; the furthest counts.
  public enum Outcome: Sendable {
    /// The home has said nothing of it.
    case nothing
    /// The terminal did not believe it, or could not play it.
    case refused
    /// It is there; nobody has heard or opened it.
    case received
    /// It was heard to its end, or opened on the screen.
    case heard
    /// Somebody pressed "Đã nghe".
    case confirmed
  }

  /// The item's newest revision.
  public var bulletin: Bulletin
  /// What the home said of it, of whichever revision, the first first.
  public var receipts: [Receipt]

  /// How far the newest revision has come.
  public var outcome: Outcome {
    let words = Set(receipts.filter { $0.revision == bulletin.revision }.map(\.fact.word))
    if words.contains("confirmed") { return .confirmed }
    if !words.isDisjoint(with: ["heard", "shown"]) { return .heard }
    if words.contains("refused") { return .refused }
    return words.isDisjoint(with: ["received", "played"]) ? .nothing : .received
  }
}

extension DeskStore {
  /// What became in one home of every item that is or was for it, the newest first. Items that were over
  /// before the home was enrolled are not among them, unless it said something of them.
  public func items(of home: Terminal) throws(DatabaseError) -> [HomeItem] {
    let rows = try database.query(
      """
      SELECT receipt FROM receipts WHERE terminal = ? AND bulletin IS NOT NULL
      ORDER BY time, ledger, sequence
      """, [.text(home.identifier)])
    var said: [Identifier: [Receipt]] = [:]
    for receipt in rows.compactMap({ $0.first?.text.flatMap(Self.receipt) }) {
      if let bulletin = receipt.bulletin { said[bulletin, default: []].append(receipt) }
    }
    var items: [HomeItem] = []
    for bulletin in try newestOfAll().map(\.bulletin) {
      let receipts = said[bulletin.identifier] ?? []
      let wasInUse =
        bulletin.expires > home.enrolled && home.retired.map { $0 > bulletin.sent } ?? true
      let place = try place(of: home, at: bulletin.sent)
      let isForIt = wasInUse && place?.listens(to: bulletin.areas) == true
      guard isForIt || !receipts.isEmpty else { continue }
      items.append(HomeItem(bulletin: bulletin, receipts: receipts))
    }
    return items
  }

  /// The newest revision of a bulletin that has words of its own: of one that was withdrawn, what it said
  /// before.
  public func newestWords(_ identifier: Identifier) throws(DatabaseError) -> Bulletin? {
    try database.query(
      "SELECT envelope FROM bulletins WHERE identifier = ? ORDER BY revision DESC",
      [.text(identifier.description)]
    ).lazy.compactMap(Self.post).map(\.bulletin).first { $0.messageType != .cancel }
  }
}
