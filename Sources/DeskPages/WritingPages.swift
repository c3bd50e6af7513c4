import Hummingbird
import LinuxIO
import WardContract
import WardDesk

/// Where people write to their ward on a phone: a home shows the address of such a page as a QR code
/// (`Directory.WritingForm`). Whoever knows it needs no account, writes once, and learns nothing of the
/// home from it.
enum WritingPages {
  /// As many letters as surely fit into `Bounds.writtenBytes`.
  private static let mostLetters = Bounds.writtenBytes / 3

  static func add(_ wards: [WardOffice], to router: some RouterMethods<DeskContext>) {
    let wards = Dictionary(uniqueKeysWithValues: wards.map { ($0.area, $0) })
    router.get("f/:area/:request") { request, context -> Response in
      guard let (ward, identifier) = form(context, wards) else { return fault(.unknown, context) }
      do {
        let now = now
        let form = try await ward.read { try $0.form(identifier, at: now) }
        return form.written == nil
          ? page(request, context, ward, form) : taken(context, form)
      } catch let fault as WritingFault { return self.fault(fault, context) }
    }
    router.post("f/:area/:request") { request, context -> Response in
      guard let (ward, identifier) = form(context, wards) else { return fault(.unknown, context) }
      let words = context.form["words"]
      let now = now
      do {
        do {
          try await ward.write { try $0.write(words, into: identifier, at: now) }
        } catch let fault as WritingFault where [.empty, .long].contains(fault) {
          let form = try await ward.read { try $0.form(identifier, at: now) }
          return page(request, context, ward, form, explain(fault, context.language))
        }
        _ = ward.folder.tellDesk()
        return .see(request.uri.path)
      } catch let fault as WritingFault { return self.fault(fault, context) }
    }
  }

  private static var now: Instant { Instant(milliseconds: Clock.wallMilliseconds()) }

  private static func form(
    _ context: DeskContext, _ wards: [Area: WardOffice]
  ) -> (WardOffice, Identifier)? {
    guard let area = context.parameters.get("area").flatMap({ Area($0) }), let ward = wards[area],
      let identifier = context.parameters.get("request").flatMap({ Identifier($0) })
    else { return nil }
    return (ward, identifier)
  }

  private static func page(
    _ request: Hummingbird.Request, _ context: DeskContext, _ ward: WardOffice,
    _ form: DeskRequest, _ fault: String? = nil
  ) -> Response {
    let language = context.language
    let subject = (try? Feedback(json: form.request.body))?.title ?? ""
    let promise =
      form.request.isAnonymous
      ? language.say(
        "Gửi không kèm tên hộ. Phường chỉ đọc được những gì viết dưới đây.",
        "It goes without the home's name. The ward reads only what is written below.")
      : language.say("Phường biết hộ nào gửi.", "The ward knows which home it comes from.")
    return context.alone(
      language.say("Viết cho \(ward.folder.name)", "Write to \(ward.folder.name)"),
      path: request.uri.path, status: fault == nil ? .ok : .unprocessableContent,
      """
      \(fault.map { "<p class=\"fault\" role=\"alert\">\($0)</p>" } ?? .none)
      <p><strong>\(subject)</strong></p>
      <p>\(promise)</p>
      <form method="post" action="\(request.uri.path)">
        \(context.tokenField)
        <label for="words">\(language.say("Điều muốn nói", "What you want to say"))</label>
        <textarea id="words" name="words" rows="10" maxlength="\(mostLetters)" required>\
      \(context.form["words"])</textarea>
        <p class="note">\(language.say(
          "Câu trả lời sẽ hiện trên máy ở nhà. Việc gấp, cần cứu giúp: gọi 113, 114 hoặc 115.",
          "The answer comes to the terminal at home. In an emergency call 113, 114 or 115."))</p>
        <p class="actions"><button class="main">\(language.say("Gửi cho phường", "Send to the ward"))</button></p>
      </form>
      """)
  }

  private static func taken(_ context: DeskContext, _ form: DeskRequest) -> Response {
    let language = context.language
    return context.alone(
      language.say("Phường đã nhận", "The ward has it"),
      """
      <p>\(language.say(
        "Lời viết đã tới phường. Câu trả lời sẽ hiện trên máy ở nhà; trang này có thể đóng lại.",
        "What was written has reached the ward. The answer comes to the terminal at home; this page can be closed."))</p>
      """)
  }

  private static func fault(_ fault: WritingFault, _ context: DeskContext) -> Response {
    let status: HTTPResponse.Status =
      switch fault {
      case .unknown: .notFound
      case .lapsed: .gone
      case .written: .conflict
      case .empty, .long: .unprocessableContent
      }
    // What was written is not lost: it can be copied from here.
    let words = context.form["words"]
    let kept: HTML = """
      <label for="words">\(context.language.say("Lời đã viết, để chép lại", "What was written, to be copied"))</label>
      <textarea id="words" rows="10" readonly>\(words)</textarea>
      """
    return context.alone(
      context.language.say("Chưa gửi được", "Not sent"), status: status,
      "<p class=\"fault\" role=\"alert\">\(explain(fault, context.language))</p>\(kept, if: !words.isEmpty)"
    )
  }

  private static func explain(_ fault: WritingFault, _ language: Language) -> String {
    switch fault {
    case .unknown:
      language.say(
        "Phường chưa biết mã này. Nếu vừa quét trên máy ở nhà, xin đợi một phút rồi mở lại.",
        "The ward does not know this code yet. If it was just scanned, wait a minute and open it again."
      )
    case .lapsed:
      language.say(
        "Mã này đã hết hạn (24 giờ). Xin chọn “Viết trên điện thoại” trên máy ở nhà để lấy mã mới.",
        "This code was good for 24 hours. Choose to write on a phone at the terminal to get a new one."
      )
    case .written:
      language.say(
        "Đã có lời khác viết vào mã này. Xin lấy mã mới trên máy ở nhà.",
        "Something else was written into this form. Get a new code from the terminal.")
    case .empty:
      language.say("Chưa có lời nào. Xin viết vào ô dưới đây.", "There is nothing to send yet.")
    case .long:
      language.say(
        "Dài quá. Xin viết trong khoảng \(mostLetters) chữ cái.",
        "Too long. Please stay within \(mostLetters) letters.")
    }
  }
}
