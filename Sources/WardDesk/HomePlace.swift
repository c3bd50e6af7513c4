import WardContract

/// Where a home belongs, as its ward has it.
public struct HomePlace: Equatable, Sendable {
  /// The home's leaf area.
  public var area: Area
  /// The groups that it listens to beside its own area.
  public var groups: [Area]
  /// Where the home is; `nil` if nobody wrote it down.
  public var address: String?

  /// A place.
  public init(area: Area, groups: [Area] = [], address: String? = nil) {
    self.area = area
    self.groups = groups
    self.address = address
  }

  /// Whether a home there listens to what is sent to one of these areas.
  public func listens(to areas: [Area]) -> Bool {
    (groups + [area]).contains { place in areas.contains { $0.covers(place) } }
  }
}

/// For whom settings are. What is set for a narrower circle counts before what is set for a wider one.
public enum SettingsScope: Hashable, Sendable, CustomStringConvertible {
  /// Every home of the ward.
  case ward
  /// The homes of an area within the ward, or of a group.
  case area(Area)
  /// One home.
  case home(Identifier)

  /// How the database names it.
  public var description: String {
    switch self {
    case .ward: "ward"
    case .area(let area): "area \(area)"
    case .home(let terminal): "home \(terminal)"
    }
  }
}

/// What somebody set, and when; the newest of a scope counts.
public struct SettingsEntry: Equatable, Sendable {
  /// Counts up over all scopes.
  public var number: Int64
  /// Where the home belongs from then on; `nil` for a wider scope.
  public var place: HomePlace?
  /// What is proposed to the household or households.
  public var defaults: HomeDefaults
  /// Who set it; empty for what a terminal was enrolled with.
  public var officer: String
  /// When.
  public var time: Instant

  /// Place and proposals as the database keeps them.
  static func document(_ place: HomePlace?, _ defaults: HomeDefaults) -> JSONValue {
    .members([
      "area": place.map { .string($0.area.description) },
      "groups": place.map { .array($0.groups.map { .string($0.description) }) },
      "address": place?.address.map { .string($0) }, "defaults": defaults.json,
    ])
  }

  /// Takes `document` apart; `nil` for anything else.
  static func read(_ document: String?) -> (place: HomePlace?, defaults: HomeDefaults)? {
    guard let bytes = document.map({ Array($0.utf8) }) else { return nil }
    do throws(Malformed) {
      let reader = try ObjectReader(JSONParser.parse(bytes))
      let defaults = try HomeDefaults(reader.object("defaults"))
      guard reader.has("area") else { return (nil, defaults) }
      let place = HomePlace(
        area: try reader.area("area"), groups: try reader.areas("groups"),
        address: try reader.optionalText("address", limit: HomeAddress.maximumBytes))
      return (place, defaults)
    } catch {
      return nil
    }
  }
}

/// What is proposed to more than one home.
public struct SettingsCircles: Equatable, Sendable {
  /// By scope; none of a single home.
  var defaults: [SettingsScope: HomeDefaults] = [:]

  /// What is proposed to all homes of a scope by itself.
  public subscript(scope: SettingsScope) -> HomeDefaults { defaults[scope] ?? HomeDefaults() }

  /// The scopes around a home there, the widest first: its ward, its areas down to its own, its groups.
  public func scopes(around place: HomePlace) -> [SettingsScope] {
    [.ward] + (place.area.andAncestors + place.groups).map { .area($0) }
  }

  /// What is proposed to a home there that has nothing of its own.
  public func merged(around place: HomePlace) -> HomeDefaults {
    scopes(around: place).reduce(HomeDefaults()) { self[$1].over($0) }
  }
}

extension WardFolder {
  /// Says what is wrong with a place in this ward, if anything is.
  public func check(_ place: HomePlace) throws(DeskError) {
    guard area.covers(place.area) else {
      throw DeskError("Khu vực \(place.area) không thuộc \(name) (\(area)).")
    }
    if let stranger = place.groups.first(where: { !areasWithin.contains($0) }) {
      throw DeskError("\(name) không có nhóm \(stranger). Chọn nhóm trong danh sách của phường.")
    }
    guard place.groups.count <= Bounds.groupsOfHome, Set(place.groups).count == place.groups.count
    else {
      throw DeskError("Một nhà vào nhiều nhất \(Bounds.groupsOfHome) nhóm, mỗi nhóm một lần.")
    }
    guard let address = place.address else { return }
    if HomeAddress.fault(in: address) != nil {
      throw DeskError(
        "Địa chỉ là một dòng, ngắn hơn \(HomeAddress.maximumBytes) byte, không có ngoặc kép.")
    }
  }
}
