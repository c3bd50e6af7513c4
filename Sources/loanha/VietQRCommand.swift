import ArgumentParser
import Vietnam

struct VietQRCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vietqr", abstract: "Write and read VietQR payloads (NAPAS247, EMVCo).",
    subcommands: [Encode.self, Decode.self])

  struct Encode: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a payment as a VietQR payload.",
      discussion: """
        Without an amount the payer types it. Marks of the purpose are left out.
        Example:
          loanha vietqr encode --bin 970436 --account 1023456789 --amount 347600 \\
            --bill HD2611000123 --customer PD03000000001 --purpose "TIEN DIEN 11/2026"
        """)

    @Option(help: "The bank's six digits.") var bin: String
    @Option(help: "Number of the account, 1 to 19 characters.") var account: String
    @Option(help: "In đồng.") var amount: String?
    @Option(help: "Number of the bill.") var bill: String?
    @Option(help: "Code of the customer.") var customer: String?
    @Option(help: "What it is for, at most 25 characters.") var purpose: String?
    @Flag(help: "As JSON.") var json = false

    func run() throws {
      var payment = VietQR(bankNumber: bin, account: account, amount: amount)
      payment.billNumber = bill
      payment.customerLabel = customer
      payment.purpose = purpose.map(Letters.withoutMarks)
      let payload = try payment.encoded()
      if json { try printJSON(["payload": payload]) } else { print(payload) }
    }
  }

  struct Decode: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Read a VietQR payload; fails unless it is valid in every part.")

    @Argument(help: "The payload.") var payload: String
    @Flag(help: "As JSON.") var json = false

    func run() throws {
      let payment: VietQR
      do throws(VietQRFault) {
        payment = try VietQR(payload)
      } catch {
        if json { try printJSON(Refused(fault: error.description)) }
        throw error
      }
      let answer = Answer(payment)
      if json { return try printJSON(answer) }
      for (name, value) in answer.rows { if let value { print("\(name)\t\(value)") } }
    }

    struct Refused: Encodable {
      var valid = false
      var fault: String
    }

    struct Answer: Encodable {
      var valid = true
      var bin, account, service: String
      var oneTime: Bool
      var amount, category, merchant, city, bill, reference, customer, terminal, purpose: String?

      init(_ payment: VietQR) {
        (bin, account) = (payment.bankNumber, payment.account)
        (service, oneTime) = (payment.service.rawValue, payment.isForOnePayment)
        (amount, category) = (payment.amount, payment.merchantCategory)
        (merchant, city) = (payment.merchantName, payment.merchantCity)
        (bill, reference) = (payment.billNumber, payment.referenceLabel)
        (customer, terminal) = (payment.customerLabel, payment.terminalLabel)
        purpose = payment.purpose
      }

      var rows: KeyValuePairs<String, String?> {
        [
          "bin": bin, "account": account, "service": service, "one-time": oneTime ? "yes" : "no",
          "amount": amount, "category": category, "merchant": merchant, "city": city, "bill": bill,
          "reference": reference, "customer": customer, "terminal": terminal, "purpose": purpose,
        ]
      }
    }
  }
}
