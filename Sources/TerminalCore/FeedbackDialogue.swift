import WardContract

/// The household's way from a subject to a feedback on its way, and to what the ward says to it.
struct FeedbackDialogue {
  enum Step: Equatable {
    /// What was sent, and what can be begun.
    case list
    /// One feedback, and what the ward says to it.
    case feedback(Identifier)
    case subjects
    /// To speak, or a ready sentence.
    case ways
    case recording(token: UInt64, RecordingPhase)
    /// The draft, before it is sent.
    case review
    /// Why there is no recording.
    case trouble(RecordingTrouble)
    /// As many requests are under way as a home can have.
    case full
  }

  enum RecordingPhase: Equatable {
    /// The microphone is being opened.
    case opening
    case speaking
    /// The microphone is being closed, and the disk keeps what was said.
    case closing
  }

  /// How something can be said.
  enum Way: Equatable {
    case speak
    /// On a phone.
    case write
    case sentence(String)
  }

  /// What can be done with a draft.
  enum Choice: Equatable {
    case send
    case listen
    case again
    case discard
  }

  /// What a press asks the terminal to do.
  enum Action: Equatable {
    case none
    case leave
    case record
    case stopRecording(token: UInt64)
    case keep(sentence: String)
    case write
    case send
    case listen
    case discard
    case opened(Identifier)
    case readOut
  }

  private(set) var step = Step.list
  /// The chosen row of the list that is shown.
  private(set) var row = 0
  private(set) var page = 0
  private(set) var subject: Directory.Subject?
  /// What would be sent; a recording in it is on disk, and so is the draft then.
  private(set) var draft: Request?
  private(set) var draftTrouble: RecordingTrouble?
  private(set) var recordedMilliseconds = 0
  private(set) var levelPercent = 0
  private let hasMicrophone: Bool

  init(hasMicrophone: Bool, draft: Request? = nil) {
    self.hasMicrophone = hasMicrophone
    self.draft = draft
  }

  /// Somebody speaks, or is about to: nothing that can wait may sound.
  var isRecording: Bool {
    if case .recording(_, .opening) = step { return true }
    if case .recording(_, .speaking) = step { return true }
    return false
  }

  private mutating func go(to step: Step, row: Int = 0) {
    (self.step, self.row, page) = (step, row, 0)
  }

  /// Somebody turns to feedback. A recording that was made and not sent waits in the list.
  mutating func open() {
    if case .recording = step { return }
    go(to: .list)
  }

  /// What the list offers before the feedbacks themselves.
  var beginnings: [Step] { draft == nil ? [.subjects] : [.subjects, .review] }

  /// What can be done with the draft.
  var choices: [Choice] {
    draft?.recording == nil ? [.send, .again, .discard] : [.send, .listen, .again, .discard]
  }

  /// The ways to say something about the subject, the one that most can go first.
  func ways(canWrite: Bool) -> [Way] {
    (hasMicrophone ? [.speak] : []) + (canWrite ? [.write] : [])
      + (subject?.sentences ?? []).map { .sentence($0) }
  }

  // MARK: Buttons

  /// A button was pressed. `feedbacks` are those that were sent, as the list shows them.
  mutating func press(
    _ button: Button, feedbacks: [Identifier], subjects: [Directory.Subject], canWrite: Bool,
    pageCount: Int
  ) -> Action {
    switch (button, step) {
    case (.up, .feedback): page = max(page - 1, 0)
    case (.down, .feedback): page = min(page + 1, max(pageCount - 1, 0))
    case (.up, _): row = max(row - 1, 0)
    case (.down, _): row = min(row + 1, max(rows(feedbacks, subjects, canWrite) - 1, 0))
    case (.back, _): return back(feedbacks)
    case (.ok, .list): return openRow(feedbacks)
    case (.ok, .subjects):
      subject = subjects[min(row, subjects.count - 1)]
      go(to: .ways)
    case (.ok, .ways): return takeWay(canWrite)
    case (.ok, .recording(let token, .speaking)): return stop(token)
    case (.ok, .review): return take(choices[min(row, choices.count - 1)])
    case (.ok, .feedback): return .readOut
    case (.ok, .trouble): go(to: subject == nil ? .list : .ways)
    case (.ok, .full): go(to: .list)
    default: break
    }
    return .none
  }

