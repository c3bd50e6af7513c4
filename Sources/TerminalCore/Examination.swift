import WardContract

/// The terminal examines itself: first whatever can be found out without a person, then, if somebody has
/// asked for it at the terminal, what only a person can judge.
///
/// It holds nothing up: an emergency, a call for help or somebody who walks away ends it at once, and
/// what was not judged by then counts as passed over.
struct Examination {
  /// How long disk and broker have to answer, in milliseconds.
  static let probeMilliseconds: Int64 = 10_000
  /// How long a question waits for an answer, in milliseconds. Nobody there for one is there for the next.
  static let questionMilliseconds: Int64 = 60_000

  /// What somebody is asked, in this order.
  enum Question {
    case speaker
    case display
    case lamps
    case buttons

    /// What the answer is about; the buttons are judged one by one.
    var subject: Diagnosis.Subject? {
      switch self {
      case .speaker: .speaker
      case .display: .display
      case .lamps: .lamps
      case .buttons: nil
      }
    }

    fileprivate var refusal: Diagnosis.Reason { self == .speaker ? .notHeard : .notSeen }
  }

  /// Where somebody is who looks at it.
  enum View: Equatable {
    case start(row: Int)
    case result(page: Int)
  }

  /// What the disk has said of itself.
  enum StorageWord: Equatable {
    case awaited
    case unreadable
    case read(StorageState)
  }

  /// One examination under way.
  struct Run {
    var cause: Diagnosis.Cause
    var command: Identifier?
    let token: UInt64
    let probeEnds: Int64
    var storage = StorageWord.awaited
    /// How long the broker took for a message.
    var roundTripMilliseconds: Int?
    /// Whether the broker's answer is waited for.
    var awaitsBroker: Bool
    /// What is still to be asked; the first is on the screen.
    var questions: [Question]
    /// When the question on the screen is given up; `nil` before it is there.
    var questionEnds: Int64?
    var answers: [(subject: Diagnosis.Subject, verdict: Diagnosis.Verdict)] = []
    var pressed: [Button] = []
    /// What becomes of buttons that were not pressed.
    var unpressed = Diagnosis.Verdict.skipped
    /// Something more urgent came, or nobody is there any more.
    var isBrokenOff = false

    var isProbing: Bool { !isBrokenOff && (storage == .awaited || awaitsBroker) }

    func answer(_ subject: Diagnosis.Subject) -> Diagnosis.Verdict {
      answers.first { $0.subject == subject }?.verdict ?? .skipped
    }
  }

  /// What a press asks the terminal to do.
  enum Action: Equatable {
    case none
    case leave
    case begin
    case soundTones
  }

  private(set) var run: Run?
  private(set) var view = View.start(row: 0)

  /// Somebody at the terminal answers questions.
  var isAttended: Bool { run?.cause == .household }

  /// The question on the screen.
  var question: Question? {
    guard let run, isAttended, !run.isProbing else { return nil }
    return run.questions.first
  }

  /// Somebody opens its screens.
  mutating func opened() { view = .start(row: 0) }

  // MARK: Course

  /// Begins one, or has the one that goes on answer this wish too; says whether `token` is used.
  mutating func begin(
    _ cause: Diagnosis.Cause, command: Identifier?, questions: [Question], token: UInt64,
    isLinkUp: Bool, _ moment: Moment
  ) -> Bool {
    if var going = run {
      going.command = going.command ?? command
      if cause == .household, going.cause != .household {
        (going.cause, going.questions) = (.household, questions)
      }
      run = going
      return false
    }
    run = Run(
      cause: cause, command: command, token: token,
      probeEnds: moment.monotonicMilliseconds + Self.probeMilliseconds, awaitsBroker: isLinkUp,
      questions: questions)
    return true
  }

  /// The disk has answered; `nil` if it can't say how it is.
  mutating func storage(_ token: UInt64, _ state: StorageState?) {
    guard run?.token == token else { return }
    run?.storage = state.map { .read($0) } ?? .unreadable
  }

  /// The broker has taken a message.
  mutating func broker(_ token: UInt64, milliseconds: Int) {
    guard run?.token == token, run?.awaitsBroker == true else { return }
    run?.roundTripMilliseconds = milliseconds
    run?.awaitsBroker = false
  }

  /// Ends the questions at once.
  mutating func breakOff() {
    run?.isBrokenOff = true
    run?.questions = []
  }

  /// A question that a part's failing has answered is not asked.
  mutating func pass(over question: Question) {
    guard self.question == question else { return }
    next()
  }

  /// Goes on to what is due; says whether a question has just come onto the screen.
  mutating func advance(_ moment: Moment) -> Question? {
    let now = moment.monotonicMilliseconds
    guard let run else { return nil }
    if run.isProbing, now >= run.probeEnds {
      self.run?.awaitsBroker = false
      if run.storage == .awaited { self.run?.storage = .unreadable }
    }
    if let ends = run.questionEnds, now >= ends { breakOff() }
    guard let question, self.run?.questionEnds == nil else { return nil }
    self.run?.questionEnds = now + Self.questionMilliseconds
    return question
  }

  /// Takes the run off once nothing is left to be found out.
  mutating func takeEnded() -> Run? {
    guard let ended = run, !ended.isProbing, ended.questions.isEmpty else { return nil }
    if isAttended { view = .result(page: 0) }
    run = nil
    return ended
  }

  /// When time alone changes something, in monotonic milliseconds.
  var deadline: Int64? { run.map { $0.isProbing ? $0.probeEnds : $0.questionEnds ?? $0.probeEnds } }

  private mutating func next() {
    run?.questions.removeFirst()
    run?.questionEnds = nil
  }

  // MARK: Buttons

  /// A button went down while the buttons are tried; says whether that was all it meant.
  mutating func tries(_ button: Button, of buttons: [Button], _ moment: Moment) -> Bool {
    guard question == .buttons, let run else { return false }
    if run.pressed.contains(button) {
      // Whoever presses these once more is through, and the others did not answer.
      if button == .ok || button == .back {
        self.run?.unpressed = .bad(.notPressed)
        next()
      }
      return true
    }
    self.run?.pressed.append(button)
    self.run?.questionEnds = moment.monotonicMilliseconds + Self.questionMilliseconds
    if buttons.allSatisfy({ $0 == button || run.pressed.contains($0) }) { next() }
    return true
  }

  /// A button was pressed on its screens.
  mutating func press(_ button: Button, hasResult: Bool, pageCount: Int) -> Action {
    if isAttended { return answer(button) }
    switch (view, button) {
    case (.start, .back): return .leave
    case (.start, .up): view = .start(row: 0)
    case (.start, .down): view = .start(row: hasResult ? 1 : 0)
    case (.start(let row), _):
      guard row == 1 else { return .begin }
      view = .result(page: 0)
    case (.result(let page), .up): view = .result(page: max(page - 1, 0))
    case (.result(let page), .down): view = .result(page: min(page + 1, max(pageCount - 1, 0)))
    case (.result, _): view = .start(row: 0)
    }
    return .none
  }

  private mutating func answer(_ button: Button) -> Action {
    guard let question, let subject = question.subject else {
      return button == .back ? .leave : .none
    }
    switch button {
    case .ok: run?.answers.append((subject, .good))
    case .back: run?.answers.append((subject, .bad(question.refusal)))
    case .up where question == .speaker, .down where question == .speaker: return .soundTones
    default: run?.answers.append((subject, .skipped))
    }
    next()
    return .none
  }
}
