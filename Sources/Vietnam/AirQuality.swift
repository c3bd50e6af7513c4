/// A pollutant of VN_AQI, with its averaging time where there are two.
public enum Pollutant: String, CaseIterable, Sendable {
  case pm25
  case pm10
  case ozoneOneHour = "o3-1h"
  case ozoneEightHours = "o3-8h"
  case carbonMonoxide = "co"
  case sulphurDioxide = "so2"
  case nitrogenDioxide = "no2"

  /// Its concentrations in µg/m³ at the indices of `AirQuality.steps` (QĐ 1459/QĐ-TCMT, Bảng 2).
  var breakpoints: [Double] {
    switch self {
    case .ozoneOneHour: [0, 160, 200, 300, 400, 800, 1_000, 1_200]
    // Beyond 400 µg/m³ the decision has no eight-hour index.
    case .ozoneEightHours: [0, 100, 120, 170, 210, 400]
    case .carbonMonoxide: [0, 10_000, 30_000, 45_000, 60_000, 90_000, 120_000, 150_000]
    case .sulphurDioxide: [0, 125, 350, 550, 800, 1_600, 2_100, 2_630]
    case .nitrogenDioxide: [0, 100, 200, 700, 1_200, 2_350, 3_100, 3_850]
    case .pm10: [0, 50, 150, 250, 350, 420, 500, 600]
    case .pm25: [0, 25, 50, 80, 150, 250, 350, 500]
    }
  }
}

extension Pollutant {
  /// As people know it: "PM2.5", "O₃".
  public var name: String {
    switch self {
    case .pm25: "PM2.5"
    case .pm10: "PM10"
    case .ozoneOneHour, .ozoneEightHours: "O₃"
    case .carbonMonoxide: "CO"
    case .sulphurDioxide: "SO₂"
    case .nitrogenDioxide: "NO₂"
    }
  }
}

/// Việt Nam's air quality index, VN_AQI: QĐ 1459/QĐ-TCMT of 2019-11-12.
///
/// The decision is for ambient stations. What a sensor in a home reads is computed the same way and is
/// for reference only ("tham khảo"). Its own example of NO2, 118.7 µg/m³, prints 60 where its formula
/// gives 59.35, thus 59: the formula counts here.
public enum AirQuality {
  /// Where bands begin and end.
  static let steps: [Double] = [0, 50, 100, 150, 200, 300, 400, 500]
  /// The highest index.
  public static let highest = 500.0

  /// The index of one pollutant at a concentration in µg/m³, 0…500, not rounded; `nil` if there is none:
  /// below zero, no number, or an eight-hour mean of ozone above 400.
  public static func index(
    of pollutant: Pollutant, microgramsPerCubicMetre concentration: Double
  ) -> Double? {
    let points = pollutant.breakpoints
    guard concentration.isFinite, concentration >= 0 else { return nil }
    guard let above = points.indices.dropFirst().first(where: { concentration <= points[$0] })
    else {
      return points.count == steps.count ? highest : nil
    }
    let share = (concentration - points[above - 1]) / (points[above] - points[above - 1])
    return steps[above - 1] + share * (steps[above] - steps[above - 1])
  }

  /// As it is shown: halves up, whatever binary fractions make of them.
  public static func rounded(_ index: Double) -> Int {
    Int(((index * 1_000_000).rounded() / 1_000_000).rounded())
  }

  /// The weighted mean of twelve hours of particles, the newest first, in µg/m³ (mục 2.1 of the
  /// decision); `nil` is a missing hour. `nil` if fewer than two of the newest three are there.
  ///
  /// At the least weight, 1/2, the decision's formula supposes that all twelve hours are there and reads
  /// too little where some are missing; the weights are divided by their sum here at any weight.
  public static func nowcast(_ hours: [Double?]) -> Double? {
    let hours = hours.prefix(12).map { hour in hour.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil } }
    let known = hours.compactMap { $0 }
    guard hours.prefix(3).count(where: { $0 != nil }) >= 2, let most = known.max(),
      let least = known.min()
    else { return nil }
    guard most > 0 else { return 0 }
    let ratio = max(least / most, 0.5)
    var (weight, weights, sum) = (1.0, 0.0, 0.0)
    for hour in hours {
      if let hour {
        weights += weight
        sum += weight * hour
      }
      weight *= ratio
    }
    return sum / weights
  }
}

