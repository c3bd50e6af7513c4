import WardContract

extension Broadcasting {
  /// What is wrong with the ward's own plan under the rule set of that day: sessions outside of
  /// their half of the day, too many or too long ones, an overlap with a neighbour that wasn't
  /// agreed on. Weekdays are no part of a plan.
  public func planBreaches(on date: LocalDate) -> [Breach] {
    guard let rules = book.ruleSet(on: date) else { return [ruleSetBreach(on: date)] }
    let area = rules.area(plan.areaType)
    return sessions.flatMap { planned -> [Breach] in
      let slot = BroadcastSlot(date: date, session: planned.session)
      var faults = faults(of: slot, under: rules).filter { $0.limit != .weekdays }
      if let most = area.minutesASession, planned.minutes > most {
        faults.append(
          Fault(
            Breach(
              .duration, "Kế hoạch của phường đặt \(Words.session(slot.session)) dài hơn quy định.",
              area.durationCitation, limit: "\(most) phút/buổi", used: "\(planned.minutes) phút",
              left: "không có")))
      }
      return (faults + neighbourFaults(planned, rules)).map(\.breach)
    }
  }
}
