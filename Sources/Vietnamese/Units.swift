/// Units of measurement and money, as they stand behind a number.
enum Units {
  /// Also after a space: "5 km".
  static let spaced: [String: String] = [
    "km": "ki lô mét", "m": "mét", "dm": "đề xi mét", "cm": "xen ti mét", "mm": "mi li mét",
    "ha": "héc ta", "kg": "ki lô gam", "mg": "mi li gam", "µg": "mi crô gam", "μg": "mi crô gam",
    "l": "lít", "ml": "mi li lít", "kW": "ki lô oát", "kWh": "ki lô oát giờ",
    "kwh": "ki lô oát giờ",
    "kV": "ki lô vôn", "kVA": "ki lô vôn am pe", "MW": "mê ga oát", "Hz": "héc", "kHz": "ki lô héc",
    "MHz": "mê ga héc", "GHz": "gi ga héc", "dB": "đề xi ben", "mmHg": "mi li mét thủy ngân",
    "MB": "mê ga bai", "GB": "gi ga bai", "Mbps": "mê ga bít trên giây",
    "đ": "đồng", "VND": "đồng", "VNĐ": "đồng", "vnđ": "đồng", "USD": "đô la Mỹ", "EUR": "ơ rô",
    "tr": "triệu", "h": "giờ",
  ]

  /// Only where nothing stands between.
  static let attached: [String: String] = [
    "g": "gam", "k": "nghìn đồng", "K": "nghìn đồng", "H": "giờ", "s": "giây", "p": "phút",
    "ph": "phút", "V": "vôn", "W": "oát", "Tr": "triệu", "Đ": "đồng", "G": "gờ",
  ]

  /// Lengths, of which there are squares and cubes.
  static let lengths: Set<String> = ["km", "m", "dm", "cm", "mm"]

  static let power: [String: String] = ["2": "vuông", "²": "vuông", "3": "khối", "³": "khối"]

  /// Money, of which one says "một" and not "trên" in "đồng/tháng".
  static let money: Set<String> = [
    "đ", "Đ", "VND", "VNĐ", "vnđ", "USD", "EUR", "tr", "Tr", "k", "K", "đồng", "tỷ", "triệu",
    "nghìn",
  ]

  /// What is counted by: "2 buổi/ngày" is "hai buổi một ngày".
  static let counted: Set<String> = [
    "ngày", "tuần", "tháng", "quý", "năm", "người", "hộ", "lần", "buổi", "suất", "cái", "chiếc",
    "con", "tấn", "tạ", "đêm", "lượt", "ca", "học", "khẩu", "xe", "thửa", "căn", "mét", "lít",
    "đầu", "cháu", "sào", "giờ", "phút", "trường", "em",
  ]
}
