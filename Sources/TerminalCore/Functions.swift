import WardContract

/// The list of what the terminal can do.
extension HomeTerminal {
  func functionsScreen(_ reading: TrustedClock.Reading) -> ChoiceScreen {
    ChoiceScreen(
      title: Words.functions,
      rows: Menu.Function.allCases.map { function in
        switch function {
        case .news:
          let unheard = rows(reading).count(where: \.isUnheard)
          return .init(
            name: Words.newsTitle, value: unheard > 0 ? "\(unheard) tin chưa nghe" : "",
            isMarked: unheard > 0)
        case .feedback:
          let news = unreadFeedbacks > 0 ? "\(unreadFeedbacks) trả lời mới" : nil
          let words = news ?? (feedback.draft == nil ? "" : "Chưa gửi")
          return .init(name: FeedbackWords.title, value: words, isMarked: !words.isEmpty)
        case .air: return .init(name: Words.air, value: airWord(reading))
        case .services:
          let news = requests.news.count { $0.request.kind == .service }
          return .init(
            name: Words.services, value: news > 0 ? "\(news) trả lời mới" : "",
            isMarked: news > 0)
        case .bills:
          let news = requests.news.count { $0.request.kind == .bill }
          return .init(
            name: Words.bills, value: news > 0 ? "\(news) trả lời mới" : "", isMarked: news > 0)
        case .numbers: return .init(name: Words.numbers)
        case .settings: return .init(name: Words.settings)
        case .status: return .init(name: Words.status)
        }
      },
      selected: Menu.Function.allCases.firstIndex(of: menu.function) ?? 0, action: Words.open,
      note: Words.holdToHear, textSize: preferences.textSize)
  }
}
