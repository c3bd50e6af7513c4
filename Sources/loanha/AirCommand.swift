import ArgumentParser
import Vietnam
import WardContract
import WardDesk

struct AirCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "air", abstract: "The air in the homes, and what a station says of the ward's.",
    subcommands: [Homes.self, Publish.self], defaultSubcommand: Homes.self)

  struct Homes: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The newest hour of every home, with its index for reference.",
      discussion: "Example:\n  loanha air --ward ba-dinh --json")

    @OptionGroup var ward: WardOption
    @Flag(help: "As JSON, a line a home.") var json = false

    /// One home as JSON; what is not known is left out.
    struct Row: Encodable {
      var terminal: String
      var hour: String?
      var index: Int?
      var band: String?
      var pollutant: String?
      /// In the units of `AirQuantity`.
      var means: [String: Double]
    }

    func run() throws {
      let homes = try DeskStore(path: ward.open().databasePath).air(at: currentInstant())
      if !json { print("terminal\thour\tVN_AQI (tham khảo)\tmeans") }
      for home in homes { try put(home) }
    }

    private func put(_ home: DeskStore.Air) throws {
      let means = AirQuantity.allCases.compactMap { quantity in
        home.newest?.means[quantity].map { (quantity.rawValue, Double($0) / 1_000) }
      }
      if json {
        return try printJSON(
          Row(
            terminal: home.terminal, hour: home.newest?.hour.description, index: home.index?.value,
            band: home.index?.band.name, pollutant: home.index?.pollutant.rawValue,
            means: Dictionary(uniqueKeysWithValues: means)))
      }
      let index = home.index.map { "\($0.value) \($0.band.name)" } ?? "không có dữ liệu"
      let hour = home.newest?.hour.description ?? "-"
      let values = means.map { "\($0) \($1)" }.joined(separator: ", ")
      print("\(home.terminal)\t\(hour)\t\(index)\t\(values)")
    }
  }

  struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign what a monitoring station has measured, and give it to the homes.",
      discussion: """
        Hourly means in µg/m³, the newest hour first, "-" for one that is missing. Homes compute the
        index themselves; 24 hours and the 12 before them fill their picture of a day.
        Example:
          loanha air publish --ward ba-dinh --station "Trạm Hàng Đậu" --source "moitruongthudo.vn" \\
            --pm25 20.6,19.6,-,20.3,16.5 --no2 31
        """)

    @OptionGroup var ward: WardOption
    @Option(help: "The station as people know it.") var station: String
    @Option(help: "Where the numbers come from.") var source: String
    @Option(parsing: .unconditional, help: "Hours of PM2.5.") var pm25: String?
    @Option(parsing: .unconditional, help: "Hours of PM10.") var pm10: String?
    @Option(parsing: .unconditional, help: "Hours of ozone.") var o3: String?
    @Option(parsing: .unconditional, help: "Hours of nitrogen dioxide.") var no2: String?
    @Option(parsing: .unconditional, help: "Hours of sulphur dioxide.") var so2: String?
    @Option(parsing: .unconditional, help: "Hours of carbon monoxide.") var co: String?
    @Option(help: "When the newest hour began; the last whole one if it is left out.")
    var hour: Instant?
    @Option(help: "For how many hours after the newest one homes may show it.") var hours = 12

    func validate() throws {
      guard (1...24).contains(hours) else { throw ValidationError("--hours takes 1 to 24") }
      guard pm25 != nil || pm10 != nil else {
        throw ValidationError("--pm25 or --pm10 is needed: without particles there is no index")
      }
      _ = try series()
    }

    private func series() throws -> [StationAir.Series] {
      let given: [(StationAir.Pollutant, String?)] = [
        (.pm25, pm25), (.pm10, pm10), (.ozone, o3), (.nitrogenDioxide, no2),
        (.sulphurDioxide, so2), (.carbonMonoxide, co),
      ]
      return try given.compactMap { pollutant, text in
        guard let text else { return nil }
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        guard words.count <= Bounds.stationHours else {
          throw ValidationError("at most \(Bounds.stationHours) hours")
        }
        return StationAir.Series(pollutant, hours: try words.map(Self.thousandths))
      }
    }

    private static func thousandths(_ word: Substring) throws -> Int? {
      if word == "-" { return nil }
      let most = Double(StationAir.thousandths.upperBound) / 1_000
      guard let number = Double(word), (0...most).contains(number) else {
        throw ValidationError("“\(word)” is no concentration; a missing hour is “-”")
      }
      return Int((number * 1_000).rounded())
    }

    func run() throws {
      let folder = try ward.open()
      let now = currentInstant()
      let length = AirReading.hourMilliseconds
      let last = Instant(milliseconds: (now.milliseconds / length - 1) * length)
      let newest = hour ?? last
      try folder.sign(
        StationAir(
          area: folder.area, station: station, source: source, issued: now, hour: newest,
          expires: newest + Int64(hours + 1) * length, series: series()))
      guard folder.tellDesk() else {
        print("The desk isn't connected; homes learn of it when it is.")
        throw notYetSent
      }
    }
  }
}
