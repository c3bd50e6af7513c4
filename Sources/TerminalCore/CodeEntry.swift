import WardContract

/// A code that is entered with three buttons: ▲ and ▼ change a character, OK goes on to the next, Back
/// to the one before. Only what the format allows at a place is offered, and what it leaves no choice of
/// stands by itself.
struct CodeEntry: Equatable {
  /// What stands at the end of a code.
  static let done = "Xong"

  /// What a press came to.
  enum Outcome: Equatable {
    case goesOn
    /// Back was pressed before the first character.
    case left
    case entered(String)
  }

  let format: CodeFormat
  private(set) var entered = ""
  private var index = 0
  /// What is wrong with the code that was entered last, for people; until a button is pressed.
  var fault: String?

  init(format: CodeFormat) {
    self.format = format
    fill()
  }

  /// What can stand here; "Xong" is the last, if the code may end.
  private var choices: [String] {
    format.choices(after: entered).map { String($0) }
      + (format.accepts(entered) ? [Self.done] : [])
  }

  /// Adds what there is no choice of.
  private mutating func fill() {
    while case let choices = choices, choices.count == 1, choices[0] != Self.done {
      entered += choices[0]
    }
    index = 0
  }

  mutating func press(_ button: Button) -> Outcome {
    fault = nil
    let choices = choices
    switch button {
    case .up: index = (index + choices.count - 1) % choices.count
    case .down: index = (index + 1) % choices.count
    case .back: return goBack() ? .goesOn : .left
    case .ok:
      guard choices[index] != Self.done else { return .entered(entered) }
      entered += choices[index]
      fill()
    default: break
    }
    return .goesOn
  }

  /// Takes back the last character that was a choice; false if there was none.
  private mutating func goBack() -> Bool {
    var rest = entered
    while let last = rest.popLast() {
      let choices = format.choices(after: rest)
      guard choices.count > 1 || format.accepts(rest) else { continue }
      entered = rest
      index = choices.firstIndex(of: last) ?? 0
      return true
    }
    return false
  }

  /// The screen, with what the code is.
  func screen(title: String, help: String) -> CodeEntryScreen {
    let choices = choices
    let count = choices.count
    return CodeEntryScreen(
      title: title, help: help, fault: fault, entered: entered, choice: choices[index],
      previous: count > 1 ? choices[(index + count - 1) % count] : "",
      next: count > 1 ? choices[(index + 1) % count] : "",
      isComplete: choices[index] == Self.done)
  }
}
