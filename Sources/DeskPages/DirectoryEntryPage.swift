import Hummingbird
import WardContract
import WardDesk

/// The page on which an entry of the directory is written, with the screen that homes make of it.
struct DirectoryEntryPage {
  let frame: Frame
  var form: DirectoryEntryForm
  /// The entry that is changed; `nil` for a new one.
  var kept: DeskStore.DraftEntry?
  var fault: DirectoryEntryForm.Fault?
  /// What somebody else has made of it meanwhile.
  var newer: DeskStore.DraftEntry?

  private var address: String { frame.at("/directory/entries/\(form.kind.rawValue)") }

  func response() -> Response {
    let title = kept?.entry.name ?? frame.say("Mục mới", "New entry")
    let removal: HTML =
      kept.map { kept in
        """
        <form method="post" action="\(address)/remove">\(frame.formToken)
          <input type="hidden" name="key" value="\(kept.entry.key)">
          <input type="hidden" name="revision" value="\(kept.revision)">
          <div class="actions"><button class="danger">\(frame.say("Xóa mục này", "Remove this entry"))</button></div>
        </form>
        """
      } ?? .none
    let old: HTML =
      kept.map { kept in
        """
        <input type="hidden" name="key" value="\(kept.entry.key)">
        <input type="hidden" name="revision" value="\((newer ?? kept).revision)">
        """
      } ?? .none
    return frame.page(
      "\(frame.words(form.kind)): \(title)",
      status: fault == nil && newer == nil ? .ok : .unprocessableContent,
      """
      \(newer.map(outdated) ?? .none)
      \(kept.map(saved) ?? .none)
      <div class="compose">
        <form method="post" action="\(address)">\(frame.formToken)\(old)
          \(form.fields(frame).pieces(field))
          <div class="actions"><button class="main">\(newer == nil
            ? frame.say("Lưu", "Save") : frame.say("Lưu bản của tôi", "Save mine"))</button>
            <a class="button" href="\(frame.at("/directory"))">\(frame.say("Về danh bạ", "To the directory"))</a></div>
        </form>
        <aside>\(kept.map(look) ?? .none)</aside>
      </div>
      \(removal)
      """)
  }

  private func saved(_ kept: DeskStore.DraftEntry) -> HTML {
    """
    <p class="note">\(frame.say("Đã lưu", "Saved")) \(frame.time(kept.changed)), \(kept.editor).
      \(frame.say("Nhà dân chưa thấy cho đến khi danh bạ được ký.", "Homes see it once the directory is signed."))</p>
    """
  }

  private func look(_ kept: DeskStore.DraftEntry) -> HTML {
    """
    <h2>\(frame.say("Ở nhà dân", "In a home"))</h2>
    <img class="screen" src="\(address)/\(kept.entry.key)/screen?r=\(kept.revision)" width="800" height="480"
      alt="\(frame.say("Màn hình ở nhà dân", "The screen in a home"))">
    """
  }

  /// Nothing was overwritten: both stand there.
  private func outdated(_ newer: DeskStore.DraftEntry) -> HTML {
    let form = DirectoryEntryForm(newer.entry)
    let rows = form.fields(frame).pieces { field in
      "<dt>\(field.label)</dt><dd class=\"lines\">\(form.values[field.name] ?? "")</dd>"
    }
    return """
      <div class="fault" role="alert"><p>\(frame.say(
        "\(newer.editor) đã sửa mục này trong lúc bạn viết. Chưa lưu đè lên bài của ai. Bài đang lưu:",
        "\(newer.editor) has changed this entry meanwhile. Nothing was overwritten. What is kept:"))</p>
        <dl>\(rows)</dl></div>
      """
  }

  // MARK: Fields

  private func field(_ field: DirectoryEntryForm.Field) -> HTML {
    let value = form.values[field.name] ?? ""
    let isFaulty = fault?.field == field.name
    let identifier = field.name.split(separator: ".").joined(separator: "-")
    let rule: HTML = """
      <p class="\(isFaulty ? "fault" : "note")" id="\(identifier)-rule"\
      \(" role=\"alert\"", if: isFaulty)>\(isFaulty ? fault?.words ?? field.rule : field.rule)</p>
      """
    let attributes: HTML = """
      id="\(identifier)" name="\(field.name)" aria-describedby="\(identifier)-rule"\
      \(" aria-invalid=\"true\"", if: isFaulty)\(" required", if: !field.isOptional)
      """
    let input: HTML
    switch field.shape {
    case .line: input = "<input \(attributes) value=\"\(value)\" autocomplete=\"off\">"
    case .date: input = "<input type=\"date\" \(attributes) value=\"\(value)\">"
    case .lines: input = "<textarea \(attributes)>\n\(value)</textarea>"
    case .choice(let options):
      let items = options.pieces { option in
        "<option value=\"\(option.value)\"\(" selected", if: option.value == value)>\(option.label)</option>"
      }
      return """
        <label for="\(identifier)">\(field.label)</label>
        <select id="\(identifier)" name="\(field.name)">\(items)</select>
        """
    case .box:
      return """
        <label class="inline"><input type="checkbox" name="\(field.name)" value="1"\
        \(" checked", if: !value.isEmpty)> \(field.label)</label>
        """
    }
    return "<label for=\"\(identifier)\">\(field.label)</label>\(input)\(rule)"
  }
}
