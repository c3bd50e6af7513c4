import WardContract

extension Broadcasting {
  /// The exercise of an emergency is no emergency: it keeps to the hours of the day and the weekdays,
  /// and states its document.
  func exerciseFaults(_ bulletin: Bulletin, at moment: Instant, under rules: RuleSet) -> [Fault] {
    let local = LocalTime(moment)
    let minute = local.hour * 60 + local.minute
    var faults: [Fault] = []
    if !rules.halves.contains(where: { $0.fromMinute <= minute && minute < $0.untilMinute }) {
      let hours = rules.halves.map {
        "\(Words.time($0.fromMinute))–\(Words.time($0.untilMinute))"
      }
      faults.append(
        Fault(
          Breach(
            .hours, "Diễn tập ngoài khung giờ phát thanh.", rules.area(plan.areaType).timeCitation,
            limit: Words.list(hours), used: Words.moment(moment), left: "không có"),
          .hours))
    }
    if let fault = weekdayFault(LocalDate(moment), rules.area(plan.areaType)) {
      faults.append(fault)
    }
    return faults
      + needs(rules.exercise.needs, bulletin, at: moment, "Diễn tập", rules.exercise.citation)
  }
}
