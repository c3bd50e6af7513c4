import Hummingbird
import Vietnam
import WardContract
import WardDesk

/// A schematic map of homes: each street or alley a line, homes on it in the order of their numbers, odd ones
/// above and even ones below. Nobody has coordinates of homes, and none are made up.
enum HomeMapPage {
  /// Homes on one page: more are no map any more, and take too long to draw.
  private static let homesPerPage = 1_000

  static func add(to group: RouterGroup<DeskContext>) {
    group.get("homes/map") { request, context in
      try await page(request, context.frame(request), nil)
    }
    group.get("homes/map/:circle") { request, context in
      guard let area = context.parameters.get("circle").flatMap({ Area($0) }) else {
        throw HTTPError(.notFound)
      }
      return try await page(request, context.frame(request), area)
    }
  }

  /// The map of one area: the one that is asked for, or the first that has homes.
  private static func page(
    _ request: Request, _ frame: Frame, _ asked: Area?
  ) async throws -> Response {
    let paging = Paging(request, size: homesPerPage)
    let state = request.uri.queryParameters["filter"].flatMap { HomeState(rawValue: String($0)) }
    let (counts, area, homes) = try await frame.ward.read { store in
      let counts = try store.mappedCounts()
      let area = asked?.description ?? counts.keys.sorted().first
      let homes = try area.map {
        try store.mappedHomes(in: $0, state, offset: paging.offset, limit: paging.size)
      }
      return (counts, area, homes ?? [])
    }
    guard let area, let own = counts[area] else {
      if asked != nil { throw HTTPError(.notFound) }
      return frame.page(
        title(frame),
        "<p>\(frame.say("Chưa lắp máy ở nhà nào.", "No home has a terminal yet."))</p>")
    }
    let total = state.map { own[$0] ?? 0 } ?? own.values.reduce(0, +)
    let map = StreetMap(homes)
    return frame.page(
      title(frame),
      """
      <p class="note">\(frame.say(
        "Sơ đồ vẽ theo số nhà và tên phố đã ghi, không phải bản đồ thật: số lẻ ở trên, số chẵn ở dưới.",
        "Drawn from the numbers and streets that were written down; no real map: odd above, even below."))</p>
      \(areas(frame, counts, area), if: counts.count > 1)
      \(legend(frame, own, state))
      <section id="map" data-live>
        \(map.lines.pieces { line($0.name, $0.homes, frame) })
        \(unread(map.unread, frame), if: !map.unread.isEmpty)
        \("<p>\(frame.say("Không có nhà nào như vậy.", "No such home."))</p>", if: homes.isEmpty)
      </section>
      \(paging.links(of: total, frame))
      \(list(map, frame), if: !homes.isEmpty)
      """)
  }

  private static func title(_ frame: Frame) -> String {
    frame.say("Sơ đồ máy ở nhà", "Map of homes")
  }

  private static func areas(
    _ frame: Frame, _ counts: [String: [HomeState: Int]], _ here: String
  ) -> HTML {
    let names = frame.ward.folder.areaNames()
    let links = counts.keys.sorted().pieces { area in
      let count = counts[area]?.values.reduce(0, +) ?? 0
      let words = Area(area).map { frame.words([$0], names) } ?? area
      return """
        <li><a href="\(frame.at("/homes/map/\(area)"))"\(" aria-current=\"true\"", if: area == here)>\
        \(words): \(count)</a></li>
        """
    }
    return "<ul class=\"filters\">\(links)</ul>"
  }

  /// What colours and shapes mean, with counts; each is a filter.
  private static func legend(
    _ frame: Frame, _ counts: [HomeState: Int], _ chosen: HomeState?
  ) -> HTML {
    let items = HomeState.allCases.pieces { state in
      """
      <li><a href="?filter=\(state.rawValue)"\(" aria-current=\"true\"", if: state == chosen)>\
      <svg class="homes" width="28" height="28" viewBox="0 0 40 40" aria-hidden="true">\(shape(state))</svg>
        \(words(state, frame)): <b>\(counts[state] ?? 0)</b></a></li>
      """
    }
    return """
      <ul class="filters" id="legend"><li><a href="?"\(" aria-current=\"true\"", if: chosen == nil)>\
      \(frame.say("Tất cả", "All")): <b>\(counts.values.reduce(0, +))</b></a></li>\(items)</ul>
      """
  }

  private static func words(_ state: HomeState, _ frame: Frame) -> String {
    switch state {
    case .inOrder: frame.say("Tốt", "In order")
    case .fails: frame.say("Hỏng một phần", "Fails in a part")
    case .notReached: frame.say("Mất kết nối", "Not reached")
    case .neverHeard: frame.say("Chưa lắp", "Never heard of")
    case .retired: frame.say("Thôi dùng", "Retired")
    }
  }

