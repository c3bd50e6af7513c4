import Vietnam
import WardContract

/// The numbers to call and the names of areas, as people look for them: what helps at once first, then
/// in the order of the alphabet.
struct PhoneBook: Equatable {
  /// One number.
  struct Entry: Equatable {
    /// Digits alone.
    var number: String
    var name: String
    /// `nil` for the numbers that are the same in all of Việt Nam, unless the ward lists them.
    var source: Directory.Source?
  }

  let entries: [Entry]
  /// So many of them, the first ones, are for emergencies.
  let emergencies = EmergencyNumber.allCases.count
  /// What people call the areas of the ward.
  let areas: [Directory.AreaName]
  /// Names of `entries` and of `areas`, in their order.
  let names: [String], areaNames: [String]

  init(_ directory: Directory? = nil) {
    let listed = directory?.numbers ?? []
    let emergencies = EmergencyNumber.allCases.map { number in
      Entry(
        number: number.rawValue, name: number.name,
        source: listed.first { $0.number == number.rawValue }?.source)
    }
    let others = listed.filter { EmergencyNumber(rawValue: $0.number) == nil }
      .sorted { Letters.areInOrder($0.name, $1.name) }
      .map { Entry(number: $0.number, name: $0.name, source: $0.source) }
    entries = emergencies + others
    areas = (directory?.areaNames ?? []).sorted { Letters.areInOrder($0.name, $1.name) }
    names = entries.map(\.name)
    areaNames = areas.map(\.name)
  }

  /// What people call an area, if the ward has said so.
  func name(of area: Area) -> String? { areas.first { $0.area == area }?.name }
}

extension Words {
  /// In the groups in which Vietnamese numbers of that length are printed: "024 3733 4021",
  /// "0912 345 678", "1800 1096".
  static func telephone(_ number: String) -> String {
    let groups: [Int] =
      switch number.utf8.count {
      case 7: [3, 4]
      case 8: [4, 4]
      case 9: [3, 3, 3]
      case 10: [4, 3, 3]
      case 11: [3, 4, 4]
      default: [number.utf8.count]
      }
    var rest = Substring(number)
    return groups.map { length in
      defer { rest = rest.dropFirst(length) }
      return String(rest.prefix(length))
    }.joined(separator: " ")
  }
}
