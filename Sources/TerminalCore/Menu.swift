import WardContract

/// Where the household is in the menu, and what its buttons mean there.
struct Menu {
  /// Untouched for this long, the menu goes back to the rest screen, in milliseconds.
  static let patienceMilliseconds: Int64 = 90_000
  /// Bills and feedback are looked at for longer: somebody pays or writes with a phone meanwhile.
  static let phoneMilliseconds: Int64 = 600_000
  static let volumeStepPercent = 10
  /// Whoever goes back step by step often presses once too often: at rest, Back means nothing for so
  /// long after the one before, in milliseconds.
  static let backRunMilliseconds: Int64 = 2_000
  /// Most all-clear notices that can wait to be read.
  static let maximumNotices = 4

  /// Where the household is.
  enum Place: Equatable {
    case rest
    case functions
    case news
    case air
    case reader(Identifier)
    case services
    case bills
    case numbers
    /// What the household tells its ward; `FeedbackDialogue` knows where within.
    case feedback
    case status
    case quiet
    case settings
    case watchOver
    /// The terminal examines itself; `Examination` knows where within.
    case examination
  }

  /// What the household can turn to, from top to bottom.
  enum Function: CaseIterable {
    case news
    case feedback
    case air
    case services
    case bills
    case numbers
    case settings
    case status

    fileprivate var place: Place {
      switch self {
      case .news: .news
      case .feedback: .feedback
      case .air: .air
      case .services: .services
      case .bills: .bills
      case .numbers: .numbers
      case .settings: .settings
      case .status: .status
      }
    }
  }

  /// What can be changed about silence, from top to bottom.
  enum QuietChoice: Int, CaseIterable {
    case pause
    case daily
    case begins
    case ends
    case secondSpeaker
  }

  private(set) var place: Place = .rest
  private(set) var selected: Identifier?
  /// Where the item that is open stood in the list.
  private var openedRow = 0
  private(set) var quietChoice = QuietChoice.pause
  private(set) var function = Function.news
  private(set) var setting = Setting.volume
  /// Index of the chosen hours.
  private(set) var watchOverChoice = 0
  /// Where Back leads from a function: the list of functions, or the rest screen if a short way led to
  /// it.
  private var isFromFunctions = false
  /// The same for the screen of silence: settings, or status.
  private var isQuietFromSettings = false
  private(set) var page = 0
  /// The page of what stands over the menu, and what that was.
  private var turned: (overlay: Overlay, page: Int) = (.none, 0)
  /// Pages of the screen as it was drawn last.
  var pageCount = 1
  var volumePercent: Int
  /// Ends of emergencies that nobody has acknowledged yet, the oldest first.
  private(set) var notices: [EndNotice] = []
  private var touchedAt: Int64 = 0
  /// When Back was pressed last, in monotonic milliseconds.
  private var backAt: Int64?

  private let lastQuietChoice: QuietChoice

  init(volumePercent: Int, hasSecondSpeaker: Bool) {
    self.volumePercent = volumePercent
    lastQuietChoice = hasSecondSpeaker ? .secondSpeaker : .ends
  }

  /// What a press asks the terminal to do.
  enum Action: Equatable {
    case none
    case confirm(Identifier)
    case open(Identifier)
    case play(Identifier)
    case silence
    case setVolume(Int)
    case turn(QuietChoice)
    case change(Setting)
    /// The household wants to end the silence that the screen explains.
    case endSilence
    case agreeToWatchOver(Int)
    /// A function that decides itself what buttons mean has been opened.
    case opened(Function)
    /// The examination of the terminal has been opened.
    case openedExamination
    /// The button is for the function where the household is.
    case pass(Button)
  }

  /// What stands over the menu: decides what the buttons mean.
  enum Overlay: Equatable {
    case none
    case emergency(Identifier, revision: Int)
    case allClear(Identifier)
    case broadcast(Identifier)

    var isEmergency: Bool {
      if case .emergency = self { true } else { false }
    }
  }

  /// Somebody stands before the terminal.
  mutating func touch(_ moment: Moment) { touchedAt = moment.monotonicMilliseconds }