  // MARK: Drawing

  /// One home's shape, within 40 by 40: who doesn't see colours sees the shape.
  private static func shape(_ state: HomeState) -> HTML {
    switch state {
    case .inOrder: "<rect class=\"in-order\" x=\"5\" y=\"5\" width=\"30\" height=\"30\"/>"
    case .fails: "<path class=\"fails\" d=\"M20 3 37 36H3z\"/>"
    case .notReached: "<path class=\"not-reached\" d=\"M20 2 38 20 20 38 2 20z\"/>"
    case .neverHeard: "<circle class=\"never-heard\" cx=\"20\" cy=\"20\" r=\"15\"/>"
    case .retired: "<path class=\"retired\" d=\"M6 6h28v28h-28zM6 34 34 6\"/>"
    }
  }

  private static let step = 48

  private static func line(_ name: String, _ homes: [StreetMap.Home], _ frame: Frame) -> HTML {
    let (odd, even) = (
      homes.filter { $0.place.number % 2 == 1 }, homes.filter { $0.place.number % 2 == 0 }
    )
    let width = step * max(odd.count, even.count, 1)
    let squares =
      odd.enumerated().pieces { square($1, x: step * $0, y: 0, frame) }
      + even.enumerated().pieces { square($1, x: step * $0, y: 76, frame) }
    return """
      <figure class="street"><figcaption>\(name) (\(homes.count))</figcaption>
        <div class="wide" tabindex="0" role="group" aria-label="\(name)">
        <svg class="homes" width="\(width)" height="136" viewBox="0 0 \(width) 136" role="group" aria-label="\(name)">
        <path class="road" d="M0 68H\(width)"/>\(squares)</svg></div></figure>
      """
  }

  private static func square(
    _ home: StreetMap.Home, x: Int, y: Int, _ frame: Frame
  ) -> HTML {
    let words = "\(home.place.house): \(words(home.home.state, frame)), \(home.home.terminal)"
    return """
      <a href="\(frame.at("/homes/\(home.home.terminal)"))" aria-label="\(words)"><title>\(words)</title>\
      <g transform="translate(\(x + 4) \(y))">\(shape(home.home.state))<text x="20" y="56">\(home.place.house)</text></g></a>
      """
  }

  /// Homes whose address can't be read stand in a row of their own.
  private static func unread(_ homes: [MappedHome], _ frame: Frame) -> HTML {
    let name = frame.say(
      "Địa chỉ chưa ghi hoặc không đọc được", "No address, or one that can't be read")
    let squares = homes.pieces { home in
      let words = "\(home.terminal): \(words(home.state, frame)), \(home.address ?? "")"
      return """
        <a href="\(frame.at("/homes/\(home.terminal)"))" aria-label="\(words)" title="\(words)">\
        <svg class="homes" width="40" height="40" viewBox="0 0 40 40" aria-hidden="true">\(shape(home.state))</svg></a>
        """
    }
    return """
      <figure class="street"><figcaption>\(name) (\(homes.count))</figcaption><p>\(squares)</p></figure>
      """
  }

  /// The same as a list, for whoever reads with ears.
  private static func list(_ map: StreetMap, _ frame: Frame) -> HTML {
    func item(_ home: MappedHome) -> HTML {
      """
      <li><a href="\(frame.at("/homes/\(home.terminal)"))">\(home.terminal)</a>
        \(home.address ?? frame.say("chưa ghi địa chỉ", "no address")): \(words(home.state, frame))</li>
      """
    }
    let homes = map.lines.flatMap { $0.homes.map(\.home) } + map.unread
    return """
      <details><summary>\(frame.say("Danh sách cùng nội dung", "The same as a list"))</summary>
        <ul id="list" data-live>\(homes.pieces(item))</ul></details>
      """
  }
}

/// Homes by street or alley, in the order of their numbers.
struct StreetMap {
  /// A home whose address can be read.
  struct Home {
    var home: MappedHome
    var place: StreetAddress
  }

  private(set) var lines: [(name: String, homes: [Home])] = []
  private(set) var unread: [MappedHome] = []

  init(_ homes: [MappedHome]) {
    var found: [String: [Home]] = [:]
    for home in homes {
      if let place = home.address.flatMap({ StreetAddress($0) }) {
        found[place.line, default: []].append(Home(home: home, place: place))
      } else {
        unread.append(home)
      }
    }
    lines = found.map { line in
      (line.key, line.value.sorted { StreetAddress.areInOrder($0.place, $1.place) })
    }.sorted { Letters.areInOrder($0.name, $1.name) }
  }
}
