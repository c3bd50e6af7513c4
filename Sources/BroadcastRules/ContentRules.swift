import WardContract

extension Broadcasting {
  /// Class of content, source of the programme, and what both need.
  func contentFaults(_ bulletin: Bulletin, at moment: Instant, under rules: RuleSet) -> [Fault] {
    let area = rules.area(plan.areaType)
    let regulation = bulletin.regulation
    var faults: [Fault] = []
    let allowed = Words.list(area.content.map { "\($0) (\(rules.content($0)?.title ?? ""))" })
    if let name = regulation.contentClass, let content = rules.content(name) {
      if !area.content.contains(name) {
        faults.append(
          Fault(
            Breach(
              .content, "Loại nội dung “\(content.title)” không được phát ở địa bàn này.",
              area.contentCitation, limit: allowed, used: name, left: "không có"),
            .content))
      }
      if let only = content.programme, only != regulation.programmeSource {
        faults.append(
          Fault(
            Breach(
              .programme, "Loại nội dung “\(content.title)” chỉ dành cho một nguồn chương trình.",
              content.citation, limit: rules.programme(only).title,
              used: rules.programme(regulation.programmeSource).title, left: "không có")))
      }
      if !content.origins.isEmpty, !content.origins.contains(regulation.origin) {
        faults.append(
          Fault(
            Breach(
              .origin, "Loại nội dung “\(content.title)” phải do cấp trên ban hành.",
              content.citation, limit: Words.list(content.origins.map(Words.origin)),
              used: Words.origin(regulation.origin), left: "không có")))
      }
      faults += needs(content.needs, bulletin, at: moment, content.title, content.citation)
    } else {
      let name = regulation.contentClass
      faults.append(
        Fault(
          Breach(
            .content,
            name.map { "Bộ quy định không có loại nội dung “\($0)”." } ?? "Thiếu loại nội dung.",
            area.contentCitation, limit: allowed, used: name ?? "không ghi", left: "không có")))
    }
    let programme = rules.programme(regulation.programmeSource)
    if !area.programmes.contains(programme.source) {
      faults.append(
        Fault(
          Breach(
            .programme, "\(programme.title) không được phát ở địa bàn này.",
            area.programmesCitation,
            limit: Words.list(area.programmes.map { rules.programme($0).title }),
            used: programme.title, left: "không có")))
    }
    return faults
      + needs(programme.needs, bulletin, at: moment, programme.title, programme.citation)
  }

  /// What of `particulars` the bulletin doesn't state.
  func needs(
    _ particulars: [Particular], _ bulletin: Bulletin, at moment: Instant, _ title: String,
    _ citation: Citation
  ) -> [Fault] {
    let regulation = bulletin.regulation
    return particulars.compactMap { particular in
      switch particular {
      case .documentNumber:
        guard regulation.documentNumber?.isEmpty ?? true else { return nil }
        return missing(.documentNumber, particular, title, citation)
      case .approvingBody:
        guard regulation.approvingBody?.isEmpty ?? true else { return nil }
        return missing(.approvingBody, particular, title, citation)
      case .eventTime:
        guard let time = regulation.eventTime else {
          return missing(.eventTime, particular, title, citation)
        }
        guard time < moment else { return nil }
        return Fault(
          Breach(
            .eventTime, "Mốc thời gian đã qua trước khi phát.", citation,
            limit: "từ \(Words.moment(moment))", used: Words.moment(time), left: "không có"))
      }
    }
  }

  private func missing(
    _ rule: Rule, _ particular: Particular, _ title: String, _ citation: Citation
  ) -> Fault {
    let particular = Words.particular(particular)
    return Fault(
      Breach(
        rule, "“\(title)” phải có \(particular).", citation, limit: "phải ghi \(particular)",
        used: "không ghi", left: "không có"))
  }

  /// Music that is not broadcast, or only by a directive.
  func musicFaults(_ bulletin: Bulletin, under rules: RuleSet) -> [Fault] {
    let music = bulletin.regulation.music
    let isRefused = rules.music.refused.contains(music)
    guard isRefused || rules.music.needsDirective.contains(music) else { return [] }
    let bodies = rules.issuers.filter { $0.lifts.contains(.music) }.map(\.name)
    let breach = Breach(
      .music,
      isRefused
        ? "Không phát chương trình \(Words.music(music))."
        : "Có \(Words.music(music)) thì phải có văn bản chỉ đạo.",
      rules.music.citation, limit: "theo chỉ đạo của \(Words.list(bodies))",
      used: Words.music(music), left: "không có")
    return [Fault(breach, isRefused ? nil : .music)]
  }
}
