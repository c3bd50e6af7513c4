/// A part of the board whose temperature the kernel watches, of its thermal class.
public struct ThermalZone: Sendable {
  private static let folder = "class/thermal"
  /// What a chip can have and live, in °C.
  private static let range = -50...200

  /// What the zone's file `type` says, such as "cpu-thermal"; of several, the first by number.
  public var type: String

  /// The zone of that type.
  public init(type: String) { self.type = type }

  /// Its temperature, in thousandths of °C.
  public func read(_ sysfs: Sysfs) -> Result<Int, NoData> {
    let zones = sysfs.names(in: Self.folder, prefix: "thermal_zone").map { "\(Self.folder)/\($0)" }
    guard let zone = zones.first(where: { (try? sysfs.text("\($0)/type")) == type }) else {
      return .failure(.missing("no thermal zone is of type \(type)"))
    }
    do throws(SysfsFault) {
      guard let value = try sysfs.number("\(zone)/temp").rounded else {
        return .failure(.unreadable("\(zone)/temp: too big a number"))
      }
      return Self.range.contains(value / 1_000)
        ? .success(value) : .failure(.outOfRange(value, Self.range))
    } catch {
      return .failure(.unreadable(error.description))
    }
  }
}
