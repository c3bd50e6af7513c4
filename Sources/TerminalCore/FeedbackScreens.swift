import WardContract

/// What the household sees of feedback.
extension HomeTerminal {
  func feedbackScreen(_ reading: TrustedClock.Reading) -> Screen {
    switch feedback.step {
    case .list: .choice(listScreen(reading))
    case .feedback(let identifier):
      if let entry = requests[identifier] {
        formScreen(entry) ?? .page(feedbackPage(entry, reading))
      } else {
        .choice(listScreen(reading))
      }
    case .subjects: .choice(subjectsScreen)
    case .ways: .choice(waysScreen)
    case .recording(_, let phase): .recording(recordingScreen(phase))
    case .review: .choice(reviewScreen)
    case .trouble(let trouble):
      page("Chưa ghi được lời nói", FeedbackWords.trouble(trouble), action: "Quay lại")
    case .full:
      page("Chưa gửi được", FeedbackWords.full(Requests.maximumKept), action: "Quay lại")
    }
  }

  private func page(_ title: String, _ text: String, action: String) -> Screen {
    .page(
      PageScreen(title: title, text: text, action: action, textSize: preferences.textSize))
  }

  /// How many answers nobody has opened yet.
  var unreadFeedbacks: Int { feedbacks.count { $0.isNews } }

  private func listScreen(_ reading: TrustedClock.Reading) -> ChoiceScreen {
    var rows = [ChoiceScreen.Row(name: "Gửi phản ánh mới")]
    if feedback.draft != nil {
      rows.append(.init(name: "Phản ánh chưa gửi", value: "Chưa gửi", isMarked: true))
    }
    rows += feedbacks.map { entry in
      ChoiceScreen.Row(
        name: FeedbackWords.title(entry.request), value: RequestWords.short(entry),
        isMarked: entry.isNews)
    }
    return ChoiceScreen(
      title: FeedbackWords.title, rows: rows, selected: min(feedback.row, rows.count - 1),
      action: "Mở", note: "Việc gấp, cần cứu giúp: giữ nút SOS.", textSize: preferences.textSize)
  }

  private var subjectsScreen: ChoiceScreen {
    let subjects = self.subjects
    let row = min(feedback.row, subjects.count - 1)
    return ChoiceScreen(
      title: "Phản ánh về việc gì?",
      rows: subjects.map {
        .init(name: $0.name, value: $0.isAnonymous ? "Không kèm tên hộ" : "Có tên hộ")
      }, selected: row, action: "Mở",
      note: FeedbackWords.promise(isAnonymous: subjects[row].isAnonymous),
      textSize: preferences.textSize)
  }

  private var waysScreen: ChoiceScreen {
    guard let subject = feedback.subject else { return subjectsScreen }
    return FeedbackWords.waysScreen(
      subject, feedback.ways(canWrite: directory.directory?.writingForm != nil), row: feedback.row,
      textSize: preferences.textSize)
  }

  /// The code that leads a phone to the form; `nil` if there is nothing to be written any more.
  private func formScreen(_ entry: Requests.Entry) -> Screen? {
    guard entry.awaitsWords, let form = directory.directory?.writingForm else { return nil }
    return .qr(FeedbackWords.formScreen(form, entry.request, isAtDesk: entry.isAtDesk))
  }

  private func recordingScreen(_ phase: FeedbackDialogue.RecordingPhase) -> RecordingScreen {
    let before = feedback.draft.map(FeedbackWords.title)
    let isAnonymous = feedback.draft?.isAnonymous ?? feedback.subject?.isAnonymous ?? false
    return RecordingScreen(
      subject: before ?? feedback.subject?.name ?? "",
      note: isAnonymous
        ? FeedbackWords.voicePromise : FeedbackWords.promise(isAnonymous: false),
      phase: phase == .opening ? .opening : phase == .speaking ? .speaking : .closing,
      seconds: feedback.recordedMilliseconds / 1_000,
      longestSeconds: Bounds.recordingMilliseconds / 1_000, levelPercent: feedback.levelPercent)
  }

  private var reviewScreen: ChoiceScreen {
    guard let draft = feedback.draft else { return subjectsScreen }
    let rows = feedback.choices.map { choice -> ChoiceScreen.Row in
      switch choice {
      case .send: .init(name: "Gửi cho phường")
      case .listen:
        .init(
          name: "Nghe lại", value: FeedbackWords.seconds(draft.recording?.durationMilliseconds))
      case .again: .init(name: draft.recording == nil ? "Chọn lại" : "Nói lại")
      case .discard: .init(name: "Bỏ, không gửi")
      }
    }
    var notes = [FeedbackWords.said(draft)]
    if let trouble = feedback.draftTrouble { notes.append(FeedbackWords.keptAfter(trouble)) }
    notes.append(FeedbackWords.promise(isAnonymous: draft.isAnonymous))
    return ChoiceScreen(
      title: "Gửi phản ánh này?", rows: rows, selected: min(feedback.row, rows.count - 1),
      action: "Đồng ý", note: notes.joined(separator: " "), textSize: preferences.textSize)
  }

