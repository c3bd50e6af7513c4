import TerminalCore

/// A modem: calls one number at a time, and has every way to fail that the real ones have shown.
struct SimulatedModem {
  /// A call that is on.
  struct Call {
    var token: UInt64
    /// The other end has gone, and nobody says so.
    var isDead = false
  }

  var isThere = false
  var call: Call?
}

/// How a call goes in the simulated world.
enum SimulatedCourse: CaseIterable {
  case answered
  /// Without a word of its ringing.
  case blind
  case busy
  /// The answer to the dialling, twice.
  case refusedTwice
  case onlyGeneralNumber
  /// Answered, then gone without a word.
  case silentDrop
  /// Nothing comes of it, and nothing is said.
  case deaf
  case modemLost
}

/// The simulated world's side of telephone calls.
extension SimulatedHome {
  mutating func dial(_ token: UInt64, _ number: EmergencyNumber) {
    mix(text: "dial \(number.rawValue)")
    check.dialled(now)
    guard modem.isThere else {
      return report(token, .ended(.noTelephone(reason: "none")), after: 1)
    }
    if let call = modem.call { report(call.token, .ended(.closed), after: 1) }
    modem.call = SimulatedModem.Call(token: token)
    let course: SimulatedCourse =
      random.chance(perMille: faults.callFailures)
      ? random.pick(SimulatedCourse.allCases) : .answered
    report(token, .dialling, after: 100)
    let answer = random.integer(2_000...40_000)
    switch course {
    case .answered, .silentDrop, .modemLost:
      report(token, .ringing, after: 1_000)
      report(token, .active, after: answer)
      report(token, .active, after: answer + 1)
      let end = answer + random.integer(5_000...600_000)
      switch course {
      case .silentDrop: break
      case .modemLost: timeline.add(.modemLost(start: start), at: now + end)
      default: report(token, .ended(.closed), after: end)
      }
    case .blind:
      report(token, .active, after: 200)
      report(token, .ended(.closed), after: answer)
    case .busy: report(token, .ended(.closed), after: 3_000)
    case .refusedTwice:
      report(token, .ended(.refused(reason: "no dial tone")), after: 500)
      report(token, .ended(.closed), after: 501)
    case .onlyGeneralNumber:
      report(
        token, number == .general ? .active : .ended(.onlyGeneralNumber), after: 500)
    case .deaf: break
    }
  }

  private mutating func report(
    _ token: UInt64, _ progress: CallProgress, after milliseconds: Int64
  ) {
    timeline.add(.call(token: token, progress, start: start), at: now + milliseconds)
  }

  /// The modem says something, and the end of a call once more.
  mutating func called(_ token: UInt64, _ progress: CallProgress, _ start: Int) {
    guard start == self.start, isOn else { return }
    if case .ended = progress, modem.call?.token == token {
      modem.call = nil
      check.hungUp(now)
    }
    tell(.call(token: token, progress))
  }

  mutating func callEnds(_ end: CallEnd) {
    guard let call = modem.call else { return }
    called(call.token, .ended(end), start)
  }

  /// Most modems do what they are told; one in ten says nothing more.
  mutating func hangUp(_ token: UInt64) {
    guard modem.call?.token == token else { return }
    modem.call = nil
    check.hungUp(now)
    if !random.chance(perMille: 100) { report(token, .ended(.closed), after: 300) }
  }
}
