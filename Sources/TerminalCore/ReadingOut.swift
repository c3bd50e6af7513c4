import Vietnamese
import WardContract

/// What a screen says when somebody has it read out.
public struct ReadingOut: Equatable, Sendable {
  /// As they are written, from top to bottom.
  public let paragraphs: [String]

  /// Words in their order; what is empty is passed over.
  public init(_ paragraphs: [String?]) {
    self.paragraphs = paragraphs.compactMap { $0 }.filter { !$0.isEmpty }
  }

  /// What a speech synthesiser is given. Expands the words: not for the loop.
  public var spoken: String { SpokenText(paragraphs: paragraphs).text }
}

extension Screen {
  /// What is said of the screen; each kind says what an eye would look for first.
  public var readingOut: ReadingOut {
    switch self {
    case .rest(let rest): rest.readingOut
    case .news(let news):
      ReadingOut(
        news.rows.isEmpty
          ? [Words.newsTitle, Words.noNews]
          : [Words.newsTitle] + news.rows[news.selected].words
            + [Words.place(news.selected, of: news.rows.count)])
    case .reader(let reader):
      ReadingOut([
        reader.reality.words, reader.headline, reader.detail, reader.announcement, reader.text,
      ])
    case .broadcast(let broadcast):
      ReadingOut([
        broadcast.reality.words, broadcast.senderName, broadcast.headline, broadcast.session,
      ])
    case .emergency(let emergency):
      ReadingOut([
        emergency.reality.words, emergency.headline, emergency.instruction, emergency.text,
      ])
    case .allClear(let allClear):
      ReadingOut([allClear.reality.words, Words.allClear, allClear.headline, allClear.text])
    case .status(let status):
      // What is wrong comes first, as on the screen.
      ReadingOut(
        [status.title]
          + (status.rows.filter { !$0.isGood } + status.rows.filter(\.isGood))
          .map { "\($0.name): \($0.value)." } + [status.action.map(Words.ok)])
    case .air(let air): air.readingOut
    case .choice(let choice): choice.readingOut
    case .page(let page):
      ReadingOut([
        page.title, page.detail, page.number.map { "Gọi số \($0)." }, page.text,
        page.action.map(Words.ok),
      ])
    case .recording(let recording): ReadingOut([recording.subject, recording.note])
    case .codeEntry(let entry):
      ReadingOut([entry.title, entry.fault, entry.entered, entry.choice, entry.help])
    case .qr(let code):
      ReadingOut([code.trial, code.title, code.figure] + code.lines + [code.note])
    case .call(let call):
      ReadingOut(
        [call.title, call.number] + call.choices.map { "Gọi số \($0.number): \($0.name)." }
          + [call.text, call.mark, call.address, call.ward])
    case .claim(let claim): ReadingOut([Words.unclaimed, claim.code, claim.help] + claim.problems)
    case .examination(let screen): ReadingOut([screen.title, screen.text])
    case .storageMissing: ReadingOut([Words.diskFailing])
    }
  }
}

extension Reality {
  /// Nobody may take an exercise for the real thing, whoever can't see the band least of all.
  fileprivate var words: String? {
    switch self {
    case .actual: nil
    case .exercise: Words.exercise
    }
  }
}

extension NewsScreen.Row {
  fileprivate var words: [String?] {
    [reality.words, isUnheard ? Words.unheard : nil, headline, detail]
  }
}

extension RestScreen {
  fileprivate var readingOut: ReadingOut {
    let lunar = lunarDate.map { "Âm lịch: \($0)." }
    let news = unheardCount > 0 ? "Có \(unheardCount) tin chưa nghe." : "Không có tin mới."
    let link: String? =
      switch connection {
      case .connected: nil
      case .connecting: "Đang kết nối với \(wardName)."
      case .cutOff(let since?): "Mất liên lạc với \(wardName) từ \(since)."
      case .cutOff(nil): "Mất liên lạc với \(wardName)."
      }
    return ReadingOut(
      [time.map { "Bây giờ là \($0)." } ?? Words.clockUnknown, date, lunar, news, newest, upcoming]
        + (air?.words.map { "\($0)." } ?? []) + [quiet, reply, link] + problems)
  }
}

extension ChoiceScreen {
  /// The chosen row alone: who walks through the list hears each.
  fileprivate var readingOut: ReadingOut {
    guard rows.indices.contains(selected) else { return ReadingOut([title, note]) }
    let row = rows[selected]
    let words = row.value.isEmpty ? "\(row.name)." : "\(row.name): \(row.value)."
    return ReadingOut(
      [title, words, Words.place(selected, of: rows.count), Words.ok(action), note])
  }
}

extension AirScreen {
  /// What stands on the page; of a picture, how the day went.
  fileprivate var readingOut: ReadingOut {
    switch pages[page] {
    case .now(let now):
      ReadingOut([Words.air, Self.words(now.ward), Self.words(now.home)] + now.room)
    case .advice(let advice):
      ReadingOut([advice.title, Self.words(advice.index), advice.text, advice.source])
    case .day(let day): ReadingOut([day.title, day.note] + Self.words(day))
    }
  }

  private static func words(_ index: AirNow.Index) -> String {
    "Chỉ số \(index.value): \(index.band.name)."
  }

  private static func words(_ place: AirNow.Place) -> String {
    [place.title + ".", place.index.map(words), place.note].compactMap { $0 }.joined(separator: " ")
  }

  /// The worst and the best hour, and how many nobody measured.
  private static func words(_ day: AirDay) -> [String] {
    let measured = day.hours.compactMap { hour in
      hour.index.map { (begins: hour.begins, index: $0) }
    }
    let gaps = day.hours.count - measured.count
    guard let worst = measured.max(by: { $0.index.value < $1.index.value }),
      let best = measured.min(by: { $0.index.value < $1.index.value })
    else { return ["Không có số đo."] }
    return [
      "Xấu nhất từ \(worst.begins) giờ. \(words(worst.index))",
      "Tốt nhất từ \(best.begins) giờ. \(words(best.index))",
    ] + (gaps > 0 ? ["\(gaps) giờ không có số đo."] : [])
  }
}