  /// Back was pressed, whatever it meant; says whether it goes on a run of them.
  mutating func goesBackAgain(_ moment: Moment) -> Bool {
    let now = moment.monotonicMilliseconds
    defer { backAt = now }
    return backAt.map { now - $0 < Self.backRunMilliseconds } ?? false
  }

  /// A button was pressed.
  mutating func press(
    _ button: Button, overlay: Overlay, rows: [NewsScreen.Row], sounding: Identifier?,
    _ moment: Moment
  ) -> Action {
    touch(moment)
    let isBackAgain = button == .back && goesBackAgain(moment)
    switch button {
    case .volumeUp: return turnVolume(by: Self.volumeStepPercent)
    case .volumeDown: return turnVolume(by: -Self.volumeStepPercent)
    default: break
    }
    switch overlay {
    case .emergency(let identifier, _):
      if button == .ok { return .confirm(identifier) }
      turnPage(of: overlay, button)
      return .none
    case .allClear:
      turnPage(of: overlay, button)
      if button == .ok || button == .back { notices.removeFirst() }
      return .none
    case .broadcast(let identifier):
      if button == .back { return .silence }
      go(to: button == .ok ? .reader(identifier) : .news)
      return button == .ok ? .open(identifier) : .none
    case .none where place == .rest && isBackAgain: return .none
    case .none: return pressInMenu(button, rows: rows, sounding: sounding)
    }
  }

  private mutating func pressInMenu(
    _ button: Button, rows: [NewsScreen.Row], sounding: Identifier?
  ) -> Action {
    switch (place, button) {
    case (.rest, .back):
      isFromFunctions = false
      go(to: .status)
    case (.rest, .up), (.rest, .down):
      function = .news
      go(to: .functions)
    case (.rest, _):
      isFromFunctions = false
      selected = rows.first?.identifier
      go(to: .news)
    case (.functions, .up): function = function.neighbour(-1)
    case (.functions, .down): function = function.neighbour(1)
    case (.functions, .back): go(to: .rest)
    case (.functions, _):
      open(function, rows)
      return .opened(function)
    case (.feedback, _), (.services, _), (.bills, _), (.numbers, _), (.examination, _):
      return .pass(button)
    case (.status, .ok): return .endSilence
    case (.status, .back): leaveFunction()
    case (.status, _): turnPage(button)
    case (.quiet, .up): chooseQuiet(by: -1)
    case (.quiet, .down): chooseQuiet(by: 1)
    case (.quiet, .back): go(to: isQuietFromSettings ? .settings : .status)
    case (.quiet, _): return .turn(quietChoice)
    case (.settings, .up): setting = setting.neighbour(-1)
    case (.settings, .down): setting = setting.neighbour(1)
    case (.settings, .back): leaveFunction()
    case (.settings, _): return change(setting)
    case (.watchOver, .up): watchOverChoice = max(0, watchOverChoice - 1)
    case (.watchOver, .down):
      watchOverChoice = min(watchOverChoice + 1, WatchOver.choices.count - 1)
    case (.watchOver, .back): go(to: .settings)
    case (.watchOver, _): return .agreeToWatchOver(watchOverChoice)
    case (.air, .back): leaveFunction()
    case (.air, _): turnPage(button)
    case (.news, .up): select(rows, by: -1)
    case (.news, .down): select(rows, by: 1)
    case (.news, .back): leaveFunction()
    case (.news, _):
      guard !rows.isEmpty else { return .none }
      openedRow = rows.firstIndex { $0.identifier == selected } ?? 0
      let chosen = rows[openedRow]
      selected = chosen.identifier
      go(to: .reader(chosen.identifier))
      return .open(chosen.identifier)
    case (.reader(let identifier), .ok):
      return sounding == identifier ? .silence : .play(identifier)
    case (.reader(let identifier), .back):
      leave(identifier, rows)
      return sounding == nil ? .none : .silence
    case (.reader, _): turnPage(button)
    }
    return .none
  }

