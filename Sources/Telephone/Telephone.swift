import LinuxIO

/// A modem that telephones, through ModemManager: it comes and goes, calls one number at a time, and
/// never fails to say how a call ended.
///
/// Nothing in it waits: every question has a time by which its answer counts as lost, and a bus, a
/// service or a modem that isn't there is looked for again and again.
public final class Telephone {
  /// What there is to telephone with.
  public enum State: Equatable, Sendable {
    /// Nothing: why.
    case missing(reason: String)
    /// A modem without a network: it calls 112, and perhaps what its SIM card lists.
    case limited(reason: String)
    case ready
  }

  /// The mobile network, as the modem sees it.
  public struct Network: Equatable, Sendable {
    /// Whether it has taken the modem in.
    public enum Registration: Sendable {
      case home
      case roaming
      case searching
      case denied
      case none
    }

    /// Whether it has taken the modem in.
    public var registration = Registration.none
    /// As it calls itself; empty if it isn't known.
    public var name = ""
    /// 0…100 percent.
    public var signalPercent = 0
  }

  /// How a call goes.
  public enum Progress: Equatable, Sendable {
    case dialling
    case ringing
    /// The line is open; of a modem that can't list its calls that is no word of an answer.
    case active
    case ended(End)
  }

  /// Why a call is over.
  public enum End: Equatable, Sendable {
    /// Hung up, by whomever, or busy.
    case closed
    /// The modem calls nothing but 112 now.
    case onlyEmergencyNumbers
    case noTelephone(reason: String)
    case refused(reason: String)
  }

  /// What is told to whoever uses it.
  public enum Report: Equatable, Sendable {
    case state(State)
    /// The network around the modem; `nil` if there is no modem.
    case network(Network?)
    case call(token: UInt64, Progress)
    /// A line for the journal.
    case note(String)
  }

  private struct Call {
    var token: UInt64
    /// Its object; `nil` until ModemManager has made one.
    var path: String?
    var isStarting = true
    /// It was over before its start was answered: the answer says why.
    var isOver = false
    var wantsHangUp = false
  }

  private static let answerMilliseconds: Int64 = 10_000
  private static let startMilliseconds: Int64 = 90_000
  private static let enableMilliseconds: Int64 = 90_000
  private static let firstPauseMilliseconds: Int64 = 1_000
  private static let longestPauseMilliseconds: Int64 = 60_000
  /// A signal that goes up and down by less is no news.
  private static let signalStepPercent = 15

  private let isSystem: Bool
  private let loop: EventLoop
  private let report: (Report) -> Void
  private var bus: Bus?
  private var modem: ModemManager.Modem?
  private var call: Call?
  private var told: State?
  private var toldNetwork: Network?
  private var isEnabling = false
  private var isLooking = false
  private var looksAgain = false
  /// When to connect or to look again, in monotonic milliseconds.
  private var retryAt: Int64?
  private var pauseMilliseconds = Telephone.firstPauseMilliseconds

  /// A telephone on the machine's bus, or on the user's. `report` is called in the loop; nothing
  /// happens before `open`.
  public init(isSystem: Bool, _ loop: EventLoop, report: @escaping (Report) -> Void) {
    self.isSystem = isSystem
    self.loop = loop
    self.report = report
  }

  // MARK: Bus, service and modem

  /// Connects to the bus and looks for a modem.
  public func open() {
    retryAt = nil
    let bus: Bus
    do throws(BusFault) {
      bus = try Bus(isSystem: isSystem, loop)
    } catch {
      return lost("\(error)")
    }
    self.bus = bus
    bus.onLost = { [unowned self] in lost("no D-Bus: \($0)") }
    let sender = "type='signal',sender='\(ModemManager.name)'"
    bus.listen(
      "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='\(ModemManager.name)'"
    ) { [unowned self] _ in look() }
    bus.listen("\(sender),interface='\(ModemManager.objects)'") { [unowned self] _ in look() }
    bus.listen("\(sender),interface='\(ModemManager.modem)',member='StateChanged'") {
      [unowned self] _ in look()
    }
    let changed = "\(sender),interface='\(ModemManager.properties)',member='PropertiesChanged'"
    for interface in [ModemManager.modem, ModemManager.network] {
      bus.listen("\(changed),arg0='\(interface)'") { [unowned self] _ in look() }
    }
    bus.listen("\(sender),interface='\(ModemManager.call)',member='StateChanged'") {
      [unowned self] message in stateChanged(message)
    }
    look()
  }

