import WardContract

/// Where the household is among the numbers to call, and what its buttons mean there.
struct Numbers {
  enum Place: Equatable {
    case list
    case number(Int)
    case areas
  }

  /// What a press asks the terminal to do.
  enum Action: Equatable {
    case none
    case leave
    case readOut
  }

  private(set) var place = Place.list
  private var list = Browsing()
  private var areas = Browsing()
  private var page = 0

  /// The household comes in from the list of functions.
  mutating func begin() { self = Numbers() }

  /// There is another directory: what was chosen from the old one is not there any more.
  mutating func directoryChanged() { begin() }

  /// Names of the rows: the areas stand last, behind the numbers.
  private static func names(_ book: PhoneBook) -> [String] {
    book.names + (book.areas.isEmpty ? [] : [Words.areas])
  }

  private static func fixed(_ book: PhoneBook) -> Browsing.Fixed {
    (above: book.emergencies, below: book.areas.isEmpty ? 0 : 1)
  }

  mutating func press(_ button: Button, _ book: PhoneBook, pageCount: Int) -> Action {
    switch place {
    case .list:
      switch list.press(button, Self.names(book), fixed: Self.fixed(book)) {
      case .goesOn: break
      case .left: return .leave
      case .chose(let index):
        page = 0
        place = index < book.entries.count ? .number(index) : .areas
        areas = Browsing()
      }
    case .number:
      switch button {
      case .up: page = max(page - 1, 0)
      case .down: page = min(page + 1, max(pageCount - 1, 0))
      case .ok: return .readOut
      default: place = .list
      }
    case .areas:
      switch areas.press(button, book.areaNames) {
      case .goesOn: break
      case .left: place = .list
      case .chose: return .readOut
      }
    }
    return .none
  }

  // MARK: What the household sees

  /// `canCall` says whether SOS calls a number, and doesn't only tell the ward.
  func screen(_ book: PhoneBook, home: Area, canCall: Bool) -> Screen {
    switch place {
    case .list: .choice(listScreen(book, canCall: canCall))
    case .number(let index):
      if let entry = book.entries[safe: index] {
        .page(Self.page(of: entry, page: page, canCall: canCall))
      } else {
        .choice(listScreen(book, canCall: canCall))
      }
    case .areas: .choice(areasScreen(book, home: home))
    }
  }

  private func listScreen(_ book: PhoneBook, canCall: Bool) -> ChoiceScreen {
    list.screen(
      Words.numbers, Self.names(book), fixed: Self.fixed(book), action: "Xem",
      note: book.entries.count == book.emergencies ? Words.noNumbers : Words.help(canCall: canCall)
    ) { index in
      guard let entry = book.entries[safe: index] else { return (String(book.areas.count), false) }
      // "gọi" has the voice say digits, and not a sum.
      return ("gọi \(Words.telephone(entry.number))", index < book.emergencies)
    }
  }

  static func page(
    of entry: PhoneBook.Entry, page: Int, canCall: Bool
  ) -> PageScreen {
    let isEmergency = EmergencyNumber(rawValue: entry.number) != nil
    let source = entry.source.map { "Nguồn: \($0.text), ngày \(Words.date($0.date))" }
    return PageScreen(
      title: entry.name, number: Words.telephone(entry.number),
      text: [isEmergency ? Words.help(canCall: canCall) : Words.callWithPhone, source].compactMap {
        $0
      }
      .joined(separator: "\n"), page: page, action: Words.listen)
  }

  private func areasScreen(_ book: PhoneBook, home: Area) -> ChoiceScreen {
    areas.screen(Words.areas, book.areaNames, action: Words.listen) {
      book.areas[$0].area == home ? ("Nhà mình", true) : ("", false)
    }
  }
}

extension Words {
  static let numbers = "Số cần gọi"
  static let areas = "Các khu vực trong phường"
  static let listen = "Nghe đọc"
  static func help(canCall: Bool) -> String {
    canCall
      ? "Gọi ngay từ máy này: giữ nút SOS đỏ trong 3 giây."
      : "Gọi bằng điện thoại của nhà mình. Nút SOS đỏ báo cho phường."
  }
  static let callWithPhone = "Gọi bằng điện thoại của nhà mình."
  static let noNumbers = "Phường chưa gửi số nào khác. Xin hỏi tổ trưởng tổ dân phố."
}
