/// Amounts of money as they are written in Việt Nam.
public enum Amount {
  /// An amount in đồng: "347.600 đồng".
  public static func written(_ dong: Int64) -> String {
    let digits = Array(String(dong.magnitude))
    var text = dong < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(".") }
      text.append(digit)
    }
    return "\(text) đồng"
  }
}