  /// The bus is gone, and everything on it.
  private func lost(_ reason: String) {
    bus?.close()
    bus = nil
    (isLooking, looksAgain, isEnabling) = (false, false, false)
    missing(reason)
    retryLater()
  }

  private func retryLater() {
    retryAt = Clock.monotonicMilliseconds() + pauseMilliseconds
    pauseMilliseconds = min(2 * pauseMilliseconds, Self.longestPauseMilliseconds)
  }

  /// When `tick` has something to do, in monotonic milliseconds.
  public var deadline: Int64? { [retryAt, bus?.deadline].compactMap { $0 }.min() }

  /// Does what is due by time alone.
  public func tick() {
    bus?.tick()
    guard let retryAt, Clock.monotonicMilliseconds() >= retryAt else { return }
    self.retryAt = nil
    if bus == nil { open() } else { look() }
  }

  /// Asks which modems there are. The question starts ModemManager where that is installed.
  private func look() {
    guard let bus else { return }
    guard !isLooking else {
      looksAgain = true
      return
    }
    isLooking = true
    bus.call(
      ModemManager.name, ModemManager.path, ModemManager.objects, "GetManagedObjects",
      timeoutMilliseconds: 3 * Self.answerMilliseconds
    ) { [unowned self] answer in
      isLooking = false
      switch answer {
      case .success(let message): found(ModemManager.firstModem(message))
      case .failure(let fault):
        missing("no ModemManager: \(fault)")
        retryLater()
      }
      if looksAgain {
        looksAgain = false
        look()
      }
    }
  }

  private func found(_ new: ModemManager.Modem?) {
    guard let new else { return missing("no modem that telephones") }
    pauseMilliseconds = Self.firstPauseMilliseconds
    if new.path != modem?.path {
      endCall(.noTelephone(reason: "another modem"))
      modem = new
      clearOldCalls()
    }
    modem = new
    tell(new.state.fault.map { .limited(reason: $0) } ?? .ready)
    tell(new.network)
    if new.state.isDisabled, !isEnabling { enable(new) }
  }

  private func missing(_ reason: String) {
    modem = nil
    endCall(.noTelephone(reason: reason))
    tell(.missing(reason: reason))
    tell(nil)
  }

  private func tell(_ state: State) {
    guard state != told else { return }
    told = state
    report(.state(state))
  }

  private func tell(_ network: Network?) {
    if var known = toldNetwork, let network {
      let step = abs(network.signalPercent - known.signalPercent)
      if step < Self.signalStepPercent { known.signalPercent = network.signalPercent }
      guard known != network else { return }
    } else if toldNetwork == nil, network == nil {
      return
    }
    toldNetwork = network
    report(.network(network))
  }

  private func enable(_ modem: ModemManager.Modem) {
    isEnabling = true
    bus?.call(
      ModemManager.name, modem.path, ModemManager.modem, "Enable",
      timeoutMilliseconds: Self.enableMilliseconds, fill: { $0.boolean(true) }
    ) { [unowned self] answer in
      isEnabling = false
      guard case .failure(let fault) = answer else { return }
      report(.note("the modem can't be switched on: \(fault)"))
      retryLater()
    }
  }

  /// Calls of an earlier run have no end on any screen: they are hung up.
  private func clearOldCalls() {
    voice("ListCalls") { [unowned self] answer in
      guard case .success(let message) = answer else { return }
      for path in ModemManager.calls(message) where path != call?.path {
        report(.note("hangs up \(path), which nobody here has made"))
        close(path)
      }
    }
  }

