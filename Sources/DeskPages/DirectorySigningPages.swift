import Hummingbird
import WardContract
import WardDesk

/// A directory that waits for its signatures: read, signed, sent back.
enum DirectorySigningPages {
  private static let noteBytes = 2_000

  static func add(_ accounts: AccountOffice, to group: RouterGroup<DeskContext>) {
    group.post("directory/submit") { request, context in
      let frame = try context.frame(request, for: .editor)
      let (folder, account, now) = (frame.ward.folder, frame.visitor.account, frame.second)
      let number = try await context.recording(.submitted, of: subject, in: accounts) {
        try await frame.decide { try folder.submitDirectory(to: $0, by: account, at: now) }
      }
      return Response.see(frame.at("/directory/submissions/\(number)"))
    }
    group.get("directory/submissions/:number") { request, context in
      let frame = try context.frame(request)
      return try page(frame, try await submission(context, frame))
    }
    group.post("directory/submissions/:number/signature") { request, context in
      let frame = try context.frame(request, for: .editor, .approver)
      let found = try await submission(context, frame)
      let signatures = context.form["signature"].split(separator: " ").map {
        Base64URL.decode(String($0))
      }
      guard !signatures.contains(nil) else { throw HTTPError(.badRequest) }
      let (folder, account, now) = (frame.ward.folder, frame.visitor.account, frame.second)
      let (number, key) = (found.number, context.form["key"])
      let isWhole = try await context.recording(
        .signedItem, of: subject, details: "\(found.version)", in: accounts
      ) {
        try await frame.decide {
          try folder.add(
            signatures.compactMap { $0 }, of: key, toDirectory: number, in: $0, by: account, at: now
          )
        }
      }
      if isWhole { _ = folder.tellDesk() }
      return Response.see(frame.at("/directory/submissions/\(number)"))
    }
    for (path, state) in [("return", Submission.State.returned), ("withdraw", .withdrawn)] {
      group.post("directory/submissions/:number/\(RouterPath(path))") { request, context in
        let frame = try context.frame(request, for: .editor, .approver)
        return try await decide(accounts, context, frame, as: state)
      }
    }
  }

  private static let subject = "danh-ba"

  private static func decide(
    _ accounts: AccountOffice, _ context: DeskContext, _ frame: Frame, as state: Submission.State
  ) async throws -> Response {
    let found = try await submission(context, frame)
    let (note, account, now) = (context.form["note"], frame.visitor.account, frame.second)
    guard state == .withdrawn || !note.isEmpty, note.utf8.count <= noteBytes else {
      throw HTTPError(
        .unprocessableContent,
        message: frame.say("Ghi vài chữ cần sửa gì.", "Say in a few words what to change."))
    }
    if state == .withdrawn, found.submittedBy != account { throw HTTPError(.forbidden) }
    try await context.recording(
      state == .returned ? .returnedItem : .withdrawnItem, of: subject, details: note, in: accounts
    ) {
      try await frame.decide {
        try $0.decide(directory: found.number, as: state, note: note, by: account, at: now)
      }
    }
    return .see(frame.at("/directory/submissions/\(found.number)"))
  }

  private static func submission(
    _ context: DeskContext, _ frame: Frame
  ) async throws -> DirectorySubmission {
    guard let number = context.parameters.get("number").flatMap({ Int64($0) }),
      let found = try await frame.ward.read({ try $0.directorySubmission(number) })
    else { throw HTTPError(.notFound) }
    return found
  }

  // MARK: The page

  private static func page(_ frame: Frame, _ found: DirectorySubmission) throws -> Response {
    let keyring = try frame.ward.folder.keyring()
    let isWaiting = found.state == .waiting
    let before = Dictionary(
      ((try? frame.ward.folder.directory())??.entries.entries ?? []).map {
        ("\($0.kind.rawValue) \($0.key)", $0)
      }, uniquingKeysWith: { $1 })
    func row(_ entry: Directory.Entry) -> HTML {
      let old = before["\(entry.kind.rawValue) \(entry.key)"]
      let badge: HTML =
        old == nil
        ? "<b class=\"badge green\">\(frame.say("Mới", "New"))</b>"
        : old != entry ? "<b class=\"badge amber\">\(frame.say("Đã sửa", "Changed"))</b>" : .none
      return """
        <li data-entry="\(entry.json.text)"><b>\(entry.name)</b> \(badge, if: isWaiting)
          <br><span class="note">\(frame.words(entry.kind)) \(entry.key);
          \(entry.source.text), \(DirectoryPage.day(entry.source.date))</span></li>
        """
    }
    // What nobody has changed since can be looked at, and is not in the way.
    let isNews = { (entry: Directory.Entry) in
      before["\(entry.kind.rawValue) \(entry.key)"] != entry
    }
    let entries = found.directory.entries
    let (news, unchanged) = (entries.filter(isNews), entries.filter { !isNews($0) })
    let signatures = found.signatures.pieces { made in
      let key = keyring.key(made.keyIdentifier)
      return """
        <li>\(key.map { "\($0.title) (\(frame.words($0.role)))" } ?? made.keyIdentifier),
          \(frame.time(made.time))</li>
        """
    }
    return frame.page(
      "\(frame.say("Danh bạ, bản", "Directory, version")) \(found.version)",
      scripts: isWaiting ? SigningPanel.scripts : [],
      """
      <p>\(frame.directoryBadge(found.state)) \(frame.say("Trình bởi", "Submitted by"))
        \(found.submittedBy), \(frame.time(found.submitted))</p>
      \(decision(found, frame), if: !isWaiting)
      \(gone(found, before, frame), if: isWaiting)
      \("<h2>\(frame.say("Mới hoặc đã sửa", "New or changed")) (\(news.count))</h2>", if: isWaiting)
      \("<ul class=\"items\">\(news.pieces(row))</ul>", if: isWaiting)
      <details><summary>\(isWaiting ? frame.say("Không đổi", "Unchanged") : frame.say("Các mục", "Entries"))
        (\(isWaiting ? unchanged.count : entries.count))</summary>
      <ul class="items">\((isWaiting ? unchanged : entries).pieces(row))</ul></details>
      \("<h2>\(frame.say("Đã ký", "Signed"))</h2><ul class=\"items\">\(signatures)</ul>", if: !signatures.isEmpty)
      \(isWaiting ? try panel(found, keyring, frame) : .none)
      \(ReturnForms.of(frame.at("/directory/submissions/\(found.number)"), submittedBy: found.submittedBy, frame), if: isWaiting)
      \(copy(found, frame), if: !isWaiting && frame.may(.editor))
      """)
  }

