/// Where a terminal's power comes from.
public struct Supply: Equatable, Sendable {
  /// Whether there is power from the wall; `nil` if nothing tells.
  public var hasMains: Bool?
  /// 0…100 percent of what the battery holds; `nil` if there is none, or it doesn't say.
  public var batteryPercent: Int?

  /// A supply.
  public init(hasMains: Bool? = nil, batteryPercent: Int? = nil) {
    self.hasMains = hasMains
    self.batteryPercent = batteryPercent
  }
}

extension Words {
  /// What the household is told of a supply without mains.
  static func powerCut(_ supply: Supply) -> String {
    supply.batteryPercent.map { "Mất điện, pin còn \($0) %" } ?? "Mất điện, máy chạy bằng pin"
  }
}
