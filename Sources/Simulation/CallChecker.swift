import TerminalCore
import WardContract

/// What must hold for calls for help, whatever goes wrong.
struct CallChecker {
  /// Longest call that nobody has said goes on, in milliseconds: dialling, ringing, the question and
  /// its patience, and some room.
  static let longestCallMilliseconds: Int64 = 1_300_000

  private var onTheLineSince: Int64?

  mutating func dialled(_ now: Int64) { onTheLineSince = now }
  /// Somebody is there.
  mutating func pressed(_ now: Int64) { if onTheLineSince != nil { onTheLineSince = now } }
  mutating func hungUp() { onTheLineSince = nil }

  /// A call that is on has the screen, and not for ever.
  func shown(_ screen: Screen?, hasCall: Bool, at now: Int64) -> String? {
    guard hasCall else { return nil }
    guard case .call(let call) = screen, call.number != nil else {
      return "a call is on that nobody sees"
    }
    guard let since = onTheLineSince, now - since > Self.longestCallMilliseconds else { return nil }
    return "a call is on since \(since)"
  }

  /// What the screen says of the ward is true.
  func told(_ screen: Screen, sos: Int64?, ledger: Identifier, _ desk: SimulatedDesk) -> String? {
    guard case .call(let call) = screen, call.ward == HomeTerminal.wardKnows, let sos,
      desk.receipts["\(ledger) \(sos)"] == nil
    else { return nil }
    return "the ward is said to know of SOS \(sos)"
  }

  /// Every call for help is known to the desk, each step once, and has one end.
  func atRest(_ desk: SimulatedDesk, ledger: Identifier, open: Int64?) -> [String] {
    var faults: [String] = []
    var seen: [SOSReport] = []
    for key in desk.receiptOrder {
      guard let receipt = desk.receipts[key], case .sos(let report) = receipt.fact else { continue }
      let isTwice = seen.contains {
        $0.sos == report.sos && $0.stage == report.stage && $0.call == report.call
      }
      if isTwice, report.stage != .unable {
        faults.append("SOS \(report) is told twice")
      }
      seen.append(report)
    }
    for pressed in seen where pressed.stage == .pressed {
      let mine = seen.filter { $0.sos == pressed.sos }
      let ends = mine.count { $0.stage == .closed }
      if ends != (pressed.sos == open ? 0 : 1) {
        faults.append("SOS \(pressed.sos) has \(ends) ends")
      }
      for call in mine where call.stage == .dialled {
        let ends = mine.count { $0.stage == .ended && $0.call == call.call }
        if ends != 1, pressed.sos != open { faults.append("call \(call) has \(ends) ends") }
      }
    }
    for report in seen where !seen.contains(where: { $0.stage == .pressed && $0.sos == report.sos })
    {
      faults.append("SOS \(report) was never pressed")
    }
    return faults
  }
}
