import Hummingbird

/// A part of a long list.
struct Paging {
  let size: Int
  private let number: Int
  private let filter: String?

  /// The part that `page` of the query asks for, from 1 on.
  init(_ request: Request, size: Int) {
    self.size = size
    let asked = request.uri.queryParameters["page"].flatMap { Int($0) } ?? 1
    number = min(max(1, asked), 100_000)
    filter = request.uri.queryParameters["filter"].map(String.init)
  }

  var offset: Int { (number - 1) * size }

  /// The part of a list that is there as a whole.
  func part<Element>(of all: some Sequence<Element>) -> [Element] {
    Array(all.dropFirst(offset).prefix(size))
  }

  /// The way to the parts before and after this one.
  func links(of total: Int, _ frame: Frame) -> HTML {
    let last = max(1, (total + size - 1) / size)
    guard last > 1 else { return .none }
    func link(_ target: Int, _ label: String) -> HTML {
      let kept = filter.map { "filter=\($0)&" } ?? ""
      return "<a href=\"?\(kept)page=\(target)\">\(label)</a> "
    }
    return """
      <p class="paging">\(link(number - 1, frame.say("← Trước", "← Previous")), if: number > 1)
        \(frame.say("Trang", "Page")) \(min(number, last))/\(last)
        \(link(number + 1, frame.say("Sau →", "Next →")), if: number < last)</p>
      """
  }
}
