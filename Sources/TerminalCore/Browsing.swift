import Vietnam

/// A walk through names in the order of the alphabet. A list that is too long to walk through is
/// divided into a few sections by how its names begin, and a long section again: of a thousand names
/// each is four choices away.
struct Browsing: Equatable {
  /// Most names in a row.
  static let longestList = 12
  /// Most sections of a list.
  static let sections = 7

  /// How many names stand above and below all sections.
  typealias Fixed = (above: Int, below: Int)

  /// What stands in a row.
  enum Row: Equatable {
    case name(Int)
    case section(Range<Int>)
  }

  /// What a press came to.
  enum Outcome: Equatable {
    case goesOn
    /// Back was pressed in the whole list, or there is nothing to choose.
    case left
    case chose(Int)
  }

  private struct Level: Equatable {
    var range: Range<Int>
    var selected: Int
  }

  /// The sections that were opened, each within the one before, with what was chosen around it.
  private var opened: [Level] = []
  private var index = 0

  /// The rows from top to bottom. So many names at the beginning and at the end are `fixed`: they stand
  /// around all sections, in an order of their own.
  func rows(_ names: [String], fixed: Fixed = (0, 0)) -> [Row] {
    guard let level = opened.last else {
      let (begin, end) = (fixed.above, names.count - fixed.below)
      return (0..<begin).map { .name($0) } + Self.rows(begin..<end, names)
        + (end..<names.count).map { .name($0) }
    }
    // Another list may have taken the place of the one that was opened.
    return Self.rows(level.range.clamped(to: 0..<names.count), names)
  }

  private static func rows(_ range: Range<Int>, _ names: [String]) -> [Row] {
    range.count > longestList
      ? divided(range, names).map { .section($0) } : range.map { .name($0) }
  }

  /// Index of the chosen row; 0 in an empty list.
  func selected(_ rows: [Row]) -> Int { min(index, max(rows.count - 1, 0)) }

  mutating func press(_ button: Button, _ names: [String], fixed: Fixed = (0, 0)) -> Outcome {
    let rows = rows(names, fixed: fixed)
    index = selected(rows)
    switch button {
    case .up: index = max(index - 1, 0)
    case .down: index = min(index + 1, max(rows.count - 1, 0))
    case .ok:
      switch rows[safe: index] {
      case .name(let name): return .chose(name)
      case .section(let range):
        opened.append(Level(range: range, selected: index))
        index = 0
      case nil: return .left
      }
    default:
      guard let level = opened.popLast() else { return .left }
      index = level.selected
    }
    return .goesOn
  }

  /// Sections of about the same length; one ends where the first letter changes, if that is near.
  private static func divided(_ range: Range<Int>, _ names: [String]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var begin = range.lowerBound
    for number in 1..<sections {
      let target = range.lowerBound + range.count * number / sections
      let reach = range.count / (2 * sections)
      let near = (0...reach).lazy.flatMap { [target + $0, target - $0] }.first { cut in
        cut > begin && cut < range.upperBound && initial(names[cut]) != initial(names[cut - 1])
      }
      let end = near ?? target
      guard end > begin else { continue }
      ranges.append(begin..<end)
      begin = end
    }
    return ranges + [begin..<range.upperBound]
  }

  /// What a section is called: how its first and its last name begin, as far as that tells them from
  /// their neighbours, behind the words that all of it begins with: "Đăng ký: khai sinh – kết hôn".
  static func title(_ range: Range<Int>, of names: [String]) -> String {
    let (first, last) = (names[range.lowerBound], names[range.upperBound - 1])
    let around = [names[safe: range.lowerBound - 1], names[safe: range.upperBound]]
    let isOneLetter = initial(first) == initial(last)
    if isOneLetter, !around.contains(where: { $0.map(initial) == initial(first) }) {
      return initial(first)
    }
    let before = head(first, unlike: [around[0], isOneLetter ? last : nil])
    let after = head(last, unlike: [around[1], isOneLetter ? first : nil])
    if before == after { return before.joined(separator: " ") }
    let common = min(shared(before, after), before.count - 1, after.count - 1)
    let ends = [before, after].map { $0.dropFirst(common).joined(separator: " ") }
    let between = ends.joined(separator: " – ")
    return common == 0 ? between : "\(before.prefix(common).joined(separator: " ")): \(between)"
  }

  /// The fewest words at the beginning of a name that no other one begins with; the first letter if that
  /// is enough.
  private static func head(_ name: String, unlike others: [String?]) -> [String] {
    let alike = others.compactMap { $0 }.filter { initial($0) == initial(name) }
    let most = alike.map { shared(words(name), words($0)) }.max()
    return most.map { Array(words(name).prefix($0 + 1)) } ?? [initial(name)]
  }

  private static func words(_ name: String) -> [String] {
    name.split(separator: " ").map { String($0) }
  }

  /// How many words both begin with.
  private static func shared(_ words: [String], _ others: [String]) -> Int {
    zip(words, others).prefix { $0.lowercased() == $1.lowercased() }.count
  }

  private static func initial(_ name: String) -> String { Letters.initial(of: name) }
}

extension Browsing {
  /// The list as a screen. `value` says what a name stands at, and whether that wants to be seen.
  func screen(
    _ title: String, _ names: [String], fixed: Fixed = (0, 0), action: String, note: String = "",
    value: (Int) -> (words: String, isMarked: Bool) = { _ in ("", false) }
  ) -> ChoiceScreen {
    let rows = rows(names, fixed: fixed)
    return ChoiceScreen(
      title: title,
      rows: rows.map { row in
        switch row {
        case .name(let index):
          let value = value(index)
          return .init(name: names[index], value: value.words, isMarked: value.isMarked)
        case .section(let range): return .init(name: Self.title(range, of: names))
        }
      }, selected: selected(rows), action: isSection(rows) ? Words.open : action, note: note)
  }

  /// Whether the chosen row is a section.
  private func isSection(_ rows: [Row]) -> Bool {
    if case .section = rows[safe: selected(rows)] { true } else { false }
  }
}
