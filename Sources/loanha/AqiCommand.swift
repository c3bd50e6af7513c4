import ArgumentParser
import Vietnam

extension Pollutant: ExpressibleByArgument {}

struct AqiCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aqi", abstract: "Reckon VN_AQI (QĐ 1459/QĐ-TCMT).",
    subcommands: [Value.self, Nowcast.self])

  /// What there is no index of has no number and no band.
  struct Answer: Encodable {
    var pollutant: String
    var concentration: Double?
    var value: Double?
    var index: Int?
    var band: String?

    init(_ pollutant: Pollutant, _ concentration: Double?) {
      self.pollutant = pollutant.rawValue
      self.concentration = concentration.map { ($0 * 10_000).rounded() / 10_000 }
      guard let concentration,
        let value = AirQuality.index(of: pollutant, microgramsPerCubicMetre: concentration)
      else { return }
      self.value = (value * 10_000).rounded() / 10_000
      let index = AirQuality.rounded(value)
      (self.index, band) = (index, AirBand(index: index).name)
    }

    /// No data is said, not left out.
    func encode(to encoder: any Encoder) throws {
      var members = encoder.container(keyedBy: CodingKeys.self)
      try members.encode(pollutant, forKey: .pollutant)
      try members.encode(concentration, forKey: .concentration)
      try members.encode(value, forKey: .value)
      try members.encode(index, forKey: .index)
      try members.encode(band, forKey: .band)
    }

    enum CodingKeys: CodingKey { case pollutant, concentration, value, index, band }

    func put(json: Bool) throws {
      if json {
        try printJSON(self)
      } else if let index, let band {
        print("\(index)\t\(band)")
      } else {
        print("không có dữ liệu")
      }
    }
  }

  struct Value: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The index of one concentration.",
      discussion: "Example:\n  loanha aqi value --pollutant pm25 --ug-m3 35.4")

    @Option(help: "pm25, pm10, o3-1h, o3-8h, co, so2 or no2.") var pollutant: Pollutant
    @Option(parsing: .unconditional, help: "Micrograms in a cubic metre.") var ugM3: Double
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
      guard ugM3.isFinite, ugM3 >= 0 else {
        throw ValidationError("--ug-m3 must be a number, 0 or more")
      }
    }

    func run() throws { try Answer(pollutant, ugM3).put(json: json) }
  }

  struct Nowcast: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The index of twelve hours of particles, each weighted by its age.",
      discussion: """
        The newest hour first, "-" for an hour that is missing. Two of the newest three are needed.
        Example:
          loanha aqi nowcast --pm25 20.6,19.6,-,20.3,16.5,19,16.5,19.5,23.5,20.5,24.7,26.9
        """)

    @Option(parsing: .unconditional, help: "Hours of PM2.5 in µg/m³.") var pm25: String?
    @Option(parsing: .unconditional, help: "Hours of PM10 in µg/m³.") var pm10: String?
    @Flag(help: "As JSON.") var json = false

    func validate() throws {
      guard (pm25 == nil) != (pm10 == nil) else {
        throw ValidationError("--pm25 or --pm10 is needed, not both")
      }
      _ = try hours()
    }

    private func hours() throws -> [Double?] {
      let words = (pm25 ?? pm10 ?? "").split(separator: ",", omittingEmptySubsequences: false)
      guard words.count <= 12 else { throw ValidationError("at most twelve hours count") }
      return try words.map { word in
        if word == "-" { return nil }
        guard let hour = Double(word), hour.isFinite, hour >= 0 else {
          throw ValidationError("“\(word)” is no concentration; a missing hour is “-”")
        }
        return hour
      }
    }

    func run() throws {
      try Answer(pm25 == nil ? .pm10 : .pm25, AirQuality.nowcast(try hours())).put(json: json)
    }
  }
}
