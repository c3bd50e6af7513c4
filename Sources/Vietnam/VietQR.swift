/// A payment as a VietQR code has it: "Định dạng mã VietQR trong dịch vụ chuyển nhanh NAPAS247", v1.0
/// (09/2021), on EMVCo's Merchant-Presented QR; checksum after ISO/IEC 13239.
///
/// Names whom to pay and how much. It holds nothing secret, and pays nothing by itself.
public struct VietQR: Equatable, Sendable {
  /// What becomes of the money (38.02).
  public enum Service: String, CaseIterable, Sendable {
    /// To an account.
    case toAccount = "QRIBFTTA"
    /// To a card.
    case toCard = "QRIBFTTC"
    /// To a merchant; the usual one if nothing is said.
    case toMerchant = "QRPUSH"
    /// Cash from a machine.
    case cash = "QRCASH"
  }

  /// NAPAS's application identifier (38.00).
  public static let applicationIdentifier = "A000000727"
  /// Most characters of an amount (54), of an account (38.01.01), and of a value of template 62.
  public static let longestAmount = 13
  /// Most characters of an account, card or merchant's number.
  public static let longestAccount = 19
  /// Most characters of each additional field.
  public static let longestAdditional = 25

  /// The bank's number, 6 digits (38.01.00).
  public var bankNumber: String
  /// The account, card or merchant's number, 1…19 characters (38.01.01).
  public var account: String
  /// What becomes of the money.
  public var service: Service
  /// For one payment (12), and not for any number of them (11).
  public var isForOnePayment: Bool
  /// In đồng, as it is written: digits with at most one point; `nil` if the payer types it.
  public var amount: String?
  /// ISO 18245, 4 digits (52).
  public var merchantCategory: String?
  /// At most 25 characters (59).
  public var merchantName: String?
  /// At most 15 characters (60).
  public var merchantCity: String?
  /// Bill number (62.01).
  public var billNumber: String?
  /// Reference label (62.05).
  public var referenceLabel: String?
  /// Customer label: the customer's code (62.06).
  public var customerLabel: String?
  /// Terminal label (62.07).
  public var terminalLabel: String?
  /// What it is for, without marks (62.08).
  public var purpose: String?

  /// A payment to an account; for one payment if there is an amount.
  public init(
    bankNumber: String, account: String, service: Service = .toAccount, amount: String? = nil
  ) {
    self.bankNumber = bankNumber
    self.account = account
    self.service = service
    self.amount = amount
    isForOnePayment = amount != nil
  }
}

extension VietQR {
  /// The payload, which any bank's application reads. What its own reader would refuse is an error.
  public func encoded() throws(VietQRFault) -> String {
    var beneficiary = VietQRFields(place: "38.01")
    try beneficiary.add("00", bankNumber)
    try beneficiary.add("01", account)
    var napas = VietQRFields(place: "38")
    try napas.add("00", Self.applicationIdentifier)
    try napas.add("01", beneficiary.text)
    try napas.add("02", service.rawValue)
    var additional = VietQRFields(place: "62")
    try additional.add("01", billNumber)
    try additional.add("05", referenceLabel)
    try additional.add("06", customerLabel)
    try additional.add("07", terminalLabel)
    try additional.add("08", purpose)
    var payload = VietQRFields()
    try payload.add("00", "01")
    try payload.add("01", isForOnePayment ? "12" : "11")
    try payload.add("38", napas.text)
    try payload.add("52", merchantCategory)
    try payload.add("53", "704")
    try payload.add("54", amount)
    try payload.add("58", "VN")
    try payload.add("59", merchantName)
    try payload.add("60", merchantCity)
    try payload.add("62", additional.text)
    let text = payload.text + "6304"
    let whole = text + Self.checksum(text)
    _ = try VietQR(whole)
    return whole
  }

  /// Reads a payload, and believes nothing: lengths, identifiers and checksum must all be right.
  public init(_ payload: String) throws(VietQRFault) {
    guard payload.utf8.count <= 1_024 else { throw VietQRFault("", "is too long for a QR code") }
    let fields = try VietQRFields(payload)
    guard fields.fields.first?.identifier == "00", fields["00"] == "01" else {
      throw VietQRFault("00", "a payload begins with 000201")
    }
    guard fields.fields.last?.identifier == "63", let checksum = fields["63"], checksum.count == 4
    else { throw VietQRFault("63", "a payload ends with 6304 and a checksum of four characters") }
    let expected = Self.checksum(String(payload.unicodeScalars.dropLast(4)))
    guard checksum == expected else {
      throw VietQRFault("63", "is \(checksum), the checksum is \(expected)")
    }
    switch try fields.required("01") {
    case "11": isForOnePayment = false
    case "12": isForOnePayment = true
    default: throw VietQRFault("01", "11 or 12 was expected")
    }
    let napas = try VietQRFields(try fields.required("38"), place: "38")
    (bankNumber, account, service) = try Self.beneficiary(napas)
    guard try fields.required("53") == "704" else {
      throw VietQRFault("53", "704, đồng, was expected")
    }
    guard try fields.required("58") == "VN" else { throw VietQRFault("58", "VN was expected") }
    amount = fields["54"]
    if let amount { try Self.check(amount: amount) }
    merchantCategory = fields["52"]
    if let merchantCategory, !Self.isDigits(merchantCategory, 4) {
      throw VietQRFault("52", "four digits were expected")
    }
    try Self.checkTip(fields)
    for (identifier, count) in [("59", 25), ("60", 15), ("61", 10)] {
      try fields.check(identifier, atMost: count)
    }
    merchantName = fields["59"]
    merchantCity = fields["60"]
    let additional = try VietQRFields(fields["62"] ?? "", place: "62")
    for field in additional.fields {
      let number = Int(field.identifier) ?? 0
      guard (1...9).contains(number) || number >= 50 else {
        throw VietQRFault("62.\(field.identifier)", "is not known here")
      }
      try additional.check(
        field.identifier, atMost: number >= 50 ? 99 : Self.longestAdditional)
    }
    billNumber = additional["01"]
    referenceLabel = additional["05"]
    customerLabel = additional["06"]
    terminalLabel = additional["07"]
    purpose = additional["08"]
    try Self.checkLanguage(fields)
    try checkService()
  }

