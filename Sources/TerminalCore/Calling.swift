import WardContract

/// Calls for help: SOS held, a countdown that can be called off, the telephone call, its end.
///
/// It believes a modem little: every report may come twice, come late or never come, and an open
/// line may be a dead one. So each step has a time of its own, and each call an end that people see.
/// What happened stands in `reports`, for the ward.
struct Calling {
  /// SOS counts once it has been held for so long, in milliseconds.
  static let holdMilliseconds: Int64 = 3_000
  /// How long whoever let go too early is told to hold it, in milliseconds.
  static let hintMilliseconds: Int64 = 5_000
  /// How long a number can be chosen before the one that is marked is called, in milliseconds.
  static let choosingMilliseconds: Int64 = 10_000
  /// Longest times without a word from the modem: before it rings, and while it rings, in
  /// milliseconds.
  static let diallingMilliseconds: Int64 = 45_000
  static let ringingMilliseconds: Int64 = 90_000
  /// How long after a failure the next call is made, in milliseconds.
  static let againMilliseconds: Int64 = 10_000
  /// A line that nobody is on is open until somebody closes it: every so often the household is
  /// asked, and after so long without an answer the line is closed. In milliseconds.
  static let talkMilliseconds: Int64 = 900_000
  static let questionMilliseconds: Int64 = 180_000
  /// How long the modem may take to hang up, in milliseconds.
  static let hangUpMilliseconds: Int64 = 8_000
  /// How long the end of it all stands on the screen, in milliseconds.
  static let endMilliseconds: Int64 = 120_000
  /// Calls that are made without anybody pressing a button.
  static let callsByItself = 4

  /// Why a call is being closed from here.
  enum Closing: String {
    case byHand = "by hand"
    /// Neither ringing nor an open line came of it in time.
    case noAnswer = "no answer"
    /// Nobody has said that somebody is on the line.
    case unattended
    /// Power went, or the program: what became of the call isn't known.
    case restart
  }

  /// A telephone call.
  struct Call {
    /// What is known of it.
    enum State: Equatable {
      case dialling
      case ringing
      /// Open. `isAnswered` says whether the modem would have told if it rang.
      case open(isAnswered: Bool)
      /// The modem was asked to hang up.
      case ending(Closing)
    }

    var number: EmergencyNumber
    var token: UInt64
    var state: State
    /// When it got there, in monotonic milliseconds.
    var since: Int64
    /// When the line was opened.
    var openSince: Int64?
    /// When the household is asked whether somebody is on the line.
    var questionAt: Int64 = 0
    /// The number that was asked for, which could not be called.
    var insteadOf: EmergencyNumber?
  }

  /// Where it stands.
  enum Phase {
    case idle
    case holding(since: Int64)
    /// Let go too early: what to do.
    case hint(until: Int64)
    case choosing(EmergencyNumber, until: Int64)
    /// The home can't telephone; until then it can be called off.
    case unable(reason: String, until: Int64)
    case calling(Call)
    /// A call came to nothing; until then another one can be made, and is if it `goesOn` by itself.
    case failed(EmergencyNumber, CallEnd, goesOn: Bool, until: Int64)
    case ended(EmergencyNumber, seconds: Int?, Closing?, until: Int64)
  }

  private(set) var phase: Phase = .idle
  /// The sequence of the receipt that said that SOS was pressed; `nil` if there is no SOS.
  private(set) var sos: Int64?
  /// What the ward has yet to be told.
  private(set) var reports: [SOSReport] = []
  /// Calls of this SOS so far, and those that nobody pressed a button for.
  private var calls = 0
  private var callsByItself = 0
  /// What there is to telephone with, as the modem's service said it last.
  var telephone: TelephoneState

  init(hasTelephone: Bool) {
    telephone = hasTelephone ? .missing(reason: "not found yet") : .none
  }

  /// It has the screen and the buttons.
  var isActive: Bool {
    if case .idle = phase { false } else { true }
  }

