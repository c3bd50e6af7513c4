import Hummingbird
import WardContract
import WardDesk

/// What the buttons of a draft do. Each keeps the form first: nothing that was written is lost.
enum DraftErrands {
  static func run(_ context: DeskContext, _ frame: Frame) async throws -> Response {
    let before = try await DraftPages.kept(context, frame)
    let form = context.form
    let errand = DraftErrand(form["do"])
    let revision = Int64(form["revision"]) ?? 0
    if errand == .remove { return try await remove(before, revision, frame) }
    var draft = DraftForm.draft(before.draft, form)
    errand.arrange(&draft)
    var page = before
    page.draft = draft
    let wanted = draft
    switch try await frame.ward.write({
      try $0.save(wanted, over: revision, by: frame.visitor.account, at: frame.now)
    }) {
    case .saved(let revision): page.revision = revision
    case .outdated(let newest):
      return try await DraftPages.compose(page, frame).response(
        notice: outdated(newest, frame), isRefused: true)
    case .gone: throw HTTPError(.notFound)
    }
    (page.editor, page.changed) = (frame.visitor.account, frame.now)
    switch errand {
    case .submit: return try await submit(page, frame)
    case .speak: return try await speak(page, frame)
    case .preview: return .see(frame.at("/drafts/\(draft.identifier)/preview"))
    case .save, .drop, .raise, .remove:
      return .see(frame.at("/drafts/\(draft.identifier)"))
    }
  }

  /// That somebody has changed the draft meanwhile, and both versions: what one wrote stands in the form.
  static func outdated(_ newest: DeskStore.KeptDraft, _ frame: Frame) -> HTML {
    """
    <div class="fault" role="alert"><p>\(frame.say(
      "\(newest.editor) đã sửa bản nháp này trong lúc bạn viết. Chưa lưu đè lên bài của ai.",
      "\(newest.editor) has changed this draft meanwhile. Nothing was overwritten."))</p>
      <p>\(frame.say("Bài đang lưu:", "What is kept:"))</p>
      <blockquote><p><strong>\(newest.draft.headline)</strong></p><p>\(newest.draft.text)</p></blockquote>
      <p>\(frame.say(
        "Chép phần của bạn ra, mở lại bản đang lưu rồi dán vào.",
        "Copy what is yours, open what is kept, and paste it there."))
        <a href="\(frame.at("/drafts/\(newest.draft.identifier)"))" target="_blank">\(frame.say(
          "Mở bản đang lưu ở thẻ mới", "Open what is kept in a new tab"))</a></p>
    </div>
    """
  }

  private static func remove(
    _ kept: DeskStore.KeptDraft, _ revision: Int64, _ frame: Frame
  ) async throws -> Response {
    let identifier = kept.draft.identifier
    if try await frame.ward.write({ try $0.remove(identifier, revision: revision) }) {
      return .see(frame.at("/drafts"))
    }
    return try await DraftPages.compose(kept, frame).response(
      notice: outdated(kept, frame), isRefused: true)
  }

  /// Has a voice read the words into a recording, before everything else that sounds.
  private static func speak(_ kept: DeskStore.KeptDraft, _ frame: Frame) async throws -> Response {
    let folder = frame.ward.folder
    var draft = kept.draft
    let words = folder.preview(of: draft, media: [:], now: frame.now).bulletin
    do {
      let medium = try await Workshop.shared.make { try folder.speak(words) }
      draft.media.insert(medium.resource.digest, at: 0)
      let changed = draft
      try await frame.ward.write { store in
        try store.keep(medium, by: frame.visitor.account, at: frame.now)
        _ = try store.save(
          changed, over: kept.revision, by: frame.visitor.account, at: frame.now)
      }
      return .see(frame.at("/drafts/\(draft.identifier)"))
    } catch let fault as IntakeFault {
      return try await DraftPages.compose(kept, frame).response(
        notice: "<p class=\"fault\">\(fault.description)</p>", isRefused: true)
    }
  }

  /// Hands the item to those who sign it.
  private static func submit(_ kept: DeskStore.KeptDraft, _ frame: Frame) async throws -> Response {
    let (folder, account) = (frame.ward.folder, frame.visitor.account)
    do {
      let number = try await frame.ward.write { store in
        let bulletin = try folder.bulletin(
          of: kept.draft, media: store.media(kept.draft.media), now: frame.now)
        let number = try folder.submit(bulletin, to: store, by: account, at: frame.now)
        try store.note(submission: number, of: kept.draft.identifier)
        return number
      }
      return .see(frame.at("/approvals/\(number)"))
    } catch let refusal as DraftRefusal {
      return try await refused(kept, refusal.description, frame)
    } catch let fault as SubmissionFault {
      return try await refused(kept, frame.words(fault), frame)
    } catch let error as DeskError {
      let breaches = try await DraftPages.compose(kept, frame).check.hearing?.verdict.breaches
      let words = frame.say(
        "Quy định phát thanh chưa cho phép tin này; lý do ở khung bên.",
        "The broadcast rules don't allow this item; the panel beside it says why.")
      return try await refused(kept, breaches?.isEmpty == false ? words : error.description, frame)
    }
  }

  private static func refused(
    _ kept: DeskStore.KeptDraft, _ reason: String, _ frame: Frame
  ) async throws -> Response {
    try await DraftPages.compose(kept, frame).response(
      notice: "<p class=\"fault\" role=\"alert\">\(reason)</p>", isRefused: true)
  }
}
