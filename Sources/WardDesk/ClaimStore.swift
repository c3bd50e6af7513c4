import SQLite
import WardContract

/// A device without a home that was heard of lately.
public struct HeardClaim: Sendable {
  /// The device's key.
  public let key: KeyFingerprint
  /// The board file that it says it runs with, and the version of its `loanhad`.
  public let board: String, version: String
  /// When it was first and last heard of.
  public let first: Instant, last: Instant
}

/// An installer's word that the device with a code becomes a certain home.
public struct Acceptance: Sendable {
  /// How long a code may be accepted before its device is heard of, in milliseconds.
  public static let lifeMilliseconds: Int64 = 86_400_000

  /// The home.
  public var terminal: Identifier
  /// What the installer read off the device.
  public var code: ClaimCode
  /// The device's key: what the installer scanned, or the first key with that code that was heard of.
  public var key: KeyFingerprint?
  /// The home's leaf area.
  public var area: Area
  /// What it listens to beside its own area.
  public var groups: [Area]
  /// Where the home is.
  public var address: String?
  /// Who accepted it.
  public var account: String
  /// When it was accepted, and the first moment at which it counts no more if nothing was issued.
  public var accepted: Instant, until: Instant
  /// The certificates that were issued, as PEM, and when.
  public var issued: (certificates: [UInt8], time: Instant)?
}

/// Devices that ask for a home, and what installers said to it.
extension DeskStore {
  static let claimTables = """
    CREATE TABLE claims (
      key TEXT PRIMARY KEY, board TEXT NOT NULL, version TEXT NOT NULL, first INTEGER NOT NULL,
      last INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE acceptances (
      terminal TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, key TEXT UNIQUE, area TEXT NOT NULL,
      groups TEXT NOT NULL, address TEXT, account TEXT NOT NULL, accepted INTEGER NOT NULL,
      until INTEGER NOT NULL, certificates TEXT, issued INTEGER) WITHOUT ROWID;
    """
  /// Most devices that are listed; further ones are not listed until some have fallen silent. A code that an
  /// installer types needs no place in the list.
  static let maximumClaims = 256
  /// A device that was not heard of for so long waits no more, in milliseconds.
  static let claimLifeMilliseconds: Int64 = 120_000

  // MARK: Claims

  /// Lists a device, or notes that it is still there.
  func hear(_ claim: Claim, of key: KeyFingerprint, at now: Instant) throws(DatabaseError) {
    try database.transaction { () throws(DatabaseError) in
      try database.query(
        "DELETE FROM claims WHERE last < ?",
        [.integer(now.milliseconds - Self.claimLifeMilliseconds)])
      try database.query(
        """
        INSERT INTO claims SELECT ?1, ?2, ?3, ?4, ?4
        WHERE (SELECT count(*) FROM claims) < ?5 OR EXISTS (SELECT 1 FROM claims WHERE key = ?1)
        ON CONFLICT (key) DO UPDATE SET last = ?4, board = ?2, version = ?3
        """,
        [
          .text(key.description), .text(claim.board), .text(claim.version),
          .integer(now.milliseconds), .integer(Int64(Self.maximumClaims)),
        ])
    }
  }

  /// Devices that wait for a home at this time, those that have waited longest first.
  public func claims(at now: Instant) throws(DatabaseError) -> [HeardClaim] {
    try database.query(
      """
      SELECT key, board, version, first, last FROM claims
      WHERE last >= ? AND key NOT IN (
        SELECT key FROM acceptances WHERE issued IS NOT NULL AND \(Self.inUse))
      ORDER BY first, key
      """, [.integer(now.milliseconds - Self.claimLifeMilliseconds)]
    ).compactMap { row in
      guard let key = row[0].text.flatMap({ KeyFingerprint($0) }) else { return nil }
      return HeardClaim(
        key: key, board: row[1].text ?? "", version: row[2].text ?? "",
        first: Instant(milliseconds: row[3].integer ?? 0),
        last: Instant(milliseconds: row[4].integer ?? 0))
    }
  }

  // MARK: Acceptances

  private static let inUse =
    "terminal NOT IN (SELECT identifier FROM terminals WHERE retired IS NOT NULL)"

  /// What was said of the device with that key; `nil` once the home that it became has retired it.
  public func acceptance(of key: KeyFingerprint) throws(DatabaseError) -> Acceptance? {
    try acceptances(
      "(key = ?1 OR (key IS NULL AND code = ?2)) AND \(Self.inUse)", key.description,
      key.code.letters
    ).first
  }

  /// What was said of a code.
  public func acceptance(of code: ClaimCode) throws(DatabaseError) -> Acceptance? {
    try acceptances("code = ?1", code.letters).first
  }

  /// What was said of the device that became, or is to become, this home.
  public func acceptance(of terminal: Identifier) throws(DatabaseError) -> Acceptance? {
    try acceptances("terminal = ?1", terminal.description).first
  }

  private func acceptances(
    _ condition: String, _ values: String...
  ) throws(DatabaseError) -> [Acceptance] {
    try database.query(
      """
      SELECT terminal, code, key, area, groups, address, account, accepted, until, certificates,
        issued
      FROM acceptances WHERE \(condition)
      """, values.map { .text($0) }
    ).compactMap { row in
      guard let terminal = row[0].text.flatMap({ Identifier($0) }),
        let code = row[1].text.flatMap({ ClaimCode(typed: $0) }),
        let area = row[3].text.flatMap({ Area($0) })
      else { return nil }
      return Acceptance(
        terminal: terminal, code: code, key: row[2].text.flatMap { KeyFingerprint($0) },
        area: area, groups: Self.areas(row[4]), address: row[5].text, account: row[6].text ?? "",
        accepted: Instant(milliseconds: row[7].integer ?? 0),
        until: Instant(milliseconds: row[8].integer ?? 0),
        issued: row[9].text.map {
          (Array($0.utf8), Instant(milliseconds: row[10].integer ?? 0))
        })
    }
  }

  /// Keeps an installer's word. One that led to nothing gives way to it.
  func keep(_ acceptance: Acceptance) throws(DatabaseError) {
    try database.query(
      """
      INSERT OR REPLACE INTO acceptances
        (terminal, code, key, area, groups, address, account, accepted, until)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        .text(acceptance.terminal.description), .text(acceptance.code.letters),
        acceptance.key.map { .text($0.description) } ?? .null,
        .text(acceptance.area.description),
        .text(acceptance.groups.map(\.description).joined(separator: " ")),
        acceptance.address.map { .text($0) } ?? .null, .text(acceptance.account),
        .integer(acceptance.accepted.milliseconds), .integer(acceptance.until.milliseconds),
      ])
  }

  /// Notes what was issued, and with that registers the home.
  func note(
    _ certificates: [UInt8], issuedTo key: KeyFingerprint, for acceptance: Acceptance,
    at now: Instant
  ) throws(DatabaseError) {
    try database.transaction { () throws(DatabaseError) in
      try database.query(
        "UPDATE acceptances SET key = ?, certificates = ?, issued = ? WHERE terminal = ?",
        [
          .text(key.description), .text(String(decoding: certificates, as: UTF8.self)),
          .integer(now.milliseconds), .text(acceptance.terminal.description),
        ])
      try enrol(
        acceptance.terminal, area: acceptance.area, groups: acceptance.groups,
        address: acceptance.address, at: now)
      try database.query("DELETE FROM claims WHERE key = ?", [.text(key.description)])
    }
  }
}
