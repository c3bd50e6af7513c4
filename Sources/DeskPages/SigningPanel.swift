import Hummingbird
import WardContract
import WardDesk

/// A form that signs a bulletin in the browser, with a key that the browser alone has. Its script
/// reads what is signed from the very bytes and compares it with what the page says.
struct SigningPanel {
  let payload: [UInt8]
  /// What `payload` says.
  let bulletin: Bulletin
  /// The path that the signature is sent to.
  let action: String
  /// The keys of the visitor that would be of use.
  let keys: [Key]
  /// What the button says.
  let label: String
  /// The same on the command line.
  let command: String
  /// The public key of the live programme in base64url that this browser must hold; `nil` if it need not.
  var ownStream: String?
  /// Offers to leave it for others to sign.
  var mayWait = false

  /// Scripts that the page needs.
  static let scripts = ["keyring.js", "signing.js"]

  /// What the form brings.
  struct Answer: Sendable {
    let payload: String
    let key: String
    let signature: String

    init(_ form: Form) {
      payload = form["payload"]
      key = form["key"]
      signature = form["signature"]
    }

    /// What the audit log calls it: without a signature it waits for one.
    var action: AuditAction { signature.isEmpty ? .submitted : .signedItem }

    /// The name of the item that it says it is; empty if it is none.
    var item: String {
      let bulletin = Base64URL.decode(payload).flatMap { bytes in
        (try? JSONParser.parse(bytes)).flatMap { try? Bulletin(json: $0) }
      }
      return bulletin.map { "\($0.identifier)" } ?? ""
    }

    /// What is signed, and 64 bytes or none; refuses what is no base64url.
    func bytes() throws -> (payload: [UInt8], signature: [UInt8]) {
      guard let payload = Base64URL.decode(payload), let signature = Base64URL.decode(signature)
      else { throw HTTPError(.badRequest) }
      return (payload, signature)
    }
  }

  private static let members = [
    "status", "msgType", "priority", "headline", "instruction", "description", "areas",
    "effective", "expires", "resources", "live",
  ]

  /// The form.
  func piece(_ frame: Frame) -> HTML {
    let isEmergency = bulletin.priority == .emergency
    return """
      <form id="signing" class="signing" method="post" action="\(action)"
        data-keys="\(keys.map(\.keyIdentifier).joined(separator: " "))"
        \("data-own-stream=\"\(ownStream ?? "")\"", if: ownStream != nil)>
        \(frame.formToken)
        <input type="hidden" name="payload" value="\(Base64URL.encode(payload))">
        <input type="hidden" name="key" value=""><input type="hidden" name="signature" value="">
        <h2>\(frame.say("Đọc từ chính những byte sẽ ký", "Read from the very bytes to be signed"))</h2>
        <dl data-members="\(Self.members.joined(separator: " "))"
          \(Self.values(frame))
          data-word-status="\(frame.say("Loại", "Status"))"
          data-word-msg-type="\(frame.say("Việc", "Message"))"
          data-word-priority="\(frame.say("Mức", "Priority"))"
          data-word-headline="\(frame.say("Tiêu đề", "Headline"))"
          data-word-instruction="\(frame.say("Việc cần làm", "Instruction"))"
          data-word-description="\(frame.say("Nội dung", "Text"))"
          data-word-areas="\(frame.say("Nơi nghe", "Areas"))"
          data-word-effective="\(frame.say("Từ", "From"))"
          data-word-expires="\(frame.say("Đến", "Until"))"
          data-word-live="\(frame.say("Nói trực tiếp, lâu nhất", "Spoken live, at most"))"
          data-word-resources="\(frame.say("Tệp kèm", "Media"))"></dl>
        \(Self.faults(command, frame))
        <div class="actions">
          <button data-sign class="\(isEmergency ? "danger" : "main")" disabled>\(label)</button>
          \(wait(frame), if: mayWait)
        </div>
        \(Self.withoutScript(command, frame))
      </form>
      """
  }

  /// What stands there where no script runs.
  static func withoutScript(_ command: String, _ frame: Frame) -> HTML {
    """
    <noscript><p class="warning">\(frame.say(
      "Ký cần JavaScript trong trình duyệt. Không có thì ký bằng lệnh:",
      "Signing needs JavaScript in the browser. Without it, sign with the command:"))
      <code>\(command)</code></p></noscript>
    """
  }