  private mutating func go(to place: Place) {
    self.place = place
    page = 0
    pageCount = 1
  }

  private mutating func open(_ function: Function, _ rows: [NewsScreen.Row]) {
    isFromFunctions = true
    selected = rows.first?.identifier
    setting = .volume
    go(to: function.place)
  }

  /// Back to where the function was opened from.
  mutating func leaveFunction() { go(to: isFromFunctions ? .functions : .rest) }

  /// Back to the settings, of which it is one.
  mutating func leaveExamination() { go(to: .settings) }

  mutating func openQuiet(fromSettings: Bool) {
    isQuietFromSettings = fromSettings
    quietChoice = .pause
    go(to: .quiet)
  }

  private mutating func change(_ setting: Setting) -> Action {
    switch setting {
    case .quiet:
      openQuiet(fromSettings: true)
      return .none
    case .watchOver:
      watchOverChoice = 0
      go(to: .watchOver)
      return .none
    case .examination:
      go(to: .examination)
      return .openedExamination
    // Round and round, since a list has one button for a change; silence is not among it.
    case .volume:
      let isLoudest = volumePercent == 100
      return turnVolume(by: isLoudest ? Self.volumeStepPercent - 100 : Self.volumeStepPercent)
    case .textSize, .readingPace, .brightness, .night: return .change(setting)
    }
  }

  /// Back to the list. What was opened may have gone down to what is heard; whoever was away for long
  /// goes on with what has taken its place.
  private mutating func leave(_ identifier: Identifier, _ rows: [NewsScreen.Row]) {
    if selected == identifier, let next = rows[safe: openedRow], next.isUnheard {
      selected = next.identifier
    }
    go(to: .news)
  }

  private mutating func select(_ rows: [NewsScreen.Row], by step: Int) {
    guard !rows.isEmpty else { return }
    let index = rows.firstIndex { $0.identifier == selected } ?? 0
    selected = rows[min(max(index + step, 0), rows.count - 1)].identifier
  }

  private mutating func chooseQuiet(by step: Int) {
    let index = min(max(quietChoice.rawValue + step, 0), lastQuietChoice.rawValue)
    quietChoice = QuietChoice.allCases[index]
  }

  /// The page of what stands over the menu: whatever appears there begins on its first.
  func page(of overlay: Overlay) -> Int { turned.overlay == overlay ? turned.page : 0 }

  private mutating func turnPage(of overlay: Overlay, _ button: Button) {
    turned = (overlay, pageAfter(page(of: overlay), button))
  }

  private mutating func turnPage(_ button: Button) { page = pageAfter(page, button) }

  private func pageAfter(_ page: Int, _ button: Button) -> Int {
    switch button {
    case .up: max(page - 1, 0)
    case .down: min(page + 1, max(pageCount - 1, 0))
    default: page
    }
  }

  private mutating func turnVolume(by step: Int) -> Action {
    volumePercent = min(max(volumePercent + step, 0), 100)
    return .setVolume(volumePercent)
  }

  mutating func add(_ notice: EndNotice) {
    if notices.count == Self.maximumNotices { notices.removeFirst() }
    notices.append(notice)
  }

  mutating func drop(noticeOf identifier: Identifier) {
    notices.removeAll { $0.stored.identifier == identifier }
  }

  /// Leaves the screen of a bulletin that was taken off, and goes back to rest when nobody has
  /// touched a button for long and nothing is being listened to.
  mutating func settle(_ wall: Wall, isListening: Bool, _ moment: Moment) {
    if case .reader(let identifier) = place, wall.item(identifier) == nil { go(to: .news) }
    guard place != .rest, !isListening,
      moment.monotonicMilliseconds >= touchedAt + patience
    else { return }
    go(to: .rest)
  }

  private var patience: Int64 {
    [.bills, .feedback].contains(place) ? Self.phoneMilliseconds : Self.patienceMilliseconds
  }

  func deadline(_ moment: Moment) -> Int64? {
    guard place != .rest else { return nil }
    let end = touchedAt + patience
    return end > moment.monotonicMilliseconds ? end : nil
  }
}
