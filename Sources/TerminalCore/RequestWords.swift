import WardContract

/// How far a request has got, in words: the same for feedback, services and bills.
enum RequestWords {
  /// On half a line.
  static func short(_ entry: Requests.Entry) -> String {
    if entry.awaitsWords { return "Chờ viết" }
    if entry.hasLapsed { return "Mã hết hạn" }
    return switch entry.standing {
    case .waiting: "Chờ gửi"
    case .sent: "Đang gửi"
    case .received: "Phường đã nhận"
    case .handling: Reply.State.handling.words
    case .answered: Reply.State.answered.words
    case .refused: Reply.State.refused.words
    }
  }

  /// In sentences, a line each; with the time at which the desk had all of it.
  static func course(_ entry: Requests.Entry, now: Instant) -> [String] {
    if entry.fault != nil, entry.standing == .waiting || entry.standing == .sent {
      return ["Máy không đọc lại được bản ghi âm. Xin bác ghi lại và gửi lần nữa."]
    }
    if entry.hasLapsed { return [] }
    if entry.awaitsWords { return ["Chưa viết trên điện thoại. Mã dùng được trong 24 giờ."] }
    let committed = entry.progress.committed.map {
      "Phường đã nhận lúc \(Words.since($0, now: now))."
    }
    let standing: String =
      switch entry.standing {
      case .waiting: "Đang chờ để gửi. Có mạng là máy tự gửi."
      case .sent: "Đã gửi đi, đang chờ phường báo nhận."
      case .received: "Phường chưa trả lời."
      case .handling: "Phường đang xử lý."
      case .answered: "Phường đã trả lời."
      case .refused: "Phường không giải quyết việc này."
      }
    return [committed, standing].compactMap { $0 }
  }

  /// What a request is about.
  static func title(_ request: Request) -> String {
    switch request.kind {
    case .feedback: FeedbackWords.title(request)
    case .service: Services.title(request)
    case .bill: Bills.title(request)
    }
  }

  /// What the rest screen says of replies that nobody has opened yet; no figure of theirs, which may be
  /// a trial's. `nil` if there is none.
  static func news(_ entries: [Requests.Entry]) -> String? {
    guard let newest = entries.last else { return nil }
    guard entries.count == 1 else {
      let kinds = Request.Kind.allCases.filter { kind in
        entries.contains { $0.request.kind == kind }
      }
      return "\(entries.count) trả lời mới: \(kinds.map(name).joined(separator: ", "))"
    }
    let verb =
      switch newest.standing {
      case .received where newest.written != nil: "Phường đã nhận"
      case .handling: "Phường đang xử lý"
      case .waiting, .sent, .received, .answered, .refused: "Phường trả lời"
      }
    return "\(verb): \(title(newest.request))"
  }

  private static func name(_ kind: Request.Kind) -> String {
    switch kind {
    case .feedback: "phản ánh"
    case .service: "hồ sơ"
    case .bill: "hóa đơn"
    }
  }
}
