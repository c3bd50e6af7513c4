/// Signs that are no letters and no digits.
enum Symbols {
  /// Signs that are said wherever they stand.
  static let words: [String: String] = [
    "%": "phần trăm", "‰": "phần nghìn", "&": "và", "=": "bằng", "≈": "khoảng", "<": "nhỏ hơn",
    ">": "lớn hơn", "≤": "nhỏ hơn hoặc bằng", "≥": "lớn hơn hoặc bằng", "±": "cộng trừ",
    "×": "nhân", "@": "a còng", "§": "mục", "№": "số", "°": "độ", "º": "độ", "℃": "độ xê",
    "½": "một phần hai", "¼": "một phần tư", "¾": "ba phần tư", "²": "bình phương",
    "³": "lập phương", "$": "đô la Mỹ", "€": "ơ rô", "₫": "đồng", "£": "bảng Anh", "¥": "yên",
  ]

  /// Currencies that are written before or behind the amount.
  static let currencies = ["$", "€", "£", "¥", "₫"]

  static let dashes = ["-", "–", "—", "−", "‑", "‐", "÷"]

  /// Signs that are nothing but a pause.
  static let pauses = [
    ",", ";", ":", "(", ")", "[", "]", "{", "}", "→", "|", "\\", "⇒", "•", "·", "●", "▪", "■", "◆",
    "✓", "✔", "➢", "➤", "►",
  ]

  static let quotes = ["\"", "'", "“", "”", "‘", "’", "«", "»", "′", "″", "`", "„"]

  /// Signs that rules of their own deal with.
  private static let others = [".", "…", "!", "?", "/", "+", "*", "#", "_", "~", "^"]

  private static let known: Set<String> = {
    Set(words.keys).union(dashes).union(pauses).union(quotes).union(others)
  }()

  static func isKnown(_ scalar: Unicode.Scalar) -> Bool { known.contains(String(scalar)) }
}
