import WardContract

extension Broadcasting {
  /// Whether the bulletin may be sent to people's telephones as a message: an emergency or a warning
  /// of the categories that the rule set names, or what a level of government orders by document.
  public func judgeMessage(_ bulletin: Bulletin) -> Verdict {
    let date = LocalDate(bulletin.begins)
    guard bulletin.status == .actual else { return .broken([testBreach(on: bulletin.begins)]) }
    guard let rules = book.ruleSet(on: date) else { return .broken([ruleSetBreach(on: date)]) }
    let rule = rules.messages
    let isEmergency = bulletin.priority == .emergency
    if isEmergency, (rule.emergencies + rule.warnings).contains(bulletin.category) {
      return .allowed(.emergency)
    }
    if bulletin.priority >= .priority, rule.warnings.contains(bulletin.category) {
      return .allowed(.rules)
    }
    let isOrdered = rule.origins.contains(bulletin.regulation.origin)
    if isOrdered, bulletin.regulation.documentNumber?.isEmpty == false { return .allowed(.rules) }
    return .broken([
      Breach(
        .messages, "Tin này không được nhắn tới số điện thoại của người dân.", rule.citation,
        limit: "khẩn cấp: \(Words.list(rule.emergencies.map(\.rawValue))); cảnh báo: "
          + "\(Words.list(rule.warnings.map(\.rawValue))); hoặc văn bản của "
          + Words.list(rule.origins.map(Words.origin)),
        used: "\(bulletin.priority.rawValue), \(bulletin.category.rawValue), "
          + Words.origin(bulletin.regulation.origin),
        left: "không có")
    ])
  }
}
