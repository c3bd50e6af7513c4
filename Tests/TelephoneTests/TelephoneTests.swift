import Foundation
import LinuxIO
import Telephone
import TestSupport
import Testing

/// A telephone on the bus of a rig, and what it has told.
final class Line {
  private let loop: EventLoop
  private var telephone: Telephone?
  private(set) var reports: [Telephone.Report] = []

  init(_ rig: ModemRig) throws {
    setenv("DBUS_SESSION_BUS_ADDRESS", rig.address, 1)
    let loop = try EventLoop()
    self.loop = loop
    telephone = Telephone(isSystem: false, loop) { [unowned self] in reports.append($0) }
    loop.onAlarm = { [unowned self] in telephone?.tick() }
    telephone?.open()
  }

  /// Lets the loop run until it has told that; false if it doesn't.
  func tells(within seconds: Double = 40, _ isWanted: (Telephone.Report) -> Bool) -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if reports.contains(where: isWanted) { return true }
      try? loop.setAlarm(atMonotonicMilliseconds: telephone?.deadline)
      try? loop.runOnce(timeoutMilliseconds: 200)
    }
    return false
  }

  func tells(within seconds: Double = 40, _ report: Telephone.Report) -> Bool {
    tells(within: seconds) { $0 == report }
  }

  func dial(_ token: UInt64, _ number: String) { telephone?.dial(token: token, number: number) }
  func hangUp(_ token: UInt64) { telephone?.hangUp(token: token) }

  /// How that call went, each step once.
  func course(_ token: UInt64) -> [Telephone.Progress] {
    var course: [Telephone.Progress] = []
    for case .call(token, let progress) in reports where course.last != progress {
      course.append(progress)
    }
    return course
  }

  func ended(_ token: UInt64, within seconds: Double = 40) -> Bool {
    tells(within: seconds) { report in
      if case .call(token, .ended) = report { true } else { false }
    }
  }

  func isReady() -> Bool { tells(.state(.ready)) }
}

/// The telephone against the real ModemManager and a modem in a program.
@Suite("The telephone", .serialized) struct TelephoneTests {
  @Test("a call rings, is answered, and is hung up from here")
  func answered() throws {
    let rig = try ModemRig()
    try rig.startManager()
    let line = try Line(rig)
    #expect(line.isReady(), "\(rig.logs)")
    line.dial(1, "115")
    #expect(line.tells(.call(token: 1, .active)), "\(rig.conversation.suffix(20))")
    line.hangUp(1)
    #expect(line.ended(1))
    #expect(line.course(1) == [.dialling, .ringing, .active, .ended(.closed)])
    #expect(rig.conversation.contains("< ATD115;"))
    #expect(rig.conversation.contains("< AT+CHUP"))

    // Trap 3a: two answers to one failure, and the same name for both.
    for (token, scenario) in [(2, "no-carrier"), (3, "busy")] as [(UInt64, String)] {
      try rig.play(scenario)
      line.dial(token, "113")
      #expect(line.ended(token), "\(scenario)")
      let ends = line.reports.filter { report in
        if case .call(token, .ended) = report { true } else { false }
      }
      #expect(ends.count == 1 && !line.course(token).contains(.active), "\(scenario) \(ends)")
    }

    try rig.play("hang-up")
    line.dial(4, "114")
    #expect(line.ended(4))
    #expect(line.course(4) == [.dialling, .ringing, .active, .ended(.closed)])

    // Trap 3: nobody says that the other end has gone; it is hung up all the same.
    try rig.play("silent-drop")
    line.dial(5, "112")
    #expect(line.tells(.call(token: 5, .active)))
    #expect(!line.ended(5, within: 6))
    line.hangUp(5)
    #expect(line.ended(5))

    // A modem that says nothing is hung up while it dials.
    try rig.play("deaf")
    line.dial(6, "112")
    #expect(line.tells(.call(token: 6, .dialling)))
    line.hangUp(6)
    #expect(line.ended(6))

    // ModemManager goes amid a call, and comes back.
    try rig.play("answers")
    line.dial(7, "112")
    #expect(line.tells(.call(token: 7, .active)))
    rig.stopManager()
    #expect(line.ended(7))
    guard case .ended(.noTelephone)? = line.course(7).last else {
      Issue.record("\(line.course(7))")
      return
    }
    line.dial(8, "112")
    #expect(line.ended(8, within: 1))
  }

  @Test("trap 2: a modem that can't list its calls never says that it rings")
  func blind() throws {
    let rig = try ModemRig("blind")
    try rig.startManager()
    let line = try Line(rig)
    #expect(line.isReady(), "\(rig.logs)")
    line.dial(1, "115")
    #expect(line.tells(.call(token: 1, .active)), "\(line.reports)")
    #expect(!line.course(1).contains(.ringing))
    line.hangUp(1)
    #expect(line.ended(1))
  }

  @Test("trap 1: without a network 112 alone is called, and whatever the SIM card lists")
  func unregistered() throws {
    let rig = try ModemRig("unregistered")
    try rig.startManager()
    let line = try Line(rig)
    let isLimited = line.tells { if case .state(.limited) = $0 { true } else { false } }
    #expect(isLimited, "\(line.reports) \(rig.logs)")
    line.dial(1, "115")
    #expect(line.ended(1))
    #expect(line.course(1).last == .ended(.onlyEmergencyNumbers), "\(line.reports)")
    line.dial(2, "112")
    #expect(line.tells(.call(token: 2, .active)), "\(line.reports)")

    let listing = try ModemRig("unregistered ecc")
    try listing.startManager()
    let other = try Line(listing)
    _ = other.tells { if case .state(.limited) = $0 { true } else { false } }
    other.dial(1, "115")
    #expect(other.tells(.call(token: 1, .active)), "\(other.reports)")
  }

  @Test(
    "the network's name, its signal and whether it has taken the modem in are told, and that it is gone"
  )
  func network() throws {
    let rig = try ModemRig("answers")
    try rig.startManager()
    let line = try Line(rig)
    let isHome = line.tells { report in
      guard case .network(let network?) = report else { return false }
      return network.registration == .home && network.signalPercent > 50
        && network.name == "Viettel"
    }
    #expect(isHome, "\(line.reports) \(rig.logs)")
    rig.stopManager()
    #expect(line.tells(.network(nil)), "\(line.reports)")

    let lost = try ModemRig("unregistered")
    try lost.startManager()
    let other = try Line(lost)
    let isLimited = other.tells { if case .state(.limited) = $0 { true } else { false } }
    #expect(isLimited, "\(other.reports)")
    let registrations = other.reports.compactMap { report -> Telephone.Network.Registration? in
      if case .network(let network?) = report { network.registration } else { nil }
    }
    #expect(other.reports.allSatisfy { $0.networkName == "" }, "no network has no name")
    #expect(!registrations.isEmpty && registrations.allSatisfy { $0 == .none || $0 == .searching })
  }

  @Test("no bus, no ModemManager, no modem: each is said, and found when it comes")
  func missing() throws {
    let rig = try ModemRig()
    let line = try Line(rig)
    let isMissing = line.tells { if case .state(.missing) = $0 { true } else { false } }
    #expect(isMissing, "\(line.reports)")
    line.dial(1, "112")
    #expect(line.ended(1, within: 1))
    try rig.startManager()
    #expect(line.isReady(), "\(line.reports) \(rig.logs)")
  }
}

extension Telephone.Report {
  fileprivate var networkName: String {
    if case .network(let network?) = self { network.name } else { "" }
  }
}
