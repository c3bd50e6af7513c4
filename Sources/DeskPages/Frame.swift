import Hummingbird
import LinuxIO
import WardContract
import WardDesk

/// What stands around a page of a ward: who looks, in which language, and where else they can go.
struct Frame: Sendable {
  let visitor: Visitor
  let ward: WardOffice
  let language: Language
  let path: String
  let alarms: [Alarm]
  let now = Instant(milliseconds: Clock.wallMilliseconds())

  func say(_ vietnamese: String, _ english: String) -> String {
    language.say(vietnamese, english)
  }

  /// The path of a page of this ward.
  func at(_ path: String) -> String { "/w/\(ward.area)\(path)" }

  /// Whether the visitor has one of these roles here.
  func may(_ roles: OfficeRole...) -> Bool {
    !(visitor.roles[ward.area] ?? []).isDisjoint(with: roles)
  }

  /// The hidden field that every form needs.
  var formToken: HTML { "<input type=\"hidden\" name=\"token\" value=\"\(visitor.formToken)\">" }

  /// A whole page. What has `data-live` and an `id` is kept up to date.
  func page(
    _ title: String, scripts: [String] = [],
    status: HTTPResponse.Status = .ok, _ body: HTML
  ) -> Response {
    let items = Navigation.places.pieces { place in
      guard place.isFor(self) else { return .none }
      let isHere = place.path.isEmpty ? path == at("") : path.hasPrefix(at(place.path))
      return """
        <li><a href="\(at(place.path))"\(" aria-current=\"page\"", if: isHere)>\
        \(say(place.vietnamese, place.english))</a></li>
        """
    }
    let isPractice = ward.folder.isPractice
    let band: HTML = """
      <p class="practice" role="note">\(say("TẬP – không phát ra ngoài", "PRACTICE – nothing goes out"))
        <a href="\(at("/practice"))">\(say("Từng bước", "Step by step"))</a></p>
      """
    let name = (isPractice ? say("TẬP", "PRACTICE") + " – " : "") + ward.folder.name
    return Document(language: language, title: "\(title) – \(name)", scripts: scripts)
      .response(
        status: status,
        """
        <header class="top">
          <a class="ward" href="\(at(""))">\(ward.folder.name)</a>
          <p class="who">\(visitor.fullName)
            <a href="/account">\(say("Tài khoản", "Account"))</a></p>
          \(Document.signOut(language, token: formToken))
          \(Document.languageSwitch(language, path: path, token: formToken))
        </header>
        \(band, if: isPractice)
        \(AlarmPages.banner(alarms, self))
        <div class="columns" data-live-from="\(at("/live"))">
          <nav aria-label="\(say("Các trang", "Pages"))"><ul>\(items)</ul></nav>
          <main id="main">
            <h1>\(title)</h1>
            \(body)
          </main>
        </div>
        """)
  }
}