  /// Words of the contract as people know them.
  private static func values(_ frame: Frame) -> [HTML] {
    [
      ("actual", frame.say("thật", "real")), ("exercise", frame.say("diễn tập", "exercise")),
      ("test", frame.say("thử thiết bị", "test")), ("alert", frame.say("tin mới", "new")),
      ("update", frame.say("đính chính", "correction")),
      ("cancel", frame.say("rút tin, báo yên", "withdrawal, all-clear")),
      ("khan-cap", frame.say("khẩn cấp", "emergency")),
      ("uu-tien", frame.say("ưu tiên", "priority")),
      ("thong-thuong", frame.say("thông thường", "ordinary")),
    ].pieces { "data-said-\($0.0)=\"\($0.1)\" " }
  }

  private func wait(_ frame: Frame) -> HTML {
    """
    <button>\(frame.say("Để người khác ký", "Leave it for others to sign"))</button>
    """
  }

  /// What the script says if nothing can be signed here.
  static func faults(_ command: String, _ frame: Frame) -> HTML {
    func fault(_ name: String, _ words: HTML) -> HTML {
      "<p class=\"fault\" data-fault=\"\(name)\" role=\"alert\" hidden>\(words)</p>"
    }
    let keys: HTML =
      "<a href=\"\(frame.at("/keys"))\">\(frame.say("Khóa ký", "Keys"))</a>"
    return """
      \(fault("different", "\(frame.say("Trang này nói khác với những byte sẽ ký: không ký. Báo người quản trị.", "This page says something else than the bytes: nothing is signed. Tell the administrator."))"))
      \(fault("no-key", "\(frame.say("Trình duyệt này không có khóa ký được tin này. Xem trang", "This browser has no key that could sign this. See"))  \(keys)."))
      \(fault("insecure", "\(frame.say("Trình duyệt chỉ ký qua HTTPS. Mở trang bằng địa chỉ https://.", "A browser signs over HTTPS only. Open the page with https://."))"))
      \(fault("old", "\(frame.say("Trình duyệt này quá cũ, không ký được (cần Ed25519). Cập nhật trình duyệt, hoặc ký bằng lệnh:", "This browser is too old to sign (Ed25519). Update it, or sign with the command:")) <code>\(command)</code>"))
      """
  }
}

extension Frame {
  /// The visitor's own keys in the keyring that could sign a bulletin now.
  func usableKeys(for bulletin: Bulletin, roles: [Role]) throws -> [Key] {
    try ward.folder.keyring().keys.filter { key in
      key.holder.description == visitor.account && roles.contains(key.role)
        && key.revokedAt == nil && key.validFrom <= bulletin.sent && key.validUntil > now
        && bulletin.areas.allSatisfy { area in key.areas.contains { $0.covers(area) } }
    }
  }

  /// Takes a bulletin that a signing form brings, with its signature unless it is to wait. Returns
  /// the path of the page that says what became of it.
  func take(
    _ answer: SigningPanel.Answer, where isMeant: @Sendable (Bulletin) -> Bool
  ) async throws -> (number: Int64, hung: Bulletin?) {
    let (payload, signature) = try answer.bytes()
    guard let bulletin = try? Bulletin(json: JSONParser.parse(payload)), isMeant(bulletin) else {
      throw HTTPError(.badRequest)
    }
    let (folder, account, now, key) = (ward.folder, visitor.account, second, answer.key)
    let number = try await decide { try folder.submit(bulletin, to: $0, by: account, at: now) }
    guard !signature.isEmpty else { return (number, nil) }
    return (number, try await sign(number, signature, key))
  }

  /// Adds a signature to a submission. Returns the bulletin if it hangs now; the desk is told.
  func sign(_ number: Int64, _ signature: [UInt8], _ key: String) async throws -> Bulletin? {
    let (folder, account, now) = (ward.folder, visitor.account, second)
    let post = try await decide {
      try folder.add(signature, of: key, to: number, in: $0, by: account, at: now)
    }
    if post != nil { _ = folder.tellDesk() }
    return post?.bulletin
  }

  /// Now, in whole seconds: signed times have no fractions.
  var second: Instant { now + -(now.milliseconds % 1000) }
}

extension DeskContext {
  /// Writes into the audit log what whoever asks is about to do at their ward, and does it. If it fails,
  /// that is written down as well.
  func recording<Answer>(
    _ action: AuditAction, of subject: String, details: String = "", in accounts: AccountOffice,
    _ body: () async throws -> Answer
  ) async throws -> Answer {
    try await record(action, subject, details, in: accounts)
    do { return try await body() } catch {
      try await record(.failed, subject, action.rawValue, in: accounts)
      throw error
    }
  }

  private func record(
    _ action: AuditAction, _ subject: String, _ details: String, in accounts: AccountOffice
  ) async throws {
    let (origin, ward) = (auditOrigin, ward?.area)
    try await accounts.ask { store, now in
      try store.record(
        AuditEntry(action, of: subject, ward: ward, details: details, by: origin, at: now))
    }
  }
}
