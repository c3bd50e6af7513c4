import WardContract

/// Where the household is among public services, and what its buttons mean there.
struct Services {
  enum Place: Equatable {
    case start
    case groups
    case procedures
    case procedure
    /// What can be done about the procedure.
    case ways
    case handOver
    case lookUp(CodeEntry)
    case dossiers
    case dossier(Identifier)
    /// A sentence about what can't be done.
    case notice(String)
  }

  /// What there is to choose at the start, from top to bottom.
  enum Start: Int, CaseIterable {
    case catalogue
    case lookUp
    case dossiers
  }

  /// What can be done about a procedure, from top to bottom.
  enum Way: Int, CaseIterable {
    case apply
    case handOver
  }

  /// What a press asks the terminal to do.
  enum Action: Equatable {
    case none
    case leave
    case ask(ServiceForm)
    case open(Identifier)
  }

  /// What the buttons act on.
  struct Context {
    let catalogue: Catalogue
    /// What was asked for, the newest first.
    let asked: [Requests.Entry]
    /// The day, if it is known.
    let today: LocalDate?
    /// The best guess at the time.
    let now: Instant
    /// Pages of the screen as it was drawn last.
    let pageCount: Int
  }

  private(set) var place = Place.start
  private(set) var start = Start.catalogue
  private(set) var groups = Browsing()
  private(set) var procedures = Browsing()
  private(set) var group = 0
  private var procedure = 0
  private(set) var way = Way.apply
  private(set) var selectedDossier = 0
  private(set) var page = 0

  /// The procedure that was chosen; `nil` if the directory has changed meanwhile.
  func chosen(_ catalogue: Catalogue) -> Directory.Procedure? {
    guard catalogue.groups.indices.contains(group),
      catalogue.groups[group].procedures.indices.contains(procedure)
    else { return nil }
    return catalogue.groups[group].procedures[procedure]
  }

  /// The household comes in from the list of functions.
  mutating func begin() { self = Services() }

  private mutating func go(to place: Place) {
    self.place = place
    page = 0
  }

  /// There is another directory: what was chosen from the old one is not there any more.
  mutating func directoryChanged() {
    (groups, procedures) = (Browsing(), Browsing())
    switch place {
    case .groups, .procedures, .procedure, .ways, .handOver: go(to: .start)
    case .start, .lookUp, .dossiers, .dossier, .notice: break
    }
  }

  /// What was asked for is on its way, or can't be.
  mutating func asked(_ request: Identifier?) {
    selectedDossier = 0
    go(to: request.map { .dossier($0) } ?? .notice(Words.tooManyRequests))
  }

  mutating func press(_ button: Button, _ context: Context) -> Action {
    switch place {
    case .start: return pressAtStart(button, context)
    case .groups:
      switch groups.press(button, context.catalogue.names) {
      case .goesOn: break
      case .left: go(to: .start)
      case .chose(let index):
        (group, procedures) = (index, Browsing())
        go(to: .procedures)
      }
    case .procedures:
      switch procedures.press(button, context.catalogue.groups[safe: group]?.names ?? []) {
      case .goesOn: break
      case .left: go(to: .groups)
      case .chose(let index):
        procedure = index
        go(to: .procedure)
      }
    case .procedure:
      if turnPage(button, context) { return .none }
      way = .apply
      go(to: button == .ok ? .ways : .procedures)
    case .ways: return pressAtWays(button, context)
    case .handOver: go(to: .ways)
    case .lookUp(let entry): return press(button, in: entry, context)
    case .dossiers:
      if move(button, &selectedDossier, context.asked.count) { return .none }
      guard button == .ok, let entry = context.asked[safe: selectedDossier] else {
        go(to: .start)
        return .none
      }
      go(to: .dossier(entry.request.identifier))
      return .open(entry.request.identifier)
    case .dossier:
      if !turnPage(button, context) { go(to: .dossiers) }
    case .notice: go(to: .start)
    }
    return .none
  }

  private mutating func pressAtStart(_ button: Button, _ context: Context) -> Action {
    var index = start.rawValue
    if move(button, &index, Start.allCases.count) {
      start = Start.allCases[index]
      return .none
    }
    guard button == .ok else { return .leave }
    switch start {
    case .catalogue:
      groups = Browsing()
      go(to: .groups)
    case .lookUp: go(to: .lookUp(CodeEntry(format: DossierCode.format)))
    case .dossiers:
      selectedDossier = 0
      go(to: .dossiers)
    }
    return .none
  }

  private mutating func pressAtWays(_ button: Button, _ context: Context) -> Action {
    var index = way.rawValue
    if move(button, &index, Way.allCases.count) {
      way = Way.allCases[index]
      return .none
    }
    guard button == .ok, let procedure = chosen(context.catalogue) else {
      go(to: .procedure)
      return .none
    }
    switch way {
    case .apply: return .ask(.application(procedure: procedure.code, name: procedure.name))
    case .handOver:
      go(to: procedure.address == nil ? .notice(Words.noAddress) : .handOver)
      return .none
    }
  }

  private mutating func press(
    _ button: Button, in entry: CodeEntry, _ context: Context
  ) -> Action {
    var entry = entry
    switch entry.press(button) {
    case .goesOn: break
    case .left:
      go(to: .start)
      return .none
    case .entered(let text):
      do {
        let code = try DossierCode(text)
        guard context.today.map({ code.received <= $0 }) ?? true else {
          entry.fault = Words.dossierOfTomorrow
          break
        }
        return .ask(.lookUp(code))
      } catch {
        entry.fault = error == .noSuchDay ? Words.noSuchDay : Words.noDossierCode
      }
    }
    place = .lookUp(entry)
    return .none
  }

  /// Moves in a list of so many rows; false if the button does something else.
  private func move(_ button: Button, _ index: inout Int, _ count: Int) -> Bool {
    switch button {
    case .up: index = max(index - 1, 0)
    case .down: index = min(index + 1, max(count - 1, 0))
    default: return false
    }
    return true
  }

  private mutating func turnPage(_ button: Button, _ context: Context) -> Bool {
    move(button, &page, context.pageCount)
  }
}

extension Array {
  /// The element at `index`, if there is one.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