  private func feedbackPage(
    _ entry: Requests.Entry, _ reading: TrustedClock.Reading
  ) -> PageScreen {
    var paragraphs: [String] = []
    if let reply = entry.reply, !reply.words.isEmpty {
      let time = Words.since(reply.time, now: reading.now)
      paragraphs += ["\(reply.office), \(time):", reply.words]
      if let voice = entry.voice { paragraphs.append(FeedbackWords.spoken(voice)) }
      paragraphs.append("")
    }
    let created = Words.since(entry.request.created, now: reading.now)
    if let written = entry.written {
      paragraphs += ["Nhà mình viết trên điện thoại:", "“\(written)”"]
    } else {
      paragraphs.append("Nhà mình gửi lúc \(created): \(FeedbackWords.content(entry.request))")
    }
    paragraphs += RequestWords.course(entry, now: reading.now)
    paragraphs.append(FeedbackWords.promise(isAnonymous: entry.request.isAnonymous))
    return PageScreen(
      title: FeedbackWords.title(entry.request), detail: RequestWords.short(entry),
      text: paragraphs.joined(separator: "\n"), page: feedback.page,
      action: entry.voice?.isReady == true ? "Nghe cán bộ nói" : "Nghe đọc",
      textSize: preferences.textSize)
  }
}

/// The words of the screens of feedback.
enum FeedbackWords {
  static let title = "Phản ánh với phường"

  private static func form(_ request: Request) -> Feedback? { try? Feedback(json: request.body) }

  static func title(_ request: Request) -> String { form(request)?.title ?? "Phản ánh" }

  static func seconds(_ milliseconds: Int?) -> String {
    "\(max(1, (milliseconds ?? 0) / 1_000)) giây"
  }

  /// A way to say something.
  static func row(_ way: FeedbackDialogue.Way) -> ChoiceScreen.Row {
    switch way {
    case .speak: .init(name: "Nói vào máy", value: "đến 60 giây")
    case .write: .init(name: "Viết trên điện thoại", value: "quét mã")
    case .sentence(let sentence): .init(name: sentence)
    }
  }

  /// How something can be said about a subject.
  static func waysScreen(
    _ subject: Directory.Subject, _ ways: [FeedbackDialogue.Way], row: Int, textSize: TextSize
  ) -> ChoiceScreen {
    let row = min(row, max(ways.count - 1, 0))
    var note = promise(isAnonymous: subject.isAnonymous)
    if ways[safe: row] == .speak, subject.isAnonymous { note = voicePromise }
    if ways.isEmpty { note = noWay }
    return ChoiceScreen(
      title: subject.name, rows: ways.map(self.row), selected: row, action: "Đồng ý", note: note,
      textSize: textSize)
  }

  /// The code that leads a phone to a form.
  static func formScreen(
    _ form: Directory.WritingForm, _ request: Request, isAtDesk: Bool
  ) -> QRScreen {
    QRScreen(
      title: "Quét để viết trên điện thoại", payload: form.address(of: request.identifier),
      lines: [title(request), promise(isAnonymous: request.isAnonymous)],
      note: isAtDesk ? Words.scanWithCamera : formWaits)
  }

  /// What the household said.
  static func content(_ request: Request) -> String {
    if request.isWritten { return "một mã để viết trên điện thoại." }
    if let recording = request.recording {
      return "lời nói dài \(seconds(recording.durationMilliseconds))."
    }
    return "“\(form(request)?.sentence ?? "")”"
  }

  static func said(_ draft: Request) -> String {
    draft.recording == nil ? content(draft) : "\(title(draft)): \(content(draft))"
  }

  /// That somebody at the ward has spoken the reply, and where their voice is.
  static func spoken(_ voice: ReplyVoice) -> String {
    let length = seconds(voice.recording.durationMilliseconds)
    return voice.isReady
      ? "Có lời cán bộ nói, dài \(length). Bấm OK để nghe."
      : "Lời cán bộ nói, dài \(length), đang tới. Chữ ở đây đã đủ."
  }

  /// Whether the ward learns who it was, as it is.
  static func promise(isAnonymous: Bool) -> String {
    isAnonymous ? "Gửi không kèm tên hộ." : "Phường biết hộ nào gửi."
  }

  static let voicePromise = "Không kèm tên hộ, nhưng phường nghe được giọng nói."
  static let formWaits = "Máy đang báo phường. Nếu quét chưa mở được, xin đợi một lát rồi quét lại."
  static let noWay = "Máy này không có micrô nên chưa nói được."

  /// Why there is no recording, and what to do.
  static func trouble(_ trouble: RecordingTrouble) -> String {
    switch trouble {
    case .noMicrophone:
      "Máy không thấy micrô. Xin chọn một câu có sẵn, hoặc báo tổ dân phố kiểm tra máy."
    case .programme: "Đang phát tin của phường. Xin đợi hết tin rồi nói."
    case .busy: "Micrô đang bận việc khác. Xin đợi một lát rồi nói lại."
    case .lost: "Micrô bị mất khi đang ghi. Xin thử nói lại."
    case .diskFull: "Bộ nhớ của máy đầy hoặc hỏng nên chưa ghi được. Xin chọn một câu có sẵn."
    case .silent, .tooShort: "Chưa nghe được lời nào. Xin nói lại, nói gần máy hơn."
    }
  }

  /// What was wrong with a recording that is there in spite of it.
  static func keptAfter(_ trouble: RecordingTrouble) -> String {
    switch trouble {
    case .silent: "Máy không nghe thấy tiếng nói, xin nghe lại trước khi gửi."
    case .diskFull: "Bộ nhớ đầy, máy chỉ giữ được phần đầu."
    case .noMicrophone, .programme, .busy, .lost, .tooShort:
      "Micrô bị mất, máy chỉ giữ được phần đầu."
    }
  }

  static func full(_ most: Int) -> String {
    "Đã có \(most) việc đang chờ phường trả lời. Khi phường trả lời xong một việc, bác gửi tiếp được."
  }
}