  /// Nothing else may sound: somebody is to be heard, or is about to be.
  var holdsSound: Bool {
    switch phase {
    case .choosing, .calling, .failed: true
    case .idle, .holding, .hint, .unable, .ended: false
    }
  }

  /// What the ward is to be told, in order.
  mutating func takeReports() -> [SOSReport] {
    defer { reports = [] }
    return reports
  }

  private mutating func report(
    _ stage: SOSReport.Stage, _ number: EmergencyNumber? = nil, reason: String? = nil,
    seconds: Int? = nil
  ) {
    guard let sos else { return }
    let isAboutCall = stage == .dialled || stage == .connected || stage == .ended
    reports.append(
      SOSReport(
        sos: sos, stage: stage, call: isAboutCall ? calls : 0, number: number?.rawValue,
        reason: reason, seconds: seconds))
  }

  /// What the disk must know of the SOS that goes on.
  var open: OpenSOS? {
    guard let sos else { return nil }
    guard case .calling(let call) = phase else { return OpenSOS(sos: sos, calls: calls) }
    return OpenSOS(sos: sos, calls: calls, onTheLine: call.number.rawValue)
  }

  /// Power went amid an SOS. The call is over, and whoever is still there can make another.
  mutating func restarted(during open: OpenSOS, _ moment: Moment) {
    (sos, calls) = (open.sos, open.calls)
    let number = open.onTheLine.flatMap { EmergencyNumber(rawValue: $0) }
    if let number { report(.ended, number, reason: Closing.restart.rawValue) }
    let until = moment.monotonicMilliseconds + Self.endMilliseconds
    phase = .ended(number ?? .general, seconds: nil, .restart, until: until)
  }

  // MARK: Buttons

  /// A button went down; says whether that was all it meant.
  mutating func press(_ button: Button, _ moment: Moment, _ effects: inout Effects) -> Bool {
    let now = moment.monotonicMilliseconds
    if button == .volumeUp || button == .volumeDown { return false }
    switch (phase, button) {
    case (.idle, .sos), (.hint, .sos): phase = .holding(since: now)
    case (.idle, _): return false
    case (.holding, _): break
    case (.hint, _): phase = .idle
    case (.choosing(let number, _), .up): choose(number, by: -1, now)
    case (.choosing(let number, _), .down): choose(number, by: 1, now)
    case (.choosing(let number, _), .ok): dial(number, now, &effects)
    case (.choosing, .back):
      report(.cancelled)
      close(reason: "cancelled")
    case (.unable(_, let until), .back):
      if now < until { report(.cancelled) }
      close(reason: now < until ? "cancelled" : "by hand")
    case (.unable, .ok):
      guard telephoneFault == nil else { break }
      dial(.general, now, &effects)
    case (.calling(let call), .back): hangUp(call, .byHand, now, &effects)
    case (.calling(var call), .ok):
      guard isAsking(call, now) else { break }
      call.questionAt = now + Self.talkMilliseconds
      phase = .calling(call)
    case (.failed, .ok): dial(.general, now, &effects)
    case (.failed, .back): close(reason: "by hand")
    case (.ended(let number, _, _, _), .ok): dial(number, now, &effects)
    case (.ended, .back): close(reason: "by hand")
    case (.ended, .sos):
      close(reason: "pressed again")
      phase = .holding(since: now)
    case (.choosing, _), (.unable, _), (.calling, _), (.failed, _), (.ended, _): break
    }
    return true
  }

  /// A button came up.
  mutating func release(_ button: Button, _ moment: Moment) {
    let now = moment.monotonicMilliseconds
    guard button == .sos, case .holding(let since) = phase, now < since + Self.holdMilliseconds
    else { return }
    phase = .hint(until: now + Self.hintMilliseconds)
  }

  /// That it is to be held is no news to whoever let go.
  mutating func dismissHint() {
    if case .hint = phase { phase = .idle }
  }