  private static func beneficiary(
    _ napas: VietQRFields
  ) throws(VietQRFault) -> (String, String, Service) {
    try napas.check(only: ["00", "01", "02"])
    guard try napas.required("00") == applicationIdentifier else {
      throw VietQRFault("38.00", "\(applicationIdentifier), NAPAS, was expected")
    }
    let inner = try VietQRFields(try napas.required("01"), place: "38.01")
    try inner.check(only: ["00", "01"])
    let bank = try inner.required("00")
    guard isDigits(bank, 6) else {
      throw VietQRFault("38.01.00", "a bank's six digits were expected")
    }
    let account = try inner.required("01")
    try inner.check("01", atMost: longestAccount)
    guard let word = napas["02"] else { return (bank, account, .toMerchant) }
    guard let service = Service(rawValue: word) else {
      let names = Service.allCases.map(\.rawValue).joined(separator: ", ")
      throw VietQRFault("38.02", "one of \(names) was expected")
    }
    return (bank, account, service)
  }

  private func checkService() throws(VietQRFault) {
    switch service {
    case .toAccount, .toCard: break
    case .toMerchant:
      for (identifier, value) in [
        ("52", merchantCategory), ("59", merchantName), ("60", merchantCity),
      ] where value == nil {
        throw VietQRFault(identifier, "is missing: a payment to a merchant needs it")
      }
    case .cash:
      guard merchantCategory == "6011" else { throw VietQRFault("52", "6011 was expected: cash") }
      guard referenceLabel != nil else { throw VietQRFault("62.05", "is missing: cash needs it") }
      guard terminalLabel != nil else { throw VietQRFault("62.07", "is missing: cash needs it") }
    }
  }

  private static func check(amount: String) throws(VietQRFault) {
    let digits = amount.utf8.filter { (0x30...0x39).contains($0) }
    let points = amount.utf8.count { $0 == UInt8(ascii: ".") }
    guard amount.utf8.count <= longestAmount, digits.count + points == amount.utf8.count,
      points <= 1,
      let first = amount.utf8.first, first != UInt8(ascii: ".")
    else {
      throw VietQRFault("54", "up to 13 digits with at most one point were expected")
    }
    guard digits.contains(where: { $0 != UInt8(ascii: "0") }) else {
      throw VietQRFault("54", "an amount above 0 was expected")
    }
  }

  private static func checkTip(_ fields: VietQRFields) throws(VietQRFault) {
    let kind = fields["55"]
    guard kind.map({ ["01", "02", "03"].contains($0) }) ?? true else {
      throw VietQRFault("55", "01, 02 or 03 was expected")
    }
    for (identifier, needed, count) in [("56", "02", 13), ("57", "03", 5)] {
      guard (kind == needed) == (fields[identifier] != nil) else {
        throw VietQRFault(identifier, "is there exactly if field 55 is \(needed)")
      }
      try fields.check(identifier, atMost: count)
    }
  }

  private static func checkLanguage(_ fields: VietQRFields) throws(VietQRFault) {
    guard let template = fields["64"] else { return }
    let language = try VietQRFields(template, place: "64")
    guard try language.required("00").utf8.count == 2 else {
      throw VietQRFault("64.00", "a language's two letters were expected")
    }
    _ = try language.required("01")
    try language.check("01", atMost: 25, isAnyText: true)
    try language.check("02", atMost: 15, isAnyText: true)
  }

  private static func isDigits(_ text: String, _ count: Int) -> Bool {
    text.utf8.count == count && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// The checksum of `text`, which ends with "6304": four capital hexadecimal digits (ISO/IEC 13239,
  /// polynomial 1021, begun with FFFF).
  static func checksum(_ text: String) -> String {
    var checksum: UInt16 = 0xFFFF
    for byte in text.utf8 {
      checksum ^= UInt16(byte) << 8
      for _ in 0..<8 {
        checksum = checksum & 0x8000 != 0 ? checksum << 1 ^ 0x1021 : checksum << 1
      }
    }
    let digits = String(checksum, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
