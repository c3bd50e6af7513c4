import SQLite
import Signatures
import WardContract

/// What somebody asks of the ward's root key, which is kept offline: to take up a key of theirs, or
/// to revoke one. The desk only keeps the question.
public struct KeyRequest: Sendable {
  /// What is asked.
  public enum Kind: String, Sendable {
    case enrolment = "cap-khoa"
    case revocation = "thu-hoi"
  }

  /// What became of it.
  public enum State: Equatable, Sendable {
    case waiting
    /// The signed keyring does what was asked.
    case done
    case rejected(reason: String)
  }

  /// Counts up from 1, never given twice.
  public let number: Int64
  /// What is asked.
  public let kind: Kind
  /// 32 bytes of Ed25519.
  public let publicKey: [UInt8]
  /// The account whose key it is or was.
  public let holder: Identifier
  /// The holder as people know them.
  public let title: String
  /// What the key is to do, or did.
  public let role: Role
  /// The account that asked.
  public let account: String
  /// When it did.
  public let time: Instant
  /// Why a key is to be revoked; empty for an enrolment.
  public let reason: String
  /// Why it was rejected; `nil` if it was not.
  let rejection: String?

  /// The key's name, `kid`.
  public var keyIdentifier: String { JSONWebKey.thumbprint(publicKey) }

  /// What became of it. The signed keyring alone tells what is done: a keyring that was signed just
  /// before power went leaves no question open.
  public func state(under keyring: Keyring) -> State {
    let key = keyring.key(keyIdentifier)
    switch kind {
    case .enrolment: if key != nil { return .done }
    case .revocation: if key?.revokedAt != nil { return .done }
    }
    return rejection.map { .rejected(reason: $0) } ?? .waiting
  }

  /// What the new key signs to show that whoever asks holds it.
  public static func proof(
    area: Area, holder: Identifier, role: Role, publicKey: [UInt8]
  ) -> [UInt8] {
    JSONValue.members([
      "area": .string(area.description), "holder": .string(holder.description),
      "purpose": .string("loanha-key-request"), "role": .string(role.rawValue),
      "x": .string(Base64URL.encode(publicKey)),
    ]).bytes
  }

  /// A public key in 30 digits, to be read out and compared: six groups, each 40 bits of the
  /// thumbprint modulo 100,000. Nobody finds another key with the same 99 bits.
  public static func code(of publicKey: [UInt8]) -> String {
    let thumbprint = Base64URL.decode(JSONWebKey.thumbprint(publicKey)) ?? []
    return (0..<6).map { group in
      let number = thumbprint[(group * 5)..<(group * 5 + 5)].reduce(UInt64(0)) {
        $0 << 8 | UInt64($1)
      }
      let digits = String(number % 100_000)
      return String(repeating: "0", count: 5 - digits.count) + digits
    }.joined(separator: " ")
  }
}

extension DeskStore {
  static let keyRequestTables = """
    CREATE TABLE key_requests (
      number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, public_key BLOB NOT NULL,
      holder TEXT NOT NULL, title TEXT NOT NULL, role TEXT NOT NULL, account TEXT NOT NULL,
      time INTEGER NOT NULL, reason TEXT NOT NULL, rejection TEXT);
    """

  /// Every question to the root key, the newest first.
  public func keyRequests() throws(DatabaseError) -> [KeyRequest] {
    try database.query(
      """
      SELECT number, kind, public_key, holder, title, role, account, time, reason, rejection
      FROM key_requests ORDER BY number DESC LIMIT 1000
      """
    ).compactMap { row in
      guard let number = row[0].integer, let kind = row[1].text.flatMap(KeyRequest.Kind.init),
        let publicKey = row[2].blob, let holder = row[3].text.flatMap({ Identifier($0) }),
        let role = row[5].text.flatMap(Role.init)
      else { return nil }
      return KeyRequest(
        number: number, kind: kind, publicKey: publicKey, holder: holder,
        title: row[4].text ?? "", role: role, account: row[6].text ?? "",
        time: Instant(milliseconds: row[7].integer ?? 0), reason: row[8].text ?? "",
        rejection: row[9].text)
    }
  }

  /// Asks that a key be taken up. `proof` is its signature over `KeyRequest.proof`; asking again for
  /// a key whose request waits changes nothing.
  public func requestKey(
    _ publicKey: [UInt8], holder: Identifier, title: String, role: Role, proof: [UInt8],
    area: Area, by account: String, at now: Instant
  ) throws {
    guard role != .desk else {
      throw DeskError("Khóa của máy chủ do `loanha ward init` tạo, không xin ở đây.")
    }
    try Self.checkLine(title)
    let message = KeyRequest.proof(area: area, holder: holder, role: role, publicKey: publicKey)
    guard Ed25519.verify(publicKey: publicKey, message: message, signature: proof) else {
      throw DeskError("Trình duyệt không chứng minh được là đang giữ khóa này. Tạo khóa lại.")
    }
    try ask(.enrolment, publicKey, holder, title, role, reason: "", by: account, at: now)
  }

  /// Asks that a key be revoked.
  public func requestRevocation(
    of key: Key, reason: String, by account: String, at now: Instant
  ) throws {
    try Self.checkLine(reason)
    try ask(
      .revocation, key.publicKey, key.holder, key.title, key.role, reason: reason, by: account,
      at: now)
  }

  private func ask(
    _ kind: KeyRequest.Kind, _ publicKey: [UInt8], _ holder: Identifier, _ title: String,
    _ role: Role, reason: String, by account: String, at now: Instant
  ) throws(DatabaseError) {
    try database.query(
      """
      INSERT INTO key_requests (kind, public_key, holder, title, role, account, time, reason)
      SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (
        SELECT 1 FROM key_requests WHERE kind = ?1 AND public_key = ?2 AND rejection IS NULL)
      """,
      [
        .text(kind.rawValue), .blob(publicKey), .text(holder.description), .text(title),
        .text(role.rawValue), .text(account), .integer(now.milliseconds), .text(reason),
      ])
  }

  /// Says no to a question to the root key.
  public func reject(keyRequest number: Int64, reason: String) throws(DatabaseError) {
    try database.query(
      "UPDATE key_requests SET rejection = ? WHERE number = ?", [.text(reason), .integer(number)])
  }

  private static func checkLine(_ text: String) throws(DeskError) {
    guard TextRules.fault(in: text, limit: Bounds.nameBytes) == nil else {
      throw DeskError("Phần chữ quá dài hoặc có ký tự lạ. Hãy ghi ngắn lại.")
    }
  }
}
