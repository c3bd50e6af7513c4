import Testing
import Vietnam
import WardContract

@testable import TerminalCore

@Suite("Bills in a home") struct BillsTests {
  private func home() -> Bench {
    var bench = Bench()
    bench.send(Bench.directory([]))
    bench.open(.bills)
    return bench
  }

  private static func payment(_ amount: String) -> String {
    var payment = VietQR(bankNumber: "970499", account: "0000000000", amount: amount)
    payment.customerLabel = "PD01"
    return try! payment.encoded()
  }

  static func answer(
    _ state: BillAnswer.State, _ amount: Int64 = 347_600, payment: String? = payment("347600"),
    period: String = "Tháng 11/2026"
  ) -> JSONValue {
    var answer = BillAnswer(isTrial: true, state: state)
    (answer.amount, answer.period, answer.payee) = (amount, period, "EVNHANOI")
    answer.due = LocalDate("2026-11-30")
    if state == .unpaid { answer.payment = payment }
    if state == .paid {
      (answer.receipt, answer.paid) = ("BL-1", Instant("2026-11-24T08:05:00+07:00"))
    }
    return answer.json
  }

  /// Asks for the bill of the code PD01.
  private static func ask(_ bench: inout Bench) {
    bench.press(.ok, .ok)
    #expect(bench.entry?.entered == "PD")
    bench.enter("PD01")
  }

  @Test(
    "a bill is asked for by its code, shown as a code that pays exactly it, and paid with a receipt"
  )
  func paid() throws {
    var bench = home()
    Self.ask(&bench)
    #expect(bench.pageScreen?.text.contains("Đang hỏi") == true)
    bench.reply(.handling, Self.answer(.unpaid))
    let qr = try #require(bench.qr)
    #expect(try VietQR(qr.payload).amount == "347600")
    #expect(qr.figure == "347.600 đồng" && qr.lines.contains("Mã PD01"))
    #expect(qr.lines.contains("Tháng 11/2026, hạn 30/11/2026"))
    #expect(qr.trial == Words.trialPayment)
    bench.reply(revision: 2, .answered, Self.answer(.paid))
    #expect(bench.pageScreen?.title == "Đã thanh toán")
    #expect(bench.pageScreen?.text.contains("BL-1") == true)
    #expect(bench.pageScreen?.detail == Words.trialData)
  }

  @Test("the code to pay stays for as long as somebody needs for it, and goes at last")
  func patience() {
    var bench = home()
    Self.ask(&bench)
    bench.reply(.handling, Self.answer(.unpaid))
    bench.wait(5 * 60_000)
    #expect(bench.qr != nil)
    bench.wait(6 * 60_000)
    #expect(bench.core.menu.place == .rest)
  }

  @Test(
    "an amount that no household owes, or a code that pays something else, is a sentence and no code",
    arguments: [
      (0, BillsTests.payment("347600"), "không có gì để trả"),
      (-5, BillsTests.payment("347600"), "không có gì để trả"),
      (1_000_000_000_000_000, BillsTests.payment("347600"), "1.000.000.000.000.000 đồng"),
      (347_600, BillsTests.payment("347601"), "không khớp"),
      (347_600, BillsTests.payment("3476000"), "không khớp"),
      (347_600, "https://example.com", "không khớp"),
      (347_600, nil, "không khớp"),
    ] as [(Int64, String?, String)])
  func absurd(amount: Int64, payment: String?, words: String) {
    var bench = home()
    Self.ask(&bench)
    bench.reply(.handling, Self.answer(.unpaid, amount, payment: payment))
    #expect(bench.qr == nil)
    #expect(bench.pageScreen?.text.contains(words) == true, "\(bench.pageScreen?.text ?? "")")
  }

  @Test("a reply whose details can't be read, and a customer whom nobody knows, are sentences")
  func unreadable() {
    var bench = home()
    Self.ask(&bench)
    bench.reply(.handling, .members(["state": .string("x")]))
    #expect(bench.pageScreen?.text == Words.unreadableBill)
    bench.reply(
      revision: 2, .answered, words: "Không có khách hàng này.",
      BillAnswer(isTrial: true, state: .unknown).json)
    #expect(bench.pageScreen?.text == "Không có khách hàng này.")
    #expect(bench.core.bills.memory.codes.isEmpty, "a wrong code is not remembered")
  }

  @Test(
    "what was paid stays paid: after a restart, after a later word, and when it is asked for again")
  func staysPaid() {
    var bench = home()
    Self.ask(&bench)
    bench.reply(.handling, Self.answer(.unpaid))
    bench.reply(revision: 2, .answered, Self.answer(.paid))
    bench.reply(revision: 3, .handling, Self.answer(.unpaid))
    #expect(bench.pageScreen?.title == "Đã thanh toán")
    bench = bench.restarted(after: 60_000)
    bench.sendKeyring()
    bench.open(.bills)
    #expect(bench.choice?.rows.map(\.name).first == "Tiền điện PD01")
    bench.press(.ok)
    bench.press(.back)
    bench.press(.ok)
    bench.reply(revision: 4, .handling, Self.answer(.unpaid))
    #expect(bench.pageScreen?.title == "Đã thanh toán")
  }

  @Test(
    "a code is asked about again without entering it, one question at a time, and can be forgotten")
  func remembered() {
    var bench = home()
    Self.ask(&bench)
    bench.reply(.handling, Self.answer(.unpaid))
    bench.press(.back)
    #expect(bench.choice?.rows.first?.value == "347.600 đồng")
    bench.press(.ok)
    #expect(bench.core.requests.entries.count == 1)
    #expect(bench.qr != nil)
    bench.press(.back, .down, .down, .ok)
    #expect(bench.choice?.title == "Xóa mã nào?")
    bench.press(.ok)
    #expect(bench.core.bills.memory.codes.isEmpty)
    bench.letGather()
    #expect(bench.restarted(after: 1_000).core.bills.memory.codes.isEmpty)
  }

  @Test("without billers a sentence says whom to ask")
  func noBillers() {
    var bench = Bench()
    bench.open(.bills)
    bench.press(.ok)
    #expect(bench.choice?.note == Words.noBillers)
    bench.press(.ok)
    #expect(bench.core.bills.place == .start)
  }

  @Test("receipts and codes are kept within their bounds, the newest first")
  func bounds() {
    var memory = BillMemory()
    for number in 0..<300 {
      let form = BillForm(biller: Identifier("dien")!, service: "Tiền điện", code: "PD\(number)")
      _ = memory.remember(form)
      _ = memory.keep(
        .init(
          request: Identifier("r-\(number)")!, form: form,
          answer: BillAnswer(isTrial: true, state: .nothing)))
    }
    #expect(memory.codes.count == BillMemory.maximumCodes && memory.codes.first?.code == "PD299")
    #expect(memory.paid.count == BillMemory.maximumPaid)
    #expect((try? BillMemory(json: memory.json)) == memory)
  }

  @Test("đồng are written with points, whatever their number")
  func amounts() {
    #expect(Amount.written(0) == "0 đồng" && Amount.written(999) == "999 đồng")
    #expect(Amount.written(347_600) == "347.600 đồng" && Amount.written(-1_000) == "-1.000 đồng")
    #expect(Amount.written(Int64.min) == "-9.223.372.036.854.775.808 đồng")
  }
}
