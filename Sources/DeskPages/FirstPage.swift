import Hummingbird

/// Leads to the wards that somebody may enter; straight into the ward if there is one.
enum FirstPage {
  static func add(_ wards: [WardOffice], to router: Router<DeskContext>) {
    router.get("/") { request, context -> Response in
      let frame = try context.serverFrame(request)
      let open = wards.filter { frame.visitor.mayEnter($0.area) }
      if open.count == 1 { return .see("/w/\(open[0].area)") }
      let links = open.pieces { "<li><a href=\"/w/\($0.area)\">\($0.folder.name)</a></li>" }
      return frame.page(
        frame.say("Các phường của bạn", "Your wards"),
        """
        <ul class="items">\(links)</ul>
        \("<p>\(frame.say("Bạn chưa được vào phường nào. Hỏi người quản trị.", "You may enter no ward yet. Ask the administrator."))</p>", if: open.isEmpty)
        """)
    }
  }
}
