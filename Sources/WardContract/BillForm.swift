/// Which bill a home asks for: the body of a request of that kind. Nothing in it is secret.
public struct BillForm: Equatable, Sendable {
  /// The biller, as the ward's directory names it.
  public var biller: Identifier
  /// What is paid for, as the household read it: "Tiền điện".
  public var service: String
  /// The customer's code.
  public var code: String

  /// A form.
  public init(biller: Identifier, service: String, code: String) {
    self.biller = biller
    self.service = service
    self.code = code
  }

  /// The form that the body of a request spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    biller = try reader.identifier("biller")
    service = try reader.text("service", limit: Bounds.nameBytes)
    code = try reader.text("code", limit: CodeFormat.longestCode)
    guard !code.isEmpty else { throw Malformed(reader.place(of: "code"), "a code was expected") }
  }

  /// The form as the body of a request.
  public var json: JSONValue {
    .members([
      "biller": .string(biller.description), "service": .string(service), "code": .string(code),
    ])
  }
}

/// What a biller says of a bill: the details of a reply.
public struct BillAnswer: Equatable, Sendable {
  /// Whether it is paid.
  public enum State: String, CaseIterable, Sendable {
    /// The biller has no such customer.
    case unknown = "khong-co-ma"
    /// Nothing is owed.
    case nothing = "khong-no"
    case unpaid = "chua-tra"
    case paid = "da-tra"
  }

  /// A bill above this is nobody's household's, in đồng; one đồng more has no room in a VietQR code.
  public static let largestAmount: Int64 = 9_999_999_999_999

  /// No real biller has answered.
  public var isTrial: Bool
  /// Whether it is paid.
  public var state: State
  /// In đồng, as the biller said it: whether it can be true is for `isAmountPlausible`.
  public var amount: Int64
  /// "Tháng 11/2026"; empty if there is no bill.
  public var period: String
  /// Whom the money goes to; empty if there is no bill.
  public var payee: String
  /// The last day to pay, if there is one.
  public var due: LocalDate?
  /// A VietQR payload that pays it; `nil` once it is paid. Whoever shows it reads it first.
  public var payment: String?
  /// The number of the receipt, once it is paid.
  public var receipt: String?
  /// When it was paid.
  public var paid: Instant?

  /// What a biller says of a customer without a bill.
  public init(isTrial: Bool, state: State) {
    self.isTrial = isTrial
    self.state = state
    amount = 0
    period = ""
    payee = ""
  }

  /// Whether a household can owe that much.
  public var isAmountPlausible: Bool { (1...Self.largestAmount).contains(amount) }

  /// The answer that the details of a reply spell.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    isTrial = try reader.boolean("trial")
    state = try reader.word("state")
    amount = try reader.integer("amount", in: Int64.min...Int64.max)
    period = try reader.text("period", limit: Bounds.nameBytes)
    payee = try reader.text("payee", limit: Bounds.nameBytes)
    due = try reader.optionalDate("due")
    payment = try reader.optionalText("payment", limit: Bounds.headlineBytes)
    receipt = try reader.optionalText("receipt", limit: Bounds.identifierBytes)
    paid = try reader.optionalInstant("paid")
    guard (receipt != nil) == (state == .paid), (paid != nil) == (state == .paid) else {
      throw Malformed(reader.place(of: "receipt"), "what is paid has a receipt, and nothing else")
    }
  }

  /// The answer as the details of a reply.
  public var json: JSONValue {
    .members([
      "trial": .boolean(isTrial), "state": .string(state.rawValue), "amount": .integer(amount),
      "period": .string(period), "payee": .string(payee),
      "due": due.map { .string($0.description) }, "payment": payment.map { .string($0) },
      "receipt": receipt.map { .string($0) }, "paid": paid.map { .string($0.description) },
    ])
  }
}
