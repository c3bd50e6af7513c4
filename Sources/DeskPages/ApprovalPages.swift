import Hummingbird
import LinuxIO
import WardContract
import WardDesk

/// What waits to be signed, and signing it.
enum ApprovalPages {
  static func add(_ accounts: AccountOffice, to group: RouterGroup<DeskContext>) {
    group.get("approvals") { request, context in
      let frame = try context.frame(request)
      let (waiting, returned) = try await frame.ward.read { store in
        (
          try store.submissions(in: [.waiting]), try store.submissions(in: [.returned], limit: 20)
        )
      }
      return try list(frame, waiting, returned)
    }
    group.get("approvals/:number") { request, context in
      let frame = try context.frame(request)
      return try show(frame, try await submission(context, frame))
    }
    group.get("approvals/:number/media/:digest") { request, context in
      let frame = try context.frame(request)
      let submission = try await submission(context, frame)
      guard
        let resource = submission.bulletin.resources.first(where: {
          $0.digest.description == context.parameters.get("digest")
        })
      else { throw HTTPError(.notFound) }
      let bytes = try Files.read(
        "\(frame.ward.folder.mediaPath)/\(resource.digest)", limit: Bounds.mediaBytes)
      return Response(
        status: .ok, headers: [.contentType: resource.mimeType.rawValue],
        body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }
    group.post("approvals/:number/signature") { request, context in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      let submission = try await submission(context, frame)
      let (number, form) = (submission.number, SigningPanel.Answer(context.form))
      let hung = try await context.recording(
        .signedItem, of: "\(submission.bulletin.identifier)",
        details: submission.bulletin.headline, in: accounts
      ) { try await frame.sign(number, form.bytes().signature, form.key) }
      guard let hung else { return Response.see(frame.at("/approvals/\(number)")) }
      return Response.see(
        frame.at(
          hung.priority == .emergency
            ? "/items/\(hung.identifier)/reach" : "/items/\(hung.identifier)"))
    }
    group.post("approvals/:number/return") { request, context in
      let frame = try context.frame(request, for: .approver, .operator, .editor)
      return try await decide(accounts, context, frame, as: .returned)
    }
    group.post("approvals/:number/withdraw") { request, context in
      let frame = try context.frame(request, for: .editor, .approver, .operator)
      return try await decide(accounts, context, frame, as: .withdrawn)
    }
  }

  private static func decide(
    _ accounts: AccountOffice, _ context: DeskContext, _ frame: Frame,
    as state: Submission.State
  ) async throws -> Response {
    let submission = try await submission(context, frame)
    let (note, account, now) = (context.form["note"], frame.visitor.account, frame.second)
    guard state == .withdrawn || !note.isEmpty, note.utf8.count <= 2_000 else {
      throw HTTPError(
        .unprocessableContent,
        message: frame.say("Ghi vài chữ cần sửa gì.", "Say in a few words what to change."))
    }
    if state == .withdrawn, submission.submittedBy != account { throw HTTPError(.forbidden) }
    try await context.recording(
      state == .returned ? .returnedItem : .withdrawnItem,
      of: "\(submission.bulletin.identifier)", details: note, in: accounts
    ) {
      try await frame.decide {
        try $0.decide(submission.number, as: state, note: note, by: account, at: now)
      }
    }
    return Response.see(frame.at("/approvals/\(submission.number)"))
  }

  private static func submission(
    _ context: DeskContext, _ frame: Frame
  ) async throws -> Submission {
    guard let number = context.parameters.get("number").flatMap({ Int64($0) }) else {
      throw HTTPError(.notFound)
    }
    do { return try await frame.ward.read { try $0.submission(number) } } catch is SubmissionFault {
      throw HTTPError(.notFound)
    }
  }

  // MARK: Pages

  private static func list(
    _ frame: Frame, _ waiting: [Submission], _ returned: [Submission]
  ) throws -> Response {
    let keyring = try frame.ward.folder.keyring()
    func items(_ submissions: [Submission]) -> [HTML] {
      submissions.pieces { submission in
        let missing = submission.missingRoles(under: keyring).map { frame.words($0) }
        let needs: HTML = """
          <br><span class="note">\(frame.say("Còn thiếu chữ ký:", "Lacks the signature:"))
          \(missing.joined(separator: ", "))</span>
          """
        return """
          <li><a href="\(frame.at("/approvals/\(submission.number)"))">\
          \(submission.bulletin.headline)</a> \(Badge.priority(submission.bulletin, frame))
          <br><span class="note">\(frame.say("Trình bởi", "Submitted by")) \(submission.submittedBy),
          \(frame.time(submission.submitted))</span>
          \(needs, if: submission.state == .waiting)
          \("<br>\(frame.say("Trả lại:", "Returned:")) \(submission.note)", if: submission.state == .returned)
          </li>
          """
      }
    }
    return frame.page(
      frame.say("Chờ ký", "To sign"),
      """
      <ul class="items" id="waiting" data-live>\(items(waiting))
        \("<li>\(frame.say("Không có tin nào chờ ký.", "Nothing waits."))</li>", if: waiting.isEmpty)</ul>
      <div id="returned" data-live>
        \("<h2>\(frame.say("Đã trả lại", "Returned"))</h2>", if: !returned.isEmpty)
        <ul class="items">\(items(returned))</ul></div>
      """)
  }

  private static func show(_ frame: Frame, _ submission: Submission) throws -> Response {
    let keyring = try frame.ward.folder.keyring()
    let bulletin = submission.bulletin
    let isWaiting = submission.state == .waiting
    let missing = submission.missingRoles(under: keyring)
    let panel = SigningPanel(
      payload: submission.payload, bulletin: bulletin,
      action: frame.at("/approvals/\(submission.number)/signature"),
      keys: try frame.usableKeys(for: bulletin, roles: missing),
      label: bulletin.priority == .emergency
        ? frame.say("Ký và phát khẩn cấp", "Sign and send the emergency")
        : missing.contains(.editor)
          ? frame.say("Ký trình", "Sign as it is") : frame.say("Ký duyệt", "Sign and approve"),
      command: "loanha bulletin sign --ward \(frame.ward.folder.path) \(submission.number)")
    let signatures = submission.signatures.pieces { made in
      let key = keyring.key(made.keyIdentifier)
      return """
        <li>\(key.map { "\($0.title) (\(frame.words($0.role)))" } ?? made.keyIdentifier),
          \(frame.time(made.time))</li>
        """
    }
    return frame.page(
      bulletin.headline, scripts: isWaiting ? SigningPanel.scripts : [],
      """
      <p>\(frame.badge(submission.state)) \(Badge.priority(bulletin, frame))
        \(frame.say("Trình bởi", "Submitted by")) \(submission.submittedBy), \
      \(frame.time(submission.submitted))</p>
      \(decision(submission, frame), if: !isWaiting)
      \(article(bulletin, submission.number, frame))
      <p class="actions"><a class="button" href="\(frame.at("/approvals/\(submission.number)/preview"))">\
      \(frame.say("Xem, nghe như ở nhà dân", "As homes see and hear it"))</a></p>
      \("<h2>\(frame.say("Đã ký", "Signed"))</h2><ul class=\"items\">\(signatures)</ul>", if: !signatures.isEmpty)
      \(panel.piece(frame), if: isWaiting)
      \(ReturnForms.of(frame.at("/approvals/\(submission.number)"), submittedBy: submission.submittedBy, frame), if: isWaiting)
      """)
  }

  private static func decision(_ submission: Submission, _ frame: Frame) -> HTML {
    let time = submission.decided.map { frame.time($0) } ?? HTML.none
    return """
      <p class="notice">\(submission.decidedBy ?? "") \(time)
        \(": \(submission.note)", if: !submission.note.isEmpty)</p>
      """
  }

  /// What a bulletin says, where and when it is heard.
  static func article(_ bulletin: Bulletin, _ number: Int64?, _ frame: Frame) -> HTML {
    let media = bulletin.resources.pieces { resource in
      let path = frame.at("/approvals/\(number ?? 0)/media/\(resource.digest)")
      return resource.mimeType.isSound
        ? "<p><audio controls preload=\"none\" src=\"\(path)\"></audio></p>"
        : "<p><img class=\"medium\" alt=\"\" src=\"\(path)\"></p>"
    }
    let hearing = try? frame.ward.folder.hearing(of: bulletin)
    let refusal = hearing?.refusal
    return """
      <article class="sheet">
        <h2 data-field="headline">\(bulletin.headline)</h2>
        \("<p class=\"lines instruction\" data-field=\"instruction\">\(bulletin.instruction ?? "")</p>", if: bulletin.instruction != nil)
        \("<p class=\"lines\" data-field=\"description\">\(bulletin.description)</p>", if: !bulletin.description.isEmpty)
        \(media)
        <dl><dt>\(frame.say("Nơi nghe", "Heard in"))</dt>
          <dd data-field="areas" data-value="\(bulletin.areas.map(\.description).joined(separator: " "))">\
      \(frame.words(bulletin.areas))</dd>
          <dt>\(frame.say("Cách phát", "When"))</dt><dd>\(hearing?.words ?? "")</dd>
          \(live(bulletin, frame))
          <dt>\(frame.say("Hết hạn", "Until"))</dt>
          <dd data-field="expires" data-value="\(bulletin.expires.description)">\(frame.time(bulletin.expires))</dd>
        </dl>
        \("<p class=\"fault lines\">\(refusal ?? "")</p>", if: refusal != nil)
      </article>
      """
  }

  /// That it is spoken while it is heard, and how long at most.
  private static func live(_ bulletin: Bulletin, _ frame: Frame) -> HTML {
    guard let live = bulletin.live else { return .none }
    return """
      <dt>\(frame.say("Nói trực tiếp", "Spoken live"))</dt>
      <dd>\(frame.say("lâu nhất", "at most")) \(CheckPanel.duration(live.longestMilliseconds, frame))</dd>
      """
  }
}
