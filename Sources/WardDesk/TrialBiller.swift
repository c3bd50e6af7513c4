import SQLite
import Vietnam
import WardContract

/// A biller that is none: it makes up a bill a month for every code, and takes it for paid when
/// `loanha bill pay` says so. Every answer says that it is a trial, and its payments name a bank that
/// does not exist, so that nobody's money goes astray.
struct TrialBiller: BillerAdapter {
  static let tables = """
    CREATE TABLE trial_payments (
      biller TEXT, code TEXT, period TEXT, receipt TEXT, paid INTEGER,
      PRIMARY KEY (biller, code, period)) WITHOUT ROWID;
    """
  /// No bank has this number (công văn 1589/NHNN-TT, 05/3/2024).
  static let bankNumber = "970499"

  let store: DeskStore

  /// A code that ends with 9 is nobody's, one that ends with 0 owes nothing, any other has a bill.
  func answer(to form: BillForm, at now: Instant) throws -> BillAnswer {
    switch form.code.utf8.last {
    case UInt8(ascii: "9"): return BillAnswer(isTrial: true, state: .unknown)
    case UInt8(ascii: "0"): return BillAnswer(isTrial: true, state: .nothing)
    default: break
    }
    let period = Self.period(now)
    let number = Self.mix("\(form.biller) \(form.code) \(period)")
    var answer = BillAnswer(isTrial: true, state: .unpaid)
    answer.amount = Int64(20_000 + number % 9_800 * 100)
    answer.period = "Tháng \(period)"
    answer.payee = "THU NGHIEM LOANHA"
    if let (receipt, paid) = try store.trialPayment(form, period: period) {
      (answer.state, answer.receipt, answer.paid) = (.paid, receipt, paid)
      return answer
    }
    answer.due = LocalDate(now).adding(days: 7)
    answer.payment = try Self.payment(of: answer.amount, form, bill: "THU\(number % 1_000_000)")
    return answer
  }

  private static func payment(
    of amount: Int64, _ form: BillForm, bill: String
  ) throws(VietQRFault) -> String {
    var payment = VietQR(bankNumber: bankNumber, account: "0000000000", amount: String(amount))
    payment.billNumber = bill
    payment.customerLabel = String(form.code.prefix(VietQR.longestAdditional))
    payment.purpose = "THU NGHIEM"
    return try payment.encoded()
  }

  /// "11/2026"
  static func period(_ now: Instant) -> String {
    let parts = LocalDate(now).parts
    return "\(parts.month < 10 ? "0" : "")\(parts.month)/\(parts.year)"
  }

  /// The same number for the same text (FNV-1a).
  private static func mix(_ text: String) -> Int {
    var hash: UInt64 = 14_695_981_039_346_656_037
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    return Int(hash >> 33)
  }
}

extension DeskStore {
  func trialPayment(
    _ form: BillForm, period: String
  ) throws(DatabaseError) -> (receipt: String, paid: Instant)? {
    let rows = try database.query(
      "SELECT receipt, paid FROM trial_payments WHERE biller = ? AND code = ? AND period = ?",
      [.text(form.biller.description), .text(form.code), .text(period)])
    guard let row = rows.first, let receipt = row[0].text, let paid = row[1].integer else {
      return nil
    }
    return (receipt, Instant(milliseconds: paid))
  }

  /// Takes the trial's bill of this month for paid; false if it was already.
  public func pay(
    trialBillOf biller: Identifier, code: String, at now: Instant
  ) throws(DatabaseError) -> Bool {
    let period = TrialBiller.period(now)
    try database.query(
      "INSERT OR IGNORE INTO trial_payments VALUES (?, ?, ?, ?, ?)",
      [
        .text(biller.description), .text(code), .text(period),
        .text("BL-\(now.milliseconds / 1_000)"), .integer(now.milliseconds / 1_000 * 1_000),
      ])
    return database.changes == 1
  }
}
