/// A chart of lines over hours, drawn by the server. Lines differ in colour, dashes and marks, so that
/// they can be told apart without colours; the numbers stand in a table beside it for whoever can't see it.
struct LineChart {
  /// One line.
  struct Line {
    /// What it is called in the legend.
    var name: String
    /// `nil` where nothing was measured: the line is broken there.
    var values: [Double?]
  }

  /// What it shows, with its unit.
  var title: String
  /// What stands below each place, empty where nothing is to stand.
  var labels: [String]
  /// At most as many as there are styles: two.
  var lines: [Line]
  /// Whether the scale begins at zero.
  var isFromZero = true

  private static let (width, height) = (480.0, 240.0)
  private static let (left, right, top, bottom) = (52.0, 12.0, 14.0, 34.0)
  /// Most intervals of the scale.
  private static let mostSteps = 5.0

  private var values: [Double] { lines.flatMap { $0.values.compactMap(\.self) } }

  /// The scale from its lowest to its highest mark: steps of one, two or five times a power of ten.
  var marks: [Double] {
    let lowest = isFromZero ? min(0, values.min() ?? 0) : values.min() ?? 0
    let highest = max(values.max() ?? 1, lowest + 1)
    let rough = (highest - lowest) / Self.mostSteps
    var power = 1.0
    while power * 10 <= rough { power *= 10 }
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= rough } ?? power * 10
    let first = (lowest / step).rounded(.down)
    let last = max((highest / step).rounded(.up), first + 1)
    return stride(from: first, through: last, by: 1).map { $0 * step }
  }

  /// The chart, or nothing if nothing was measured.
  var piece: HTML {
    guard !values.isEmpty else { return .none }
    let marks = marks
    let grid = marks.pieces { mark in
      let y = Self.number(height(of: mark, in: marks))
      return """
        <line class="grid" x1="\(Self.number(Self.left))" x2="\(Self.number(Self.width - Self.right))" y1="\(y)" y2="\(y)"/>
        <text class="end" x="\(Self.number(Self.left - 8))" y="\(y)" dy="5">\(Self.number(mark))</text>
        """
    }
    let hours = labels.enumerated().filter { !$0.element.isEmpty }.pieces { index, label in
      """
      <text class="middle" x="\(Self.number(across(index)))" y="\(Self.number(Self.height - 10))">\(label)</text>
      """
    }
    let drawn = lines.enumerated().pieces { index, line in
      "<g class=\"line-\(index)\">\(draw(line, marks, index))</g>"
    }
    let legend = lines.enumerated().pieces { index, line in
      """
      <li><svg class="sample" viewBox="0 0 40 14" aria-hidden="true"><g class="line-\(index)">\
      <polyline points="0,7 40,7"/>\(Self.mark(20, 7, index))</g></svg> \(line.name)</li>
      """
    }
    return """
      <figure class="chart"><figcaption>\(title)</figcaption>
        <svg viewBox="0 0 480 240" role="img" aria-label="\(title)">\(grid)\(hours)\(drawn)</svg>
        <ul class="legend">\(legend)</ul></figure>
      """
  }

  private func draw(_ line: Line, _ marks: [Double], _ style: Int) -> [HTML] {
    var pieces: [HTML] = []
    var run: [(x: Double, y: Double)] = []
    func end() {
      if run.count > 1 {
        let points = run.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        pieces.append("<polyline points=\"\(points)\"/>")
      }
      pieces += run.pieces { Self.mark($0.x, $0.y, style) }
      run = []
    }
    for (index, value) in line.values.enumerated() {
      if let value { run.append((across(index), height(of: value, in: marks))) } else { end() }
    }
    end()
    return pieces
  }

  /// A dot on the first line, a square on the second.
  private static func mark(_ x: Double, _ y: Double, _ style: Int) -> HTML {
    style == 0
      ? "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"3\"/>"
      : "<rect x=\"\(number(x - 3))\" y=\"\(number(y - 3))\" width=\"6\" height=\"6\"/>"
  }

  private func across(_ index: Int) -> Double {
    let room = Self.width - Self.left - Self.right
    return Self.left + room * (Double(index) + 0.5) / Double(max(1, labels.count))
  }

  private func height(of value: Double, in marks: [Double]) -> Double {
    let (lowest, highest) = (marks[0], marks[marks.count - 1])
    let room = Self.height - Self.top - Self.bottom
    return Self.top + room * (highest - value) / (highest - lowest)
  }

  /// As SVG has numbers: at most one digit behind the point.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let digits = tenths.magnitude
    return digits % 10 == 0 ? "\(sign)\(digits / 10)" : "\(sign)\(digits / 10).\(digits % 10)"
  }
}
