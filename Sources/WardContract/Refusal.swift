/// Why a signed message was not believed. Counted, logged and reported; never heard.
public enum Refusal: Error, Equatable, Sendable {
  /// Not what the contract describes: truncated, oversized, deep, not UTF-8, not NFC, …
  case malformed(Malformed)
  /// The message is of another kind than its topic.
  case wrongType
  /// Topic and content name different areas or identifiers.
  case wrongTopic
  /// No keyring of the area is known yet.
  case noKeyring
  /// A key that is in no keyring of the area.
  case unknownKey(String)
  /// A signature that its key didn't make.
  case badSignature(String)
  /// A key that was not yet, or no longer, valid when the message was signed.
  case expiredKey(String)
  /// A key that was revoked.
  case revokedKey(String)
  /// A key that may not speak for this area.
  case wrongArea(String)
  /// Signatures are good, but those that the rule demands are not all there.
  case notEntitled
  /// Editor and approver are one person.
  case samePerson
  /// A version, sequence or revision lower than one already seen.
  case rolledBack
  /// The same revision as the one known, with another content.
  case contradiction
  /// Its time is over.
  case expired
  /// The board is full.
  case boardFull

  /// A short word for programs, stable over releases.
  public var code: String {
    switch self {
    case .malformed: "malformed"
    case .wrongType: "wrong-type"
    case .wrongTopic: "wrong-topic"
    case .noKeyring: "no-keyring"
    case .unknownKey: "unknown-key"
    case .badSignature: "bad-signature"
    case .expiredKey: "expired-key"
    case .revokedKey: "revoked-key"
    case .wrongArea: "wrong-area"
    case .notEntitled: "not-entitled"
    case .samePerson: "same-person"
    case .rolledBack: "rolled-back"
    case .contradiction: "contradiction"
    case .expired: "expired"
    case .boardFull: "board-full"
    }
  }
}

extension Refusal: CustomStringConvertible {
  /// What happened, in words for a log.
  public var description: String {
    switch self {
    case .malformed(let malformed): "malformed: \(malformed)"
    case .wrongType: "the signed content is of another kind than its topic"
    case .wrongTopic: "topic and signed content name different things"
    case .noKeyring: "no keyring of the area is known yet"
    case .unknownKey(let key): "the key \(key) is in no keyring of the area"
    case .badSignature(let key): "the signature of \(key) is wrong"
    case .expiredKey(let key): "the key \(key) was not valid at the time of signing"
    case .revokedKey(let key): "the key \(key) is revoked"
    case .wrongArea(let key): "the key \(key) may not speak for the area"
    case .notEntitled: "the signatures that the rule demands are not all there"
    case .samePerson: "editor and approver are the same person"
    case .rolledBack: "older than what was seen before"
    case .contradiction: "another content under a revision already seen"
    case .expired: "its time is over"
    case .boardFull: "the board is full"
    }
  }
}