  /// Rows of the list that is shown.
  private func rows(
    _ feedbacks: [Identifier], _ subjects: [Directory.Subject], _ canWrite: Bool
  ) -> Int {
    switch step {
    case .list: beginnings.count + feedbacks.count
    case .subjects: subjects.count
    case .ways: ways(canWrite: canWrite).count
    case .review: choices.count
    case .feedback, .recording, .trouble, .full: 0
    }
  }

  private mutating func back(_ feedbacks: [Identifier]) -> Action {
    switch step {
    case .list: return .leave
    case .feedback(let identifier):
      let index = feedbacks.firstIndex(of: identifier) ?? 0
      go(to: .list, row: beginnings.count + index)
    case .subjects, .review, .full: go(to: .list)
    case .ways: go(to: .subjects)
    case .recording(let token, .speaking): return stop(token)
    case .recording: break
    case .trouble: go(to: subject == nil ? .list : .ways)
    }
    return .none
  }

  private mutating func openRow(_ feedbacks: [Identifier]) -> Action {
    if row < beginnings.count {
      // One draft at a time: what was said first is sent, or thrown away, first.
      go(to: draft == nil ? .subjects : .review)
      return .none
    }
    let index = row - beginnings.count
    guard index < feedbacks.count else { return .none }
    go(to: .feedback(feedbacks[index]))
    return .opened(feedbacks[index])
  }

  private func takeWay(_ canWrite: Bool) -> Action {
    switch ways(canWrite: canWrite)[safe: row] {
    case .speak: .record
    case .write: .write
    case .sentence(let sentence): .keep(sentence: sentence)
    case nil: .none
    }
  }

  private mutating func take(_ choice: Choice) -> Action {
    switch choice {
    case .send: return .send
    case .listen: return .listen
    case .again:
      if draft?.recording != nil { return .record }
      draft = nil
      go(to: subject == nil ? .subjects : .ways)
      return .none
    case .discard: return .discard
    }
  }

  /// Ends a recording that goes on, and gives its token.
  mutating func interrupt() -> UInt64? {
    guard isRecording, case .recording(let token, _) = step else { return nil }
    step = .recording(token: token, .closing)
    return token
  }

  private mutating func stop(_ token: UInt64) -> Action {
    step = .recording(token: token, .closing)
    return .stopRecording(token: token)
  }

  // MARK: Recording

  /// The microphone was asked for.
  mutating func records(_ token: UInt64) {
    (recordedMilliseconds, levelPercent) = (0, 0)
    go(to: .recording(token: token, .opening))
  }

  mutating func started(_ token: UInt64) {
    if step == .recording(token: token, .opening) { step = .recording(token: token, .speaking) }
  }

  mutating func goes(_ token: UInt64, milliseconds: Int, levelPercent: Int) {
    guard case .recording(token, _) = step else { return }
    (recordedMilliseconds, self.levelPercent) = (milliseconds, levelPercent)
  }

  /// There is no recording. One that was made before stays.
  mutating func failed(_ token: UInt64, _ trouble: RecordingTrouble) {
    guard case .recording(token, _) = step else { return }
    go(to: .trouble(trouble))
  }

  /// Nobody can speak now.
  mutating func refuse(_ trouble: RecordingTrouble) { go(to: .trouble(trouble)) }

  /// Whether that recording is the one that is being made.
  func isRecording(_ token: UInt64) -> Bool {
    if case .recording(token, _) = step { true } else { false }
  }

  // MARK: The draft

  /// This is what would be sent.
  mutating func take(draft: Request, _ trouble: RecordingTrouble? = nil) {
    self.draft = draft
    draftTrouble = trouble
    go(to: .review)
  }

  /// A form waits to be filled in on a phone; `nil`: there was no room for one.
  mutating func shows(form identifier: Identifier?) {
    go(to: identifier.map { .feedback($0) } ?? .full)
  }

  /// It was sent, under that name; or there was no room.
  mutating func sent(_ identifier: Identifier?) {
    guard let identifier else { return go(to: .full) }
    draft = nil
    go(to: .feedback(identifier))
  }

  mutating func discarded() {
    draft = nil
    go(to: .list)
  }

  /// A feedback that was shown has given way.
  mutating func settle(_ feedbacks: [Identifier]) {
    if case .feedback(let identifier) = step, !feedbacks.contains(identifier) { go(to: .list) }
  }
}