  private func voice(
    _ method: String, fill: (BusArguments) -> Void = { _ in },
    answer: @escaping (Result<BusMessage, BusFault>) -> Void
  ) {
    guard let bus, let modem else { return }
    bus.call(
      ModemManager.name, modem.path, ModemManager.voice, method,
      timeoutMilliseconds: Self.answerMilliseconds, fill: fill, answer: answer)
  }

  /// Hangs a call up if it is still on, and has it forgotten.
  private func close(_ path: String) {
    bus?.call(
      ModemManager.name, path, ModemManager.call, "Hangup",
      timeoutMilliseconds: Self.answerMilliseconds
    ) { [weak self] _ in self?.forget(path) }
  }

  private func forget(_ path: String) {
    voice("DeleteCall", fill: { $0.path(path) }) { _ in }
  }

  // MARK: Calls

  /// Calls a number; one that is on is hung up. Answered by reports, the last one its end.
  public func dial(token: UInt64, number: String) {
    hangUp()
    guard modem != nil else {
      var reason = "not found yet"
      if case .missing(let why) = told { reason = why }
      return report(.call(token: token, .ended(.noTelephone(reason: reason))))
    }
    call = Call(token: token)
    voice("CreateCall") {
      $0.properties([(name: "number", value: number)])
    } answer: { [unowned self] answer in
      switch answer {
      case .success(let message): made(message.string("o"), token)
      case .failure(let fault): if call?.token == token { endCall(Self.end(fault)) }
      }
    }
  }

  private func made(_ path: String?, _ token: UInt64) {
    guard let path else { return endCall(.refused(reason: "ModemManager made no call")) }
    guard call?.token == token, call?.wantsHangUp == false else {
      close(path)
      if call?.token == token { endCall(.closed) }
      return
    }
    call?.path = path
    report(.call(token: token, .dialling))
    bus?.call(
      ModemManager.name, path, ModemManager.call, "Start",
      timeoutMilliseconds: Self.startMilliseconds
    ) { [unowned self] answer in
      guard call?.token == token else { return }
      call?.isStarting = false
      if case .failure(let fault) = answer {
        endCall(Self.end(fault))
      } else if call?.isOver == true {
        endCall(.closed)
      }
    }
  }

  private static func end(_ fault: BusFault) -> End {
    // The same name is given where polkit keeps this user from telephoning at all.
    fault.name == ModemManager.unauthorized && !fault.words.hasPrefix("PolicyKit")
      ? .onlyEmergencyNumbers : .refused(reason: fault.description)
  }

  private func stateChanged(_ message: BusMessage) {
    guard let call, message.path == call.path, message.integer() != nil,
      let state = message.integer().flatMap({ ModemManager.CallState(rawValue: $0) })
    else { return }
    switch state {
    case .dialing: report(.call(token: call.token, .dialling))
    case .ringingOut: report(.call(token: call.token, .ringing))
    case .active: report(.call(token: call.token, .active))
    case .terminated:
      // The answer to its start says why, if that is still to come.
      if call.isStarting { self.call?.isOver = true } else { endCall(.closed) }
    }
  }

  /// Hangs that call up.
  public func hangUp(token: UInt64) {
    if call?.token == token { hangUp() }
  }

  private func hangUp() {
    guard let call, !call.wantsHangUp else { return }
    self.call?.wantsHangUp = true
    guard let path = call.path else { return }
    bus?.call(
      ModemManager.name, path, ModemManager.call, "Hangup",
      timeoutMilliseconds: Self.answerMilliseconds
    ) { [unowned self] answer in
      // One that isn't on any more can't be hung up, and need not be.
      if case .failure(let fault) = answer { report(.note("hanging up: \(fault)")) }
      if self.call?.token == call.token { endCall(.closed) }
    }
  }

  /// The call is over: that is told once, and its object goes.
  private func endCall(_ end: End) {
    guard let call else { return }
    self.call = nil
    if let path = call.path { forget(path) }
    report(.call(token: call.token, .ended(end)))
  }
}
