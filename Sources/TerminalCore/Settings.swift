import WardContract

extension Menu {
  /// What a household can set, from top to bottom.
  enum Setting: CaseIterable {
    case volume
    case textSize
    case readingPace
    case brightness
    case night
    case quiet
    case watchOver
    case examination
  }
}

extension CaseIterable where Self: Equatable, AllCases == [Self] {
  /// The case so many places further down; the first and the last one have none beyond them.
  func neighbour(_ step: Int) -> Self {
    let all = Self.allCases
    let index = all.firstIndex(of: self) ?? 0
    return all[min(max(index + step, 0), all.count - 1)]
  }

  /// The next case; after the last one comes the first.
  fileprivate var next: Self {
    let all = Self.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }
}

/// How the household sets its terminal.
extension HomeTerminal {
  func settingsScreen(_ reading: TrustedClock.Reading, _ moment: Moment) -> ChoiceScreen {
    ChoiceScreen(
      title: Words.settings,
      rows: Menu.Setting.allCases.map { setting in
        switch setting {
        case .volume: .init(name: "Âm lượng", value: "\(menu.volumePercent)")
        case .textSize: .init(name: "Cỡ chữ", value: Words.textSize(preferences.textSize))
        case .readingPace:
          .init(name: "Tốc độ đọc", value: Words.readingPace(preferences.readingPace))
        case .brightness: .init(name: "Độ sáng", value: Words.brightness(preferences.brightness))
        case .night:
          .init(name: "Tối vào ban đêm", value: preferences.isDarkAtNight ? "Có" : "Không")
        case .quiet:
          .init(
            name: "Yên lặng", value: quietWords(reading, moment) == nil ? "Không" : "Đang yên lặng",
            isMarked: quietWords(reading, moment) != nil)
        case .watchOver:
          .init(
            name: Words.watchOver,
            value: watchOver.agreement.hours == 0 ? "Không" : "\(watchOver.agreement.hours) giờ",
            isMarked: watchOver.agreement.hours > 0)
        case .examination:
          .init(
            name: ExaminationWords.title, value: ExaminationWords.short(diagnoses.newest),
            isMarked: diagnoses.newest?.faults.isEmpty == false)
        }
      },
      selected: Menu.Setting.allCases.firstIndex(of: menu.setting) ?? 0,
      action: [.quiet, .watchOver, .examination].contains(menu.setting) ? Words.open : Words.change,
      note: Words.holdToHear,
      textSize: preferences.textSize)
  }

  /// The next value of a setting; the screen shows it at once.
  mutating func change(_ setting: Menu.Setting) {
    switch setting {
    case .volume, .quiet, .watchOver, .examination: return
    case .textSize: preferences.textSize = preferences.textSize.next
    case .readingPace: preferences.readingPace = preferences.readingPace.next
    case .brightness: preferences.brightness = preferences.brightness.next
    case .night: preferences.isDarkAtNight.toggle()
    }
    hasChosenPreferences = true
    player.pacePercent = preferences.readingPace.percent
    journal.add(.putPreferences(preferences))
  }
}

extension Words {
  static let settings = "Cài đặt"
  static let open = "Mở"
  static let change = "Đổi"
  static let holdToHear = "Giữ OK một giây để nghe đọc màn hình."

  static func textSize(_ size: TextSize) -> String {
    switch size {
    case .normal: "Thường"
    case .large: "Lớn"
    case .largest: "Rất lớn"
    }
  }

  static func readingPace(_ pace: ReadingPace) -> String {
    switch pace {
    case .slow: "Chậm"
    case .normal: "Vừa"
    case .fast: "Nhanh"
    }
  }

  static func brightness(_ brightness: Brightness) -> String {
    switch brightness {
    case .full: "Sáng"
    case .medium: "Vừa"
    case .low: "Dịu"
    }
  }
}
