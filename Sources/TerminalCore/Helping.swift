/// How calls for help work together with everything else.
extension HomeTerminal {
  /// What a screen says once the desk has said that it knows; for checks.
  public static let wardKnows = Calling.Ward.knows.words

  /// What there is to telephone with has changed.
  mutating func telephone(_ state: TelephoneState, _ moment: Moment) {
    calling.telephone = state
    switch state {
    case .none: break
    case .missing(let reason): partFailed(.telephone, reason, moment)
    case .limited(let reason): partFailed(.telephone, reason, moment)
    case .ready: partBack(.telephone)
    }
  }

  /// Does what a call for help needs now, and writes down what happened: on disk at once, and to the
  /// ward before everything else.
  mutating func help(_ moment: Moment) {
    calling.settle(nextReceipt: outbox.nextSequence, moment, &effects)
    let reports = calling.takeReports()
    guard !reports.isEmpty else { return }
    for report in reports {
      record(.sos(report), of: nil, revision: 0, isEmergency: true, moment)
      effects.append(.note("SOS \(report.sos): \(report.stage.rawValue) \(report.number ?? "")"))
    }
    journal.add(.putSOS(calling.open))
    link.hurry(moment)
  }

  /// What the household is told of a telephone that fails; `nil` if it works, or there is none.
  var telephoneProblem: String? {
    switch calling.telephone {
    case .none, .ready: nil
    case .limited: Words.limitedTelephone
    case .missing: parts.isFailing(.telephone) ? Words.noTelephone : nil
    }
  }

  /// The row of the status screen about calls for help.
  var telephoneRow: StatusScreen.Row {
    .init(
      name: "Nút SOS",
      value: calling.telephone == .none
        ? "Báo cho phường; máy không gọi điện" : telephoneProblem ?? "Báo phường và gọi điện",
      isGood: telephoneProblem == nil)
  }

  /// The screen of a call for help; `nil` while nobody calls for it.
  func callScreen(_ reading: TrustedClock.Reading, _ moment: Moment) -> CallScreen? {
    guard calling.isActive else { return nil }
    let isTold = calling.sos.map { !outbox.isWaiting($0) } ?? false
    return calling.screen(
      address: profile.address, ward: isTold ? .knows : link.isUp ? .isBeingTold : .cannotBeTold,
      isEmergencyWaiting: !Repetitions.emergencies(wall, reading).isEmpty, moment)
  }
}
