import Hummingbird
import WardContract
import WardDesk

/// What homes look up, while it is being written: entries one by one, files in and out.
enum DirectoryPages {
  static func add(to group: RouterGroup<DeskContext>) {
    group.get("directory") { request, context in
      try await DirectoryPage(context.frame(request)).response()
    }
    group.get("directory/new/:kind") { request, context in
      let frame = try context.frame(request, for: .editor)
      let form = DirectoryEntryForm(try kind(context), today: frame.today)
      return DirectoryEntryPage(frame: frame, form: form).response()
    }
    group.get("directory/entries/:kind/:key") { request, context in
      let frame = try context.frame(request)
      let kept = try await entry(context, frame)
      return DirectoryEntryPage(
        frame: frame, form: DirectoryEntryForm(kept.entry), kept: kept
      ).response()
    }
    group.get("directory/entries/:kind/:key/screen") { request, context in
      let frame = try context.frame(request)
      let (entry, folder) = (try await entry(context, frame).entry, frame.ward.folder)
      return Response.file(
        try await Workshop.shared.make {
          try folder.picture(of: entry, page: 0, on: ItemPreview.displays[0]).png
        }, type: "image/png")
    }
    group.post("directory/entries/:kind") { request, context in
      try await save(context, context.frame(request, for: .editor))
    }
    group.post("directory/entries/:kind/remove") { request, context -> Response in
      let frame = try context.frame(request, for: .editor)
      let (kind, key) = (try kind(context), context.form["key"])
      guard let revision = Int64(context.form["revision"]) else { throw HTTPError(.badRequest) }
      if try await frame.ward.write({ try $0.remove(kind, key, revision: revision) }) {
        return .see(frame.at("/directory"))
      }
      guard let kept = try await frame.ward.read({ try $0.draftEntry(kind, key) }) else {
        return .see(frame.at("/directory"))
      }
      return DirectoryEntryPage(
        frame: frame, form: DirectoryEntryForm(kept.entry), kept: kept, newer: kept
      ).response()
    }
    group.post("directory/copy") { request, context -> Response in
      let frame = try context.frame(request, for: .editor)
      let directory = try await source(context.form["number"], frame)
      try await frame.ward.write {
        try $0.replaceDirectoryDraft(by: directory, by: frame.visitor.account, at: frame.now)
      }
      return .see(frame.at("/directory"))
    }
    group.post("directory/import") { request, context in
      try await takeIn(context.form["file"], context.frame(request, for: .editor))
    }
    group.get("directory/files/:number") { request, context in
      let frame = try context.frame(request)
      let isStanding = request.uri.queryParameters["of"].map(String.init) == "standing"
      let directory =
        isStanding
        ? try frame.ward.folder.directory()?.entries
        : Directory(try await frame.ward.read { try $0.directoryDraft() }.map(\.entry))
      let files = directory?.files ?? []
      guard let number = context.parameters.get("number").flatMap({ Int($0) }),
        files.indices.contains(number - 1)
      else { throw HTTPError(.notFound) }
      return Response.file(Array(files[number - 1].utf8), type: "application/toml")
    }
  }

  private static func kind(_ context: DeskContext) throws -> Directory.Entry.Kind {
    guard
      let kind = context.parameters.get("kind").flatMap({ Directory.Entry.Kind(rawValue: $0) })
    else { throw HTTPError(.notFound) }
    return kind
  }

  private static func entry(
    _ context: DeskContext, _ frame: Frame
  ) async throws -> DeskStore.DraftEntry {
    let (kind, key) = (try kind(context), context.parameters.get("key") ?? "")
    guard let kept = try await frame.ward.read({ try $0.draftEntry(kind, key) }) else {
      throw HTTPError(.notFound)
    }
    return kept
  }

  /// What the draft is to begin with: what homes have, or what was submitted under a number.
  private static func source(_ number: String, _ frame: Frame) async throws -> Directory {
    if let number = Int64(number) {
      guard let found = try await frame.ward.read({ try $0.directorySubmission(number) }) else {
        throw HTTPError(.notFound)
      }
      return found.directory
    }
    return try frame.ward.folder.directory()?.entries ?? Directory()
  }

  private static func save(_ context: DeskContext, _ frame: Frame) async throws -> Response {
    let (kind, key) = (try kind(context), context.form["key"])
    var page = DirectoryEntryPage(frame: frame, form: DirectoryEntryForm(kind, context.form))
    let old = Int64(context.form["revision"]).map { (key, $0) }
    if old != nil { page.kept = try await frame.ward.read { try $0.draftEntry(kind, key) } }
    let entry: Directory.Entry
    do throws(DirectoryEntryForm.Fault) {
      entry = try page.form.entry(in: frame.ward.area, today: frame.today)
    } catch {
      page.fault = error
      return page.response()
    }
    switch try await frame.ward.write({
      try $0.save(entry, over: old, by: frame.visitor.account, at: frame.now)
    }) {
    case .saved: return .see(frame.at("/directory/entries/\(kind.rawValue)/\(entry.key)"))
    case .outdated(let newer): page.newer = newer
    case .gone:
      page.kept = nil
      page.fault = .init(
        field: DirectoryEntryForm.keyField(of: kind),
        words: frame.say(
          "Có người đã xóa mục này. Lưu lần nữa để thêm lại.",
          "Somebody has removed this entry. Save once more to add it again."))
    case .taken:
      page.fault = .init(
        field: DirectoryEntryForm.keyField(of: kind),
        words: frame.say("Đã có mục khác dùng mã này.", "Another entry has this already."))
    case .full:
      page.fault = .init(
        field: "source.text",
        words: frame.say(
          "Danh bạ đã đủ \(Bounds.directoryEntries) mục. Xóa bớt trước.",
          "The directory has \(Bounds.directoryEntries) entries already. Remove some first."))
    }
    return page.response()
  }

  /// Adds what stands in a file of `loanha directory publish`.
  private static func takeIn(_ text: String, _ frame: Frame) async throws -> Response {
    var page = try await DirectoryPage(frame)
    let directory: Directory
    do throws(DirectoryFileFault) { directory = try Directory(file: text) } catch {
      page.notice = DirectoryPage.fault(error, frame)
      page.file = text
      return page.response()
    }
    let foreign = directory.areaNames.first { !frame.ward.area.covers($0.area) }
    guard foreign == nil, directory.count > 0,
      let counts = try await frame.ward.write({
        try $0.merge(directory, by: frame.visitor.account, at: frame.now)
      })
    else {
      page.notice = DirectoryPage.fault(
        foreign.map {
          frame.say(
            "Khu vực \($0.area) không thuộc phường này.", "The area \($0.area) is not of this ward."
          )
        }
          ?? frame.say(
            "Tệp không có mục nào, hoặc danh bạ sẽ quá \(Bounds.directoryEntries) mục.",
            "The file has no entry, or there would be more than \(Bounds.directoryEntries)."))
      page.file = text
      return page.response()
    }
    page = try await DirectoryPage(frame)
    page.notice = """
      <p class="notice" role="status">\(frame.say(
        "Đã nhập: \(counts.new) mục mới, \(counts.changed) mục thay.",
        "Taken in: \(counts.new) new, \(counts.changed) changed."))</p>
      """
    page.isRefused = false
    return page.response()
  }
}
