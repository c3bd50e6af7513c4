import WardContract

/// What somebody sees of an examination.
extension HomeTerminal {
  var examinationScreen: Screen {
    if let question = examination.question { return .examination(screen(asking: question)) }
    if examination.isAttended { return .examination(.looking) }
    switch examination.view {
    case .start(let row): return .choice(examinationStart(row))
    case .result(let page):
      guard let diagnosis = diagnoses.newest else { return .choice(examinationStart(0)) }
      return .status(diagnosis.screen(page: page))
    }
  }

  private func examinationStart(_ row: Int) -> ChoiceScreen {
    let result = diagnoses.newest.map { diagnosis in
      ChoiceScreen.Row(
        name: "Kết quả lần trước", value: ExaminationWords.short(diagnosis),
        isMarked: !diagnosis.faults.isEmpty)
    }
    return ChoiceScreen(
      title: ExaminationWords.title,
      rows: [.init(name: "Kiểm tra ngay")] + (result.map { [$0] } ?? []),
      selected: row, action: row == 0 ? "Bắt đầu" : "Xem", note: ExaminationWords.note,
      textSize: preferences.textSize)
  }

  private func screen(asking question: Examination.Question) -> ExaminationScreen {
    switch question {
    case .speaker:
      ExaminationScreen(
        title: "Bác có nghe tiếng chuông không?", text: "Loa vừa kêu năm tiếng, càng lúc càng cao.",
        picture: .none, ok: "Có", back: "Không", upDown: "Lại")
    case .display:
      ExaminationScreen(
        title: "Có thấy đủ khung, màu và chữ không?", text: "", picture: .pattern, ok: "Đủ",
        back: "Thiếu", upDown: "Bỏ qua")
    case .lamps:
      ExaminationScreen(
        title: "Các đèn trên máy có sáng không?", text: "Máy vừa bật tất cả các đèn.",
        picture: .none, ok: "Có", back: "Không", upDown: "Bỏ qua")
    case .buttons:
      ExaminationScreen(
        title: "Bấm thử từng nút một",
        text: "Nút nào bấm không ăn thì thôi, bấm OK lần nữa. SOS chỉ bấm một cái, đừng giữ.",
        picture: .buttons(
          profile.equipment.buttons.map { button in
            .init(
              name: button.name, isPressed: examination.run?.pressed.contains(button) ?? false)
          }))
    }
  }

  /// All lamps shine while somebody is asked whether they do.
  func showsLamps(_ reading: TrustedClock.Reading) -> Bool {
    examination.question == .lamps && !calling.isActive && !overlay(reading).isEmergency
  }

  /// A button went down on the screen on which they are tried; says whether that was all it meant.
  mutating func tries(_ button: Button, _ moment: Moment) -> Bool {
    guard examination.question == .buttons, calling.sos == nil, menu.place == .examination,
      overlay(clock.reading(moment)) == .none
    else { return false }
    menu.touch(moment)
    return examination.tries(button, of: profile.equipment.buttons, moment)
  }

  /// Whoever has just installed the terminal is offered to have it examined.
  var newHomeWords: String? {
    profile.isNew && diagnoses.newest == nil ? ExaminationWords.offer : nil
  }
}

extension ExaminationScreen {
  fileprivate static let looking = ExaminationScreen(
    title: "Máy đang tự kiểm tra…",
    text: "Máy xem nguồn điện, bộ nhớ, mạng và các bộ phận. Xin chờ vài giây.", picture: .none,
    back: "Thôi")
}

extension Diagnosis {
  /// What is wrong and what to do about it first, then what is well.
  func screen(page: Int) -> StatusScreen {
    let bad = faults.map { finding in
      StatusScreen.Row(
        name: finding.subject.name, value: "\(finding.words). \(finding.advice ?? "")",
        isGood: false)
    }
    let others = findings.filter { $0.reason == nil && $0.verdict != .absent }
    let good = others.filter { $0.verdict == .good && !$0.subject.isButton }.map { finding in
      StatusScreen.Row(name: finding.subject.name, value: finding.words, isGood: true)
    }
    let skipped = others.filter { $0.verdict == .skipped && !$0.subject.isButton }
    return StatusScreen(
      title: ExaminationWords.title(self),
      rows: bad + good + buttonRows(others)
        + skipped.map { .init(name: $0.subject.name, value: $0.words, isGood: true) },
      action: nil, page: page)
  }

  private func buttonRows(_ others: [Finding]) -> [StatusScreen.Row] {
    let tried = others.count { $0.subject.isButton && $0.verdict == .good }
    let left = others.filter { $0.subject.isButton && $0.verdict == .skipped }
    var words: [String] = []
    if tried > 0 { words.append("\(tried) nút bấm tốt") }
    if !left.isEmpty { words.append("\(left.count) nút chưa thử") }
    return words.isEmpty
      ? [] : [.init(name: Subject.buttons.name, value: words.joined(separator: ", "), isGood: true)]
  }
}
