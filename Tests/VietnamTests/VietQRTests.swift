import Testing

@testable import Vietnam

@Suite("VietQR") struct VietQRTests {
  /// NAPAS's specification 6.1.2 to 6.1.4, subiz/vietqr, vietnam-qr-pay, and bills with made-up codes.
  static let examples: [String] = [
    "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52",
    "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E",
    "00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN62340107NPS68690819thanh toan don hang6304A203",
    "00020101021238570010A00000072701270006970415011300110019324180208QRIBFTTA530370454061200005802VN62170813ung ho lu lut6304C15C",
    "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F",
    electricity,
    "00020101021238570010A00000072701270006970436011399900000001230208QRIBFTTA53037045405864005802VN62510113NUOC2611000420609HN00123450817TIEN NUOC 11/2026630423D5",
    "00020101021238520010A00000072701240006970436011010234567890206QRPUSH52044900530370454063476005802VN5912DIEN LUC MAU6005HANOI62330112HD26110001230613PD030000000016304A21E",
  ]
  static let electricity: String =
    "00020101021238540010A00000072701240006970436011010234567890208QRIBFTTA530370454063476005802VN62540112HD26110001230613PD030000000010817TIEN DIEN 11/2026630483C9"

  private static func fault(_ payload: String) -> String? {
    do throws(VietQRFault) {
      _ = try VietQR(payload)
      return nil
    } catch { return error.description }
  }

  /// The payload with its checksum made right again.
  private static func sealed(_ text: String) -> String {
    text + "6304" + VietQR.checksum(text + "6304")
  }

  @Test("what others published is read, and written again letter by letter", arguments: examples)
  func published(_ payload: String) throws {
    #expect(try VietQR(payload).encoded() == payload)
  }

  @Test("a bill of electricity is written as it should be")
  func bill() throws {
    var payment = VietQR(bankNumber: "970436", account: "1023456789", amount: "347600")
    payment.billNumber = "HD2611000123"
    payment.customerLabel = "PD03000000001"
    payment.purpose = "TIEN DIEN 11/2026"
    #expect(try payment.encoded() == Self.electricity)
  }

  @Test("any single character that is changed, left out or doubled is noticed")
  func changed() {
    let characters = Array(Self.electricity)
    for index in characters.indices {
      for other in "0123456789AV .z" where other != characters[index] {
        var changed = characters
        changed[index] = other
        #expect(Self.fault(String(changed)) != nil, "\(String(changed))")
      }
      var (shorter, longer) = (characters, characters)
      shorter.remove(at: index)
      longer.insert(characters[index], at: index)
      #expect(Self.fault(String(shorter)) != nil && Self.fault(String(longer)) != nil)
    }
    for count in 0..<characters.count {
      #expect(Self.fault(String(characters.prefix(count))) != nil)
    }
  }

  @Test(
    "lengths that don't add up and fields that are wrong are refused under a right checksum",
    arguments: [
      ("53037045802VN", "38"), ("53037045402" + "005802VN", "38"),
    ] as [(String, String)])
  func missing(_ rest: String, _ place: String) {
    #expect(Self.fault(Self.sealed("000201010211" + rest))?.hasPrefix("field \(place)") == true)
  }

  private static let head =
    "00020101021238540010A00000072701240006970436011010234567890208QRIBFTTA"

  @Test(
    "under a right checksum",
    arguments: [
      ("5303704", "58"), ("5802VN", "53"), ("53038405802VN", "53"), ("53037045802US", "58"),
      ("530370454010" + "5802VN", "54"), ("530370454060.00.0" + "5802VN", "54"),
      ("53037045406" + "50 000" + "5802VN", "54"), ("5303704540650,000" + "5802VN", "54"),
      ("5303704" + "5414" + "12345678901234" + "5802VN", "54"),
      ("53037045403" + ".50" + "5802VN", "54"),
      ("53037045802VN" + "5802VN", "58"), ("53037045802VN" + "6206" + "081234", "62.08"),
      ("53037045802VN" + "5999" + "A", "59"), ("53037045802VN5900", "59"),
      ("53037045802VN5902Đà", "59"), ("53037045802VN550204", "55"),
      ("53037045802VN5502025705" + "00001", "56"),
      ("53037045802VN62300826" + String(repeating: "A", count: 26), "62.08"),
      ("53037045802VN62053001A", "62.30"),
    ] as [(String, String)])
  func wrong(_ rest: String, _ place: String) {
    let fault = Self.fault(Self.sealed(Self.head + rest))
    #expect(fault != nil, "\(rest) is believed")
    #expect(fault?.hasPrefix("field \(place)") == true, "\(fault ?? "-")")
  }

  @Test("an amount with a point at its end is one; a payment without an amount is for any number")
  func amounts() throws {
    #expect(
      try VietQR(Self.sealed(Self.head + "53037045406" + "50000." + "5802VN")).amount == "50000.")
    let open = VietQR(bankNumber: "970436", account: "1")
    #expect(try !VietQR(open.encoded()).isForOnePayment)
  }

  @Test(
    "what can't be paid isn't written",
    arguments: ["0", "10000000000000000", "-5", "1e5", "", "12a"])
  func unwritten(_ amount: String) {
    var payment = VietQR(bankNumber: "970436", account: "1023456789", amount: amount)
    if amount.isEmpty { payment.account = String(repeating: "1", count: 20) }
    #expect(throws: VietQRFault.self) { try payment.encoded() }
  }

  @Test("merchants and cash machines have fields of their own that must be there")
  func services() {
    var payment = VietQR(
      bankNumber: "970436", account: "1023456789", service: .toMerchant, amount: "1000")
    #expect(throws: VietQRFault.self) { try payment.encoded() }
    payment.service = .cash
    payment.merchantCategory = "6011"
    #expect(throws: VietQRFault.self) { try payment.encoded() }
    (payment.referenceLabel, payment.terminalLabel) = ("R1", "T1")
    #expect(throws: Never.self) { try payment.encoded() }
  }

  @Test("the checksum of the standard's example")
  func checksum() { #expect(VietQR.checksum("123456789") == "29B1") }
}
