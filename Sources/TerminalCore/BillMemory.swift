import WardContract

/// What a home keeps of its bills: the codes that it asked about, and what it has paid. Nothing in it is
/// secret.
public struct BillMemory: Equatable, Sendable {
  /// A customer's code that can be asked about again without entering it.
  public typealias Code = BillForm

  /// A bill that was paid, for good.
  public struct Paid: Equatable, Sendable {
    /// The request that it was the answer to.
    public var request: Identifier
    /// Whose code it was.
    public var form: BillForm
    /// What the biller said; its state is `paid`.
    public var answer: BillAnswer

    /// A bill that was paid.
    public init(request: Identifier, form: BillForm, answer: BillAnswer) {
      self.request = request
      self.form = form
      self.answer = answer
    }
  }

  /// Most codes that are kept; the oldest gives way.
  static let maximumCodes = 16
  /// Most receipts that are kept: those of two years and more.
  static let maximumPaid = 96

  /// The newest first.
  public var codes: [Code] = []
  /// The newest first.
  public var paid: [Paid] = []

  /// What a new home has.
  public init() {}

  /// What `json` spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    for (item, _) in try reader.items("codes", limit: Self.maximumCodes) {
      codes.append(try BillForm(json: item))
    }
    for (item, place) in try reader.items("paid", limit: Self.maximumPaid) {
      let entry = try ObjectReader(item, at: place)
      paid.append(
        Paid(
          request: try entry.identifier("request"), form: try BillForm(json: entry.member("form")),
          answer: try BillAnswer(json: entry.member("answer"))))
    }
  }

  /// All of it as JSON.
  public var json: JSONValue {
    .members([
      "codes": .array(codes.map(\.json)),
      "paid": .array(
        paid.map { paid in
          .members([
            "request": .string(paid.request.description), "form": paid.form.json,
            "answer": paid.answer.json,
          ])
        }),
    ])
  }

  /// Puts a code before the others; false if it was the first already.
  mutating func remember(_ code: Code) -> Bool {
    guard codes.first != code else { return false }
    codes.removeAll { $0.biller == code.biller && $0.code == code.code }
    codes.insert(code, at: 0)
    if codes.count > Self.maximumCodes { codes.removeLast() }
    return true
  }

  /// Keeps a bill that was paid; false if it is kept already.
  mutating func keep(_ bill: Paid) -> Bool {
    guard !paid.contains(where: { $0.request == bill.request }) else { return false }
    paid.insert(bill, at: 0)
    if paid.count > Self.maximumPaid { paid.removeLast() }
    return true
  }
}
