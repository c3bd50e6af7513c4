import Testing
import Vietnam

@Suite("VN_AQI, QĐ 1459/QĐ-TCMT") struct AirQualityTests {
  @Test(
    "single concentrations",
    arguments: [
      (.pm25, 25, 50), (.pm25, 35.4, 70.8), (.pm25, 80, 150), (.pm25, 200, 250), (.pm25, 700, 500),
      (.pm10, 75, 62.5), (.pm10, 385, 250), (.carbonMonoxide, 1_500, 7.5),
      (.sulphurDioxide, 237.5, 75), (.ozoneOneHour, 136.1, 42.53), (.ozoneEightHours, 89.3, 44.65),
      (.nitrogenDioxide, 118.7, 59.35), (.pm25, 0, 0), (.pm25, 500, 500),
    ] as [(Pollutant, Double, Double)])
  func single(_ pollutant: Pollutant, _ concentration: Double, _ expected: Double) throws {
    let index = try #require(
      AirQuality.index(of: pollutant, microgramsPerCubicMetre: concentration))
    #expect(abs(index - expected) < 0.005, "\(index)")
  }

  @Test("what isn't a concentration has no index, nor have eight hours of ozone beyond 400")
  func none() {
    for (pollutant, value) in [
      (Pollutant.pm25, -1), (.pm25, .nan), (.pm25, .infinity), (.ozoneEightHours, 400.1),
    ] {
      #expect(AirQuality.index(of: pollutant, microgramsPerCubicMetre: value) == nil)
    }
  }

  @Test(
    "shown values round halves up; the decision's own 60 for NO2 is its slip",
    arguments: [
      (.pm25, 55.7, 110), (.ozoneEightHours, 89.3, 45), (.ozoneOneHour, 114.6, 36),
      (.nitrogenDioxide, 130.8, 65), (.nitrogenDioxide, 118.7, 59), (.ozoneOneHour, 136.1, 43),
    ] as [(Pollutant, Double, Int)])
  func shown(_ pollutant: Pollutant, _ concentration: Double, _ expected: Int) throws {
    let index = try #require(
      AirQuality.index(of: pollutant, microgramsPerCubicMetre: concentration))
    #expect(AirQuality.rounded(index) == expected)
  }

  static let example: [Double?] = [
    20.6, 19.6, 22.4, 20.3, 16.5, 19.0, 16.5, 19.5, 23.5, 20.5, 24.7, 26.9,
  ]

  @Test("the Nowcast of the decision's example")
  func nowcast() throws {
    let mean = try #require(AirQuality.nowcast(Self.example))
    #expect(abs(mean - 20.2658) < 0.0001, "\(mean)")
    let index = try #require(AirQuality.index(of: .pm25, microgramsPerCubicMetre: mean))
    #expect(AirQuality.rounded(index) == 41)
  }

  @Test("at the least weight the weights are divided by their sum")
  func leastWeight() throws {
    let mean = try #require(
      AirQuality.nowcast([100, 80, 60, 50, 40, 30, 25, 20, 20, 20, 20, 20]))
    #expect(abs(mean - 82.71) < 0.005, "\(mean)")
    let gaps = try #require(AirQuality.nowcast([80, 80, nil, nil, nil, 20]))
    #expect(gaps > 70, "missing hours are not read as clean ones: \(gaps)")
  }

  @Test("two of the newest three hours are needed")
  func missing() {
    #expect(AirQuality.nowcast([20, nil, nil, 20, 20]) == nil)
    #expect(AirQuality.nowcast([nil, 20, 20]) != nil)
    #expect(AirQuality.nowcast([]) == nil)
    #expect(AirQuality.nowcast([-1, .nan, 20]) == nil)
    #expect(AirQuality.nowcast([0, 0, 0]) == 0)
  }

  @Test("bands end where the decision ends them, and each has its words")
  func bands() {
    let names = [0, 50, 51, 100, 101, 150, 151, 200, 201, 300, 301, 500].map {
      AirBand(index: $0).name
    }
    #expect(
      names == [
        "Tốt", "Tốt", "Trung bình", "Trung bình", "Kém", "Kém", "Xấu", "Xấu", "Rất xấu", "Rất xấu",
        "Nguy hại", "Nguy hại",
      ])
    #expect(
      AirBand.allCases.allSatisfy { !$0.advice.isEmpty && !$0.adviceForSensitivePeople.isEmpty })
  }
}

extension AirQualityTests {
  @Test("the hourly index is the highest one, and names its pollutant (QĐ 1459, mục 2.1)")
  func hourly() throws {
    let index = try #require(
      HourlyAirIndex([
        (.pm25, Self.example), (.ozoneOneHour, [136.1]), (.nitrogenDioxide, [118.7, 500]),
      ]))
    #expect(index.value == 59 && index.pollutant == .nitrogenDioxide && index.band == .moderate)
  }

  @Test("without particles there is no hourly index, whatever gases say")
  func hourlyWithoutParticles() {
    #expect(HourlyAirIndex([(.pm25, [nil, nil, 20, 20]), (.ozoneOneHour, [136.1])]) == nil)
    #expect(HourlyAirIndex([]) == nil)
  }

  @Test("a gas whose newest hour is missing doesn't count")
  func hourlyGap() throws {
    let index = try #require(
      HourlyAirIndex([(.pm10, [50, 50]), (.nitrogenDioxide, [nil, 4_000])]))
    #expect(index.value == 50 && index.pollutant == .pm10)
  }
}
