import Hummingbird

/// Leads to the wards that somebody may enter; straight into the ward if there is one.
enum FirstPage {
  static func add(_ wards: [WardOffice], to router: Router<DeskContext>) {
    router.get("/") { _, context -> Response in
      guard let visitor = context.visitor else { throw HTTPError(.unauthorized) }
      let open = wards.filter { visitor.mayEnter($0.area) }
      if open.count == 1 { return .see("/w/\(open[0].area)") }
      let links = open.pieces { "<li><a href=\"/w/\($0.area)\">\($0.folder.name)</a></li>" }
      let language = context.language
      let title = language.say("Các phường của bạn", "Your wards")
      return Document(language: language, title: title).response(
        """
        <main id="main" class="alone"><h1>\(title)</h1><ul class="items">\(links)</ul>
        \("<p>\(language.say("Bạn chưa được vào phường nào. Hỏi người quản trị.", "You may enter no ward yet. Ask the administrator."))</p>", if: open.isEmpty)
        <p><a href="/account">\(language.say("Tài khoản của tôi", "My account"))</a></p>
        </main>
        """)
    }
  }
}