/// A band of VN_AQI, with the words of the decision.
public enum AirBand: Int, CaseIterable, Sendable {
  case good
  case moderate
  case poor
  case bad
  case veryBad
  case hazardous

  /// The band of an index as it is shown, 0…500.
  public init(index: Int) {
    self =
      switch index {
      case ...50: .good
      case ...100: .moderate
      case ...150: .poor
      case ...200: .bad
      case ...300: .veryBad
      default: .hazardous
      }
  }

  /// Its name (Bảng 1).
  public var name: String {
    ["Tốt", "Trung bình", "Kém", "Xấu", "Rất xấu", "Nguy hại"][rawValue]
  }

  /// Its colour (Bảng 1): red, green and blue, 0…255.
  public var colour: (red: UInt8, green: UInt8, blue: UInt8) {
    [
      (0, 228, 0), (255, 255, 0), (255, 126, 0), (255, 0, 0), (143, 63, 151), (126, 0, 35),
    ][rawValue]
  }

  /// What it does to people (Bảng 4).
  public var effect: String {
    switch self {
    case .good: "Chất lượng không khí tốt, không ảnh hưởng tới sức khỏe."
    case .moderate:
      "Chất lượng không khí ở mức chấp nhận được. Tuy nhiên, đối với những người nhạy cảm (người già, trẻ "
        + "em, người mắc các bệnh hô hấp, tim mạch…) có thể chịu những tác động nhất định tới sức khỏe."
    case .poor:
      "Những người nhạy cảm gặp phải các vấn đề về sức khỏe, những người bình thường ít ảnh hưởng."
    case .bad:
      "Những người bình thường bắt đầu có các ảnh hưởng tới sức khỏe, nhóm người nhạy cảm có thể gặp những "
        + "vấn đề sức khỏe nghiêm trọng hơn."
    case .veryBad:
      // The decision prints "Cảnh báo hưởng".
      "Cảnh báo ảnh hưởng tới sức khỏe: mọi người bị ảnh hưởng tới sức khỏe nghiêm trọng hơn."
    case .hazardous:
      "Cảnh báo khẩn cấp về sức khỏe: Toàn bộ dân số bị ảnh hưởng tới sức khỏe tới mức nghiêm trọng."
    }
  }

  /// What everybody is advised to do (Bảng 5).
  public var advice: String {
    switch self {
    case .good, .moderate: "Tự do thực hiện các hoạt động ngoài trời."
    case .poor:
      "Những người thấy có triệu chứng đau mắt, ho hoặc đau họng… nên cân nhắc giảm các hoạt động ngoài "
        + "trời. Đối với học sinh, có thể hoạt động bên ngoài, nhưng nên giảm bớt việc tập thể dục kéo dài."
    case .bad:
      "Mọi người nên giảm các hoạt động mạnh khi ở ngoài trời, tránh tập thể dục kéo dài và nghỉ ngơi "
        + "nhiều hơn trong nhà."
    case .veryBad:
      "Mọi người hạn chế tối đa các hoạt động ngoài trời và chuyển tất cả các hoạt động vào trong nhà. "
        + "Nếu cần thiết phải ra ngoài, hãy đeo khẩu trang đạt tiêu chuẩn."
    case .hazardous: Self.stayInside
    }
  }

  /// What the old, children and the ill are advised to do (Bảng 5).
  public var adviceForSensitivePeople: String {
    switch self {
    case .good: "Tự do thực hiện các hoạt động ngoài trời."
    case .moderate:
      "Nên theo dõi các triệu chứng như ho hoặc khó thở, nhưng vẫn có thể hoạt động bên ngoài."
    case .poor:
      "Nên giảm các hoạt động mạnh và giảm thời gian hoạt động ngoài trời. Những người mắc bệnh hen "
        + "suyễn có thể cần sử dụng thuốc thường xuyên hơn."
    case .bad:
      "Nên ở trong nhà và giảm hoạt động mạnh. Nếu cần thiết phải ra ngoài, hãy đeo khẩu trang đạt tiêu "
        + "chuẩn."
    case .veryBad: "Nên ở trong nhà và giảm hoạt động mạnh."
    case .hazardous: Self.stayInside
    }
  }

  private static let stayInside =
    "Mọi người nên ở trong nhà, đóng cửa ra vào và cửa sổ. Nếu cần thiết phải ra ngoài, hãy đeo khẩu "
    + "trang đạt tiêu chuẩn."
}