  private mutating func choose(_ number: EmergencyNumber, by step: Int, _ now: Int64) {
    let all = EmergencyNumber.allCases
    let index = (all.firstIndex(of: number) ?? 0) + step
    phase = .choosing(
      all[min(max(index, 0), all.count - 1)], until: now + Self.choosingMilliseconds)
  }

  // MARK: The modem

  /// The modem says how a call goes. What it says of another one, or twice, changes nothing.
  mutating func progressed(
    token: UInt64, _ progress: CallProgress, _ moment: Moment, _ effects: inout Effects
  ) {
    guard case .calling(var call) = phase, call.token == token else { return }
    let now = moment.monotonicMilliseconds
    switch (progress, call.state) {
    case (.ended(let end), _): ended(call, end, now, &effects)
    case (.ringing, .dialling):
      (call.state, call.since) = (.ringing, now)
      phase = .calling(call)
    case (.active, .dialling), (.active, .ringing):
      let isAnswered = call.state == .ringing
      (call.state, call.since, call.openSince) = (.open(isAnswered: isAnswered), now, now)
      call.questionAt = now + Self.talkMilliseconds
      phase = .calling(call)
      if isAnswered { report(.connected, call.number) }
    default: break
    }
  }

  private mutating func dial(
    _ number: EmergencyNumber, insteadOf other: EmergencyNumber? = nil, _ now: Int64,
    _ effects: inout Effects
  ) {
    guard calls < SOSReport.maximumCalls else { return close(reason: "too many calls") }
    calls += 1
    let token = effects.nextToken()
    effects.append(.dial(token: token, number: number))
    report(.dialled, number)
    phase = .calling(
      Call(number: number, token: token, state: .dialling, since: now, insteadOf: other))
  }

  private mutating func hangUp(
    _ call: Call, _ why: Closing, _ now: Int64, _ effects: inout Effects
  ) {
    if case .ending = call.state { return }
    var call = call
    effects.append(.hangUp(token: call.token))
    (call.state, call.since) = (.ending(why), now)
    phase = .calling(call)
  }

  private mutating func ended(
    _ call: Call, _ end: CallEnd, _ now: Int64, _ effects: inout Effects
  ) {
    let seconds = call.openSince.map { Int(min((now - $0) / 1000, 86_400)) }
    var closing: Closing?
    if case .ending(let why) = call.state { closing = why }
    report(.ended, call.number, reason: closing?.rawValue ?? Self.word(end), seconds: seconds)
    if closing == .byHand || closing == .unattended || call.openSince != nil {
      phase = .ended(call.number, seconds: seconds, closing, until: now + Self.endMilliseconds)
    } else if case .noTelephone(let reason) = end {
      unable(reason, until: now)
    } else if end == .onlyGeneralNumber, call.number != .general {
      dial(.general, insteadOf: call.number, now, &effects)
    } else {
      fail(call.number, end, now)
    }
  }

  /// The next call follows by itself, since somebody may lie there who can't press a button; not
  /// for ever.
  private mutating func fail(_ number: EmergencyNumber, _ end: CallEnd, _ now: Int64) {
    let goesOn = callsByItself < Self.callsByItself
    phase = .failed(
      number, end, goesOn: goesOn,
      until: now + (goesOn ? Self.againMilliseconds : Self.endMilliseconds))
  }

  private mutating func unable(_ reason: String, until: Int64) {
    report(.unable, reason: reason)
    phase = .unable(reason: reason, until: until)
  }

  private static func word(_ end: CallEnd) -> String {
    switch end {
    case .closed: "closed"
    case .onlyGeneralNumber: "only 112 can be called"
    case .noTelephone(let reason): "no telephone: \(reason)"
    case .refused(let reason): "refused: \(reason)"
    }
  }

