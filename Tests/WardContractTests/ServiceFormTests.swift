import Testing
import WardContract

@Suite("Forms of services and bills") struct ServiceFormTests {
  private static let dossier = try! DossierCode("H26.4-261124-0001")

  @Test("what a home asks of an office comes back as it was")
  func service() throws {
    for form in [
      ServiceForm.application(procedure: "1.001193", name: "Đăng ký khai sinh"),
      .lookUp(Self.dossier),
    ] {
      #expect(try ServiceForm(json: form.json) == form)
    }
    for progress in ServiceAnswer.Progress.allCases {
      let answer = ServiceAnswer(
        isTrial: true, progress: progress, dossier: Self.dossier, due: LocalDate("2026-11-27"))
      #expect(try ServiceAnswer(json: answer.json) == answer)
    }
  }

  @Test("a dossier goes from each state to a later one")
  func progress() {
    #expect(ServiceAnswer.Progress.allCases == ServiceAnswer.Progress.allCases.sorted())
    #expect(ServiceAnswer.Progress.received < .ready)
  }

  @Test("a bill comes back as it was, and only what is paid has a receipt")
  func bill() throws {
    let form = BillForm(
      biller: Identifier("dien")!, service: "Tiền điện", code: "PD03000000001")
    #expect(try BillForm(json: form.json) == form)
    var answer = BillAnswer(isTrial: true, state: .unpaid)
    (answer.amount, answer.period, answer.payee) = (347_600, "Tháng 11/2026", "EVNHANOI")
    (answer.due, answer.payment) = (LocalDate("2026-11-30"), "00020101…")
    #expect(try BillAnswer(json: answer.json) == answer)
    answer.receipt = "BL-1"
    #expect(throws: Malformed.self) { try BillAnswer(json: answer.json) }
    (answer.state, answer.payment) = (.paid, nil)
    #expect(throws: Malformed.self) { try BillAnswer(json: answer.json) }
    answer.paid = Instant("2026-11-24T08:05:00+07:00")
    #expect(try BillAnswer(json: answer.json) == answer)
  }

  @Test("amounts of nothing, of less, and of more than a household can owe are told apart")
  func amounts() {
    var answer = BillAnswer(isTrial: true, state: .unpaid)
    for (amount, isPlausible) in [
      (0, false), (-1, false), (1, true), (9_999_999_999_999, true), (10_000_000_000_000, false),
      (1_000_000_000_000_000, false), (Int64.max, false), (Int64.min, false),
    ] as [(Int64, Bool)] {
      answer.amount = amount
      #expect(answer.isAmountPlausible == isPlausible, "\(amount)")
    }
  }

  @Test(
    "a form with an absurd member is refused",
    arguments: [
      "{\"what\":\"xin-lam\",\"procedure\":\"x\",\"name\":\"a\"}",
      "{\"what\":\"xin-lam\",\"procedure\":\"1.001193\"}", "{\"what\":\"mua\"}", "{}",
      "{\"what\":\"tra-cuu\",\"dossier\":\"H26.4-260231-0001\"}", "[]",
    ])
  func absurd(text: String) throws {
    let json = try JSONParser.parse(Array(text.utf8))
    #expect(throws: Malformed.self) { try ServiceForm(json: json) }
    #expect(throws: Malformed.self) { try BillForm(json: json) }
    #expect(throws: Malformed.self) { try ServiceAnswer(json: json) }
    #expect(throws: Malformed.self) { try BillAnswer(json: json) }
  }
}
