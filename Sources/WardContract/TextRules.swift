@_spi(_Unicode) import Swift

/// What text must be before a person may see it or a signature may cover it.
public enum TextRules {
  /// What is wrong with `text`, or `nil`.
  ///
  /// Text is in normalisation form C, so that one word has one spelling, one length and one
  /// digest. Control characters other than the line feed are refused, and so are the invisible
  /// marks that turn the direction of writing: with them a line can read differently from what
  /// was signed.
  public static func fault(in text: String, limit: Int) -> String? {
    guard text.utf8.count <= limit else {
      return "\(text.utf8.count) bytes of text, \(limit) are allowed"
    }
    // Letters of Vietnamese and plain punctuation, nearly all that a ward writes, neither combine
    // nor decompose in form C (NFC_Quick_Check=Yes, UAX #15 §9); only other text is worth the work.
    var plain = true
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0A, 0x20..<0x7F: continue
      case 0..<0x20, 0x7F..<0xA0: return "a control character in the text"
      case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF:
        return "an invisible formatting character in the text"
      case 0xFDD0...0xFDEF, 0xE000...0xF8FF: return "a private character in the text"
      case 0xA0..<0x300, 0x1EA0...0x1EF9, 0x2010...0x2027, 0x20AB: continue
      default: plain = false
      }
    }
    if !plain, !isNormalised(text) { return "text that is not in normalisation form C" }
    return nil
  }

  /// Whether `text` is in Unicode normalisation form C.
  static func isNormalised(_ text: String) -> Bool {
    text.unicodeScalars.elementsEqual(text._nfc)
  }

  /// `text` in Unicode normalisation form C.
  public static func normalised(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text._nfc)
    return String(scalars)
  }
}