  /// Why nothing can be called; `nil` if something can.
  var telephoneFault: String? {
    switch telephone {
    case .none: "no modem"
    case .missing(let reason): reason
    case .limited, .ready: nil
    }
  }

  /// Whether the household is being asked if somebody is on the line.
  func isAsking(_ call: Call, _ now: Int64) -> Bool {
    if case .open = call.state { now >= call.questionAt } else { false }
  }

  private mutating func close(reason: String) {
    if sos != nil { report(.closed, reason: reason) }
    sos = nil
    (calls, callsByItself) = (0, 0)
    phase = .idle
  }

  // MARK: Time

  /// Does what is due. `nextReceipt` is the sequence of the receipt that would say that SOS was
  /// pressed.
  mutating func settle(nextReceipt: Int64, _ moment: Moment, _ effects: inout Effects) {
    let now = moment.monotonicMilliseconds
    guard let due = turns, now >= due else { return }
    switch phase {
    case .idle: break
    case .holding: begin(nextReceipt, now)
    case .hint: phase = .idle
    case .choosing(let number, _): dialByItself(number, now, &effects)
    case .failed(_, _, let goesOn, _):
      if goesOn { dialByItself(.general, now, &effects) } else { close(reason: "in vain") }
    case .unable, .ended: close(reason: "over")
    case .calling(let call):
      switch call.state {
      case .dialling, .ringing: hangUp(call, .noAnswer, now, &effects)
      case .open: hangUp(call, .unattended, now, &effects)
      case .ending: ended(call, .closed, now, &effects)
      }
    }
  }

  private mutating func begin(_ nextReceipt: Int64, _ now: Int64) {
    sos = nextReceipt
    report(.pressed)
    let until = now + Self.choosingMilliseconds
    if let telephoneFault {
      unable(telephoneFault, until: until)
    } else {
      phase = .choosing(.general, until: until)
    }
  }

  private mutating func dialByItself(
    _ number: EmergencyNumber, _ now: Int64, _ effects: inout Effects
  ) {
    callsByItself += 1
    dial(number, now, &effects)
  }

  /// When time alone brings the next phase, in monotonic milliseconds.
  private var turns: Int64? {
    switch phase {
    case .idle: nil
    case .holding(let since): since + Self.holdMilliseconds
    case .hint(let until), .choosing(_, let until), .ended(_, _, _, let until),
      .failed(_, _, _, let until):
      until
    case .unable(_, let until): until + Self.endMilliseconds
    case .calling(let call):
      switch call.state {
      case .dialling: call.since + Self.diallingMilliseconds
      case .ringing: call.since + Self.ringingMilliseconds
      case .open: call.questionAt + Self.questionMilliseconds
      case .ending: call.since + Self.hangUpMilliseconds
      }
    }
  }

  /// The bar of SOS fills in so many steps.
  static let holdSteps: Int64 = 12

  /// When something has to be done or the screen changes, in monotonic milliseconds.
  func deadline(_ moment: Moment) -> Int64? {
    let now = moment.monotonicMilliseconds
    let second: Int64? =
      switch phase {
      case .idle, .hint, .ended: nil
      case .holding(let since):
        Self.tick(from: since, every: Self.holdMilliseconds / Self.holdSteps, now)
      case .choosing(_, let until): Self.tick(from: until, every: 1_000, now)
      case .unable(_, let until): until > now ? Self.tick(from: until, every: 1_000, now) : nil
      case .failed(_, _, let goesOn, let until):
        goesOn ? Self.tick(from: until, every: 1_000, now) : nil
      case .calling(let call): Self.tick(from: call.openSince ?? call.since, every: 1_000, now)
      }
    return [turns, second].compactMap { $0 }.filter { $0 > now }.min()
  }

  /// The next time after `now` that is whole steps away from `origin`.
  private static func tick(from origin: Int64, every step: Int64, _ now: Int64) -> Int64 {
    let into = ((now - origin) % step + step) % step
    return now + step - into
  }
}
