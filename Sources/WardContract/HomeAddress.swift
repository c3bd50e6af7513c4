/// The address of a home, as it is read to whoever takes a call for help.
public enum HomeAddress {
  /// Longest address, in bytes of UTF-8.
  public static let maximumBytes = 160
  /// What an address must be.
  public static let rule = "one line of text, \(maximumBytes) bytes at most"

  /// What is wrong with it, or `nil`. It stands in a settings file, between quotation marks.
  public static func fault(in address: String) -> String? {
    if let fault = TextRules.fault(in: address, limit: maximumBytes) {
      return "an address: \(fault)"
    }
    let isQuotable = address.utf8.allSatisfy { ![0x0A, 0x22, 0x5C].contains($0) }
    return address.isEmpty || !isQuotable
      ? "an address is \(rule), without quotation marks" : nil
  }
}
