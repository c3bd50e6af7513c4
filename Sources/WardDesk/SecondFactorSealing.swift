import LinuxIO
import SQLite
import Signatures
import WardContract

/// The secrets of second factors as they lie in the database: sealed with a key that is a file of its own
/// beside it and in no backup (decision 29).
struct SecondFactorSealing {
  /// A place in the database where a secret lies. A secret that is moved to another one doesn't open.
  enum Place: String {
    case account, invitation, offer
  }

  private let key: SealingKey

  init(_ key: SealingKey) { self.key = key }

  /// The file of the key, beside the database at `databasePath`.
  static func keyPath(besides databasePath: String) -> String {
    "\(Files.folder(of: databasePath))/second-factor.key"
  }

  func seal(_ secret: [UInt8], of account: Identifier, as place: Place) -> Value {
    .blob(key.seal(secret, for: "\(place.rawValue) \(account)"))
  }

  /// The secret in a column; `nil` if there is none, or not by this key.
  func open(_ column: Value, of account: Identifier, as place: Place) -> [UInt8]? {
    column.blob.flatMap { key.open($0, for: "\(place.rawValue) \(account)") }
  }

  /// The key in the file at `path`; `nil` if there is no such file.
  static func key(at path: String) throws -> SealingKey? {
    guard Files.exists(path) else { return nil }
    guard let key = SealingKey(try Files.read(path, limit: 4_096)) else {
      throw DeskError("\(path) holds no key of 32 bytes: put the right file in its place")
    }
    return key
  }

  /// Opens the database's secrets: with the key beside it, or with a new one if nothing is sealed yet.
  /// Secrets that an older program left open are sealed.
  static func open(_ database: Database, path: String) throws -> SecondFactorSealing {
    let keyPath = keyPath(besides: path)
    if let key = try key(at: keyPath), try secrets(in: database, sealed: false).isEmpty {
      return SecondFactorSealing(key)
    }
    // Whoever opens it at the same time waits for this, and finds the key.
    try database.run("BEGIN IMMEDIATE")
    do {
      let sealing = try SecondFactorSealing(key(at: keyPath) ?? makeKey(keyPath, for: database))
      let open = try secrets(in: database, sealed: false)
      for (place, account, secret) in open {
        try database.query(
          "UPDATE \(place.table) SET \(place.column) = ? WHERE \(place.key) = ? AND \(place.column) = ?",
          [sealing.seal(secret, of: account, as: place), .text(account.description), .blob(secret)])
      }
      try database.run("COMMIT")
      // What lay open is in the log until it is folded in.
      if !open.isEmpty { try database.query("PRAGMA wal_checkpoint(TRUNCATE)") }
      return sealing
    } catch {
      try? database.run("ROLLBACK")
      throw error
    }
  }

  private static func makeKey(_ path: String, for database: Database) throws -> SealingKey {
    guard try secrets(in: database, sealed: true).isEmpty else {
      throw DeskError(
        "\(path) is missing, and the second factors in office.db are sealed with it: put it back from "
          + "where it is kept")
    }
    let key = SealingKey()
    try Files.replace(path, key.bytes)
    return key
  }

  private static func secrets(
    in database: Database, sealed: Bool
  ) throws(DatabaseError) -> [(Place, Identifier, [UInt8])] {
    var found: [(Place, Identifier, [UInt8])] = []
    for place in [Place.account, .invitation, .offer] {
      let rows = try database.query(
        """
        SELECT \(place.key), \(place.column) FROM \(place.table)
        WHERE (length(\(place.column)) > ?1) = ?2
        """, [.integer(Int64(TimeCode.secretBytes)), .integer(sealed ? 1 : 0)])
      for row in rows {
        guard let account = row[0].text.flatMap({ Identifier($0) }), let secret = row[1].blob else {
          continue
        }
        found.append((place, account, secret))
      }
    }
    return found
  }

  /// How many secrets of accounts this key doesn't open.
  func strangers(in database: Database) throws(DatabaseError) -> Int {
    try Self.secrets(in: database, sealed: true).count { place, account, secret in
      open(.blob(secret), of: account, as: place) == nil
    }
  }
}

extension SecondFactorSealing.Place {
  fileprivate var table: String {
    switch self {
    case .account: "accounts"
    case .invitation: "invitations"
    case .offer: "sessions"
    }
  }

  fileprivate var key: String { self == .account ? "name" : "account" }
  fileprivate var column: String { self == .offer ? "offered" : "secret" }
}
