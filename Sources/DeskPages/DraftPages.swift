import HTTPTypes
import Hummingbird
import LinuxIO
import WardContract
import WardDesk

/// Writing an item: the list of drafts, the page on which one is written, and what its buttons do.
enum DraftPages {
  static func add(to group: RouterGroup<DeskContext>) {
    group.get("drafts") { request, context in
      let frame = try context.frame(request, for: .editor)
      let shared = frame.ward.folder.readyTexts()
      let facts = try await frame.ward.read { try DraftListPage.Facts($0, shared: shared) }
      return DraftListPage.page(frame, facts)
    }
    group.post("drafts") { request, context in
      let frame = try context.frame(request, for: .editor)
      let identifier = Draft.newIdentifier(at: frame.now, salt: Clock.entropy())
      let ready = Identifier(context.form["ready"])
      let own = try await frame.ward.read { try $0.readyTexts() }
      let text = (own + frame.ward.folder.readyTexts()).first { $0.identifier == ready }
      let draft =
        text?.begin(as: identifier, areas: [frame.ward.area])
        ?? Draft(identifier: identifier, areas: [frame.ward.area])
      return try await begin(draft, frame)
    }
    group.post("items/:item/copy") { request, context in
      let frame = try context.frame(request, for: .editor)
      guard let item = context.parameters.get("item").flatMap({ Identifier($0) }),
        let bulletin = try await frame.ward.read({ try $0.newestWords(item) })
      else { throw HTTPError(.notFound) }
      let identifier = Draft.newIdentifier(at: frame.now, salt: Clock.entropy())
      // What came without this desk's doing is known to it from now on.
      try await frame.ward.write { store in
        for resource in bulletin.resources {
          let medium = TakenMedium(resource: resource, title: bulletin.headline)
          try store.keep(medium, by: frame.visitor.account, at: frame.now)
        }
      }
      return try await begin(Draft(copyOf: bulletin, identifier: identifier), frame)
    }
    group.get("drafts/:draft") { request, context in
      let frame = try context.frame(request, for: .editor)
      return try await compose(try await kept(context, frame), frame).response()
    }
    group.post("drafts/:draft") { request, context in
      let frame = try context.frame(request, for: .editor)
      return try await DraftErrands.run(context, frame)
    }
    group.post("drafts/:draft/autosave") { request, context in
      let frame = try context.frame(request, for: .editor)
      return try await autosave(context, frame)
    }
    addReadyTexts(to: group)
    MediaRoutes.add(to: group)
    PreviewRoutes.add(to: group, below: "drafts/:draft") { _, context, frame in
      let kept = try await kept(context, frame)
      let media = try await frame.ward.read { try $0.media(kept.draft.media) }
      return frame.ward.folder.preview(of: kept.draft, media: media, now: frame.now)
    }
    PreviewRoutes.add(to: group, below: "approvals/:number") { _, context, frame in
      guard let number = context.parameters.get("number").flatMap({ Int64($0) }) else {
        throw HTTPError(.notFound)
      }
      let submission = try await frame.ward.read { try $0.submission(number) }
      return frame.ward.folder.preview(of: submission.bulletin)
    }
    PreviewRoutes.add(to: group, below: "items/:item") { _, context, frame in
      guard let item = context.parameters.get("item").flatMap({ Identifier($0) }),
        let post = try await frame.ward.read({ try $0.newest(item) })
      else { throw HTTPError(.notFound) }
      return frame.ward.folder.preview(of: post.bulletin)
    }
  }

  private static func addReadyTexts(to group: RouterGroup<DeskContext>) {
    group.post("drafts/:draft/ready") { request, context in
      let frame = try context.frame(request, for: .editor)
      let kept = try await kept(context, frame)
      let draft = DraftForm.draft(kept.draft, context.form)
      let title = draft.headline.isEmpty ? frame.say("Mẫu", "Ready text") : draft.headline
      try await frame.ward.write {
        try $0.keepReadyText(of: draft, title: title, by: frame.visitor.account, at: frame.now)
      }
      return try await compose(kept, frame).response(
        notice: """
          <p class="notice">\(frame.say("Đã lưu thành mẫu của phường.", "Kept as a ready text."))</p>
          """)
    }
    group.post("ready-texts/:text/remove") { request, context in
      let frame = try context.frame(request, for: .editor)
      guard let text = context.parameters.get("text").flatMap({ Identifier($0) }) else {
        throw HTTPError(.notFound)
      }
      try await frame.ward.write { try $0.removeReadyText(text) }
      return Response.see(frame.at("/drafts"))
    }
  }

  private static func begin(_ draft: Draft, _ frame: Frame) async throws -> Response {
    try await frame.ward.write {
      try $0.begin(draft, by: frame.visitor.account, at: frame.now)
    }
    return .see(frame.at("/drafts/\(draft.identifier)"))
  }

  /// The draft that a request is about.
  static func kept(_ context: DeskContext, _ frame: Frame) async throws -> DeskStore.KeptDraft {
    guard let identifier = context.parameters.get("draft").flatMap({ Identifier($0) }),
      let kept = try await frame.ward.read({ try $0.draft(identifier) })
    else { throw HTTPError(.notFound) }
    return kept
  }

  /// The page on which the draft is written, with everything there is to say of it.
  static func compose(_ kept: DeskStore.KeptDraft, _ frame: Frame) async throws -> ComposePage {
    let folder = frame.ward.folder
    let (media, submission) = try await frame.ward.read { store in
      (try store.media(kept.draft.media), try kept.submission.map(store.submission))
    }
    let rules = try? folder.broadcasting()
    return ComposePage(
      frame: frame, kept: kept, media: media, submission: submission,
      check: folder.check(kept.draft, media: media, now: frame.now),
      rules: rules?.book.ruleSet(on: LocalDate(frame.now)), areaType: rules?.plan.areaType)
  }

  /// Keeps what a script sends while somebody writes; the answer is what is to be said of it.
  private static func autosave(_ context: DeskContext, _ frame: Frame) async throws -> Response {
    let before = try await kept(context, frame)
    let draft = DraftForm.draft(before.draft, context.form)
    let revision = Int64(context.form["revision"]) ?? 0
    let saving = try await frame.ward.write {
      try $0.save(draft, over: revision, by: frame.visitor.account, at: frame.now)
    }
    switch saving {
    case .saved(let revision):
      let media = try await frame.ward.read { try $0.media(draft.media) }
      let check = frame.ward.folder.check(draft, media: media, now: frame.now)
      var response = Response.fragment(CheckPanel.panel(check, frame))
      if let name = HTTPField.Name("X-Revision") { response.headers[name] = String(revision) }
      return response
    case .outdated(let newest): return .fragment(DraftErrands.outdated(newest, frame), .conflict)
    case .gone: throw HTTPError(.notFound)
    }
  }
}