  private static func decision(_ found: DirectorySubmission, _ frame: Frame) -> HTML {
    """
    <p class="notice">\(found.decidedBy ?? "") \(found.decided.map { frame.time($0) } ?? .none)
      \(": \(found.note)", if: !found.note.isEmpty)</p>
    """
  }

  /// What homes have and will have no more.
  private static func gone(
    _ found: DirectorySubmission, _ before: [String: Directory.Entry], _ frame: Frame
  ) -> HTML {
    let names = Set(found.directory.entries.map { "\($0.kind.rawValue) \($0.key)" })
    let lost = before.filter { !names.contains($0.key) }.values.sorted { $0.name < $1.name }
    guard !lost.isEmpty else { return .none }
    let rows = lost.pieces { "<li>\($0.name) <span class=\"note\">\($0.key)</span></li>" }
    return """
      <h2>\(frame.say("Sẽ bỏ khỏi máy ở nhà dân", "Will be gone from homes"))</h2>
      <ul class="items">\(rows)</ul>
      """
  }

  private static func panel(
    _ found: DirectorySubmission, _ keyring: Keyring, _ frame: Frame
  ) throws -> HTML {
    let missing = found.missingRoles(under: keyring)
    let keys = keyring.keys.filter { key in
      key.holder.description == frame.visitor.account && missing.contains(key.role)
        && key.revokedAt == nil && key.validFrom <= found.issued && key.validUntil > frame.now
        && key.areas.contains { $0.covers(frame.ward.area) }
    }
    let label =
      missing.contains(.editor)
      ? frame.say("Ký trình", "Sign as it is") : frame.say("Ký duyệt", "Sign and approve")
    let lacks = missing.map { frame.words($0) }.joined(separator: ", ")
    let command = "loanha directory publish --ward \(frame.ward.folder.path)"
    let payloads = found.payloads.pieces { payload in
      "<data class=\"payload\" value=\"\(Base64URL.encode(payload))\"></data>"
    }
    return """
      <p>\(frame.say("Còn thiếu chữ ký:", "Lacks the signature:")) \(lacks)</p>
      <form id="signing" class="signing" method="post" data-type="\(ContentType.directory.rawValue)"
        action="\(frame.at("/directory/submissions/\(found.number)/signature"))"
        data-keys="\(keys.map(\.keyIdentifier).joined(separator: " "))">
        \(frame.formToken)\(payloads)
        <input type="hidden" name="key" value=""><input type="hidden" name="signature" value="">
        <h2>\(frame.say("Đọc từ chính những byte sẽ ký", "Read from the very bytes to be signed"))</h2>
        <dl data-entries></dl>
        \(SigningPanel.faults(command, frame))
        <div class="actions"><button data-sign class="main" disabled>\(label)</button></div>
        \(SigningPanel.withoutScript(command, frame))
      </form>
      """
  }

  private static func copy(_ found: DirectorySubmission, _ frame: Frame) -> HTML {
    """
    <form method="post" action="\(frame.at("/directory/copy"))" class="actions">\(frame.formToken)
      <input type="hidden" name="number" value="\(found.number)">
      <button>\(frame.say("Soạn lại từ bản này (thay bản đang soạn)",
        "Begin with this one (in the draft's place)"))</button></form>
    """
  }
}

extension Frame {
  /// Where a directory stands, as a small word with a colour.
  func directoryBadge(_ state: Submission.State) -> HTML {
    state == .hung
      ? "<b class=\"badge green\">\(say("Đã gửi nhà dân", "Sent to homes"))</b>" : badge(state)
  }
}
