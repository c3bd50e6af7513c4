import WardContract

/// A bulletin that somebody wrote and others are asked to sign: the very bytes that signatures
/// cover. The desk keeps them and can't sign for anyone.
public struct Submission: Sendable {
  /// Where it stands.
  public enum State: String, CaseIterable, Sendable {
    /// It lacks signatures.
    case waiting = "cho-ky"
    /// Somebody sent it back with a note.
    case returned = "tra-lai"
    /// It was signed by all it takes, and hangs.
    case hung = "da-treo"
    /// Whoever submitted it took it back.
    case withdrawn = "rut-lai"
  }

  /// A signature that was verified before it was kept.
  public struct Signature: Equatable, Sendable {
    /// The key that made it.
    public let keyIdentifier: String
    /// 64 bytes of Ed25519.
    public let signature: [UInt8]
    /// The account that brought it.
    public let account: String
    /// When it was brought.
    public let time: Instant
  }

  /// Counts up from 1, never given twice.
  public let number: Int64
  /// The bytes that are signed.
  public let payload: [UInt8]
  /// What they say.
  public let bulletin: Bulletin
  /// Where it stands.
  public let state: State
  /// The account that submitted it.
  public let submittedBy: String
  /// When it did.
  public let submitted: Instant
  /// The account that decided it; `nil` while it waits.
  public let decidedBy: String?
  /// When it was decided.
  public let decided: Instant?
  /// Why it was returned; empty if nobody said.
  public let note: String
  /// What has been signed so far, the first one first.
  public let signatures: [Signature]

  /// What the key of that name is asked to sign.
  public func request(to keyIdentifier: String) -> SigningRequest {
    SigningRequest(payload, as: .bulletin, by: keyIdentifier)
  }

  /// Its envelope as far as it is signed by keys that are still believed, and their holders' keys.
  func signed(under keyring: Keyring) -> (envelope: [UInt8], keys: [Key]) {
    var believed: [(keyIdentifier: String, signature: [UInt8])] = []
    var keys: [Key] = []
    for made in signatures {
      guard
        let key = try? Verifier.sodium.signer(
          of: request(to: made.keyIdentifier), signature: made.signature, areas: bulletin.areas,
          at: bulletin.sent, keyrings: [keyring])
      else { continue }
      believed.append((made.keyIdentifier, made.signature))
      keys.append(key)
    }
    return (Envelope.join(payload, as: .bulletin, believed), keys)
  }

  /// The roles whose signatures are lacking: an editor's and an approver's, or an emergency key's.
  public func missingRoles(under keyring: Keyring) -> [Role] {
    let signed = signed(under: keyring).keys.map(\.role)
    return Self.roles(bulletin.priority).filter { !signed.contains($0) }
  }

  /// The roles that must sign a bulletin of that priority.
  public static func roles(_ priority: Priority) -> [Role] {
    priority == .emergency ? [.emergency] : [.editor, .approver]
  }
}

/// Why a submission was not taken, signed or decided. Pages say it in their reader's language.
public enum SubmissionFault: Error, Equatable, Sendable {
  /// There is none of that number.
  case unknown(Int64)
  /// Somebody else was quicker.
  case decided(Submission.State, by: String, at: Instant)
  /// The same revision of the same item waits already, under that number.
  case waitsAlready(Int64)
  /// A revision that is as new, or newer, hangs already.
  case superseded(revision: Int)
  /// It was to be heard no longer than this.
  case expired(Instant)
  /// The session that it was written for was over at this time.
  case sessionOver(Instant)
  /// A signature of that key is there already.
  case signedAlready
  /// Keys of that role have nothing to sign here.
  case notNeeded(Role)
  /// The signature is not believed.
  case notBelieved(Refusal)
  /// The bulletin is another one when it is read again.
  case changesWhenRead
}

extension SubmissionFault: CustomStringConvertible {
  /// What happened and what to do, for the command line.
  public var description: String {
    switch self {
    case .unknown(let number):
      "there is no submission \(number); `loanha bulletin pending` lists those that wait"
    case .decided(let state, let by, let time):
      "too late: \(by) has decided it at \(time) (\(state.rawValue)); nothing was changed"
    case .waitsAlready(let number):
      "the same revision waits already as submission \(number): sign, return or withdraw that one"
    case .superseded(let revision):
      "revision \(revision) hangs already: make a correction of that one and submit it"
    case .expired(let time): "it expired at \(time): submit it again with a later end"
    case .sessionOver(let time):
      "its session was over at \(time), so nobody would hear it: submit it again for the next one"
    case .signedAlready: "this key has signed it already"
    case .notNeeded(let role):
      "a key with the role \(role.rawValue) has nothing to sign here, or not any more: an emergency "
        + "takes one emergency key, everything else one editor's and one approver's"
    case .notBelieved(let refusal): "homes would not believe this signature: \(refusal)"
    case .changesWhenRead:
      "the bulletin changes when it is read again; is a time not in whole seconds?"
    }
  }
}
