import Vietnam
import WardContract

/// What an office and a biller say to the requests of a simulated home.
enum SimulatedErrands {
  /// A form of that kind, of the so many-th request.
  static func form(_ kind: Request.Kind, number: Int) -> JSONValue {
    switch kind {
    case .feedback where number % 3 == 0:
      Feedback(subject: .named("rac"), title: "Rác", isWritten: true).json
    case .feedback:
      Feedback(subject: .named("rac"), title: "Rác", sentence: "Câu \(number)").json
    case .service:
      ServiceForm.application(procedure: "1.001193", name: "Đăng ký khai sinh").json
    case .bill:
      BillForm(
        biller: .named("dien"), service: "Tiền điện", code: "PD0\(number % 5)"
      ).json
    }
  }

  /// What is said next, after what was said last. An office goes forward; a biller is believed
  /// nothing, since it asks for absurd amounts, and again for what was paid.
  static func details(
    of request: Request, after last: JSONValue?, at now: Instant, random: inout Random
  ) -> JSONValue? {
    switch request.kind {
    case .feedback: return request.isWritten ? FeedbackAnswer(written: written).json : nil
    case .service:
      let before = last.flatMap { try? ServiceAnswer(json: $0) }?.progress ?? .received
      let later = ServiceAnswer.Progress.allCases.filter { $0 >= before && $0 != .unknown }
      return ServiceAnswer(isTrial: true, progress: random.pick(later)).json
    case .bill:
      var answer = BillAnswer(isTrial: true, state: random.chance(perMille: 400) ? .paid : .unpaid)
      answer.amount = random.pick([347_600, 347_600, 347_600, 0, 1_000_000_000_000_000])
      answer.period = "Tháng 11/2026"
      answer.payee = "EVNHANOI"
      if answer.state == .paid {
        (answer.receipt, answer.paid) = ("BL-1", now + -(now.milliseconds % 1_000))
      } else {
        answer.payment = payment(for: request, amount: random.pick(["347600", "347600", "1"]))
      }
      return answer.json
    }
  }

  /// A payment whose bill's number is the request's name.
  private static func payment(for request: Request, amount: String) -> String? {
    var payment = VietQR(bankNumber: "970499", account: "0000000000", amount: amount)
    payment.billNumber = request.identifier.description
    return try? payment.encoded()
  }

  /// What is written on phones.
  static let written = "Ngõ 5 tối quá, xin phường sửa đèn."

  /// The billers of the ward, a form for phones, and so many procedures.
  static func directory(procedures count: Int, at date: LocalDate) -> Directory {
    let source = Directory.Source(text: "dichvucong.gov.vn", date: date)
    var directory = Directory()
    directory.billers = [
      .init(
        identifier: .named("dien"), name: "EVNHANOI", service: "Tiền điện", format: codeFormat,
        help: "Góc trên hóa đơn", source: source)
    ]
    directory.writingForm = .init(address: "https://phuong.example/f/01.00004", source: source)
    directory.procedures = (0..<count).map { number in
      var procedure = Directory.Procedure(
        code: "1.\(String(1_000_000 + number).dropFirst())", name: "Thủ tục \(number)",
        group: "Hộ tịch", source: source)
      procedure.papers = Array(repeating: String(repeating: "Giấy. ", count: 30), count: 8)
      return procedure
    }
    return directory
  }

  private static let codeFormat: CodeFormat = {
    guard let format = CodeFormat("PD#{2}") else { preconditionFailure("it is a format") }
    return format
  }()
}
