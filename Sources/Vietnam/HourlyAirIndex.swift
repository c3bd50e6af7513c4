/// The hourly index of a place, VN_AQI giờ (QĐ 1459/QĐ-TCMT, mục 2.1).
public struct HourlyAirIndex: Equatable, Sendable {
  /// The index as it is shown, 0…500.
  public var value: Int
  /// The pollutant with the highest index, whose index it is.
  public var pollutant: Pollutant

  /// The band that the index is in.
  public var band: AirBand { AirBand(index: value) }

  /// The highest index of all pollutants. Each comes with its hourly means in µg/m³, the newest first:
  /// particles count by their Nowcast, gases by the newest hour. `nil` without particles, whatever
  /// else there is: the decision has no index then.
  public init?(_ hours: [(pollutant: Pollutant, means: [Double?])]) {
    var highest: (value: Double, pollutant: Pollutant)?
    var hasParticles = false
    for (pollutant, means) in hours {
      let isParticles = pollutant == .pm25 || pollutant == .pm10
      let concentration = isParticles ? AirQuality.nowcast(means) : means.first ?? nil
      guard let concentration,
        let value = AirQuality.index(of: pollutant, microgramsPerCubicMetre: concentration)
      else { continue }
      hasParticles = hasParticles || isParticles
      if value > highest?.value ?? -1 { highest = (value, pollutant) }
    }
    guard hasParticles, let highest else { return nil }
    (value, pollutant) = (AirQuality.rounded(highest.value), highest.pollutant)
  }
}
