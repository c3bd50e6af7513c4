import WardContract

/// The authority's side of public services. docs/adapters.md is its contract.
///
/// Asked when a request comes and again at every look at the board until the answer is a last one, so
/// the same request must get the same dossier each time.
protocol OfficeAdapter {
  /// What the office knows; throws if it can't be reached, and is then asked again.
  func answer(to form: ServiceForm, of request: Identifier, at now: Instant) throws -> ServiceAnswer
}

/// A biller's side of bills. docs/adapters.md is its contract.
///
/// Asked when a request comes and again at every look at the board until the bill is paid.
protocol BillerAdapter {
  /// What the biller says; throws if it can't be reached, and is then asked again.
  func answer(to form: BillForm, at now: Instant) throws -> BillAnswer
}

/// Replies to what homes ask of public services and billers, with what the adapters say.
struct Answering {
  private let store: DeskStore
  private let office: any OfficeAdapter
  private let biller: any BillerAdapter

  init(_ store: DeskStore, office: any OfficeAdapter, biller: any BillerAdapter) {
    self.store = store
    self.office = office
    self.biller = biller
  }

  /// Asks about every request that has no last word yet; what is new becomes a reply. One that can't be
  /// answered holds up no other; returns why, one line each.
  func renew(at now: Instant) throws -> [String] {
    var faults: [String] = []
    for kind in [Request.Kind.service, .bill] {
      let open = try store.openRequests(kind)
      for known in open {
        do { try answer(known, among: open, at: now) } catch {
          faults.append("\(known.request.identifier): \(error)")
        }
      }
    }
    return faults
  }

  private func answer(
    _ known: DeskRequest, among open: [DeskRequest], at now: Instant
  ) throws {
    let request = known.request
    switch request.kind {
    case .feedback: break
    case .service:
      guard let form = try? ServiceForm(json: request.body) else {
        return try refuse(known, at: now)
      }
      let answer = try office.answer(to: form, of: request.identifier, at: now)
      try say(answer.state(to: form), answer.words, answer.json, to: known, at: now)
    case .bill:
      guard let form = try? BillForm(json: request.body) else { return try refuse(known, at: now) }
      let isAskedAgain = open.contains { other in
        other.number > known.number && other.terminal == known.terminal
          && (try? BillForm(json: other.request.body)) == form
      }
      if isAskedAgain {
        return try say(.answered, "Đã hỏi lại hóa đơn này ở lần sau.", nil, to: known, at: now)
      }
      let answer = try biller.answer(to: form, at: now)
      try say(answer.replyState, answer.words, answer.json, to: known, at: now)
    }
  }

  private func refuse(_ known: DeskRequest, at now: Instant) throws {
    try say(.refused, "Phường không đọc được yêu cầu này. Xin gửi lại.", nil, to: known, at: now)
  }

  /// Replies, unless that was said last.
  private func say(
    _ state: Reply.State, _ words: String, _ details: JSONValue?, to known: DeskRequest,
    at now: Instant
  ) throws {
    let last = known.replies.last
    if let last, last.state == state, last.words == words, last.details?.bytes == details?.bytes {
      return
    }
    try store.reply(state, words, details: details, to: known.request.identifier, at: now)
  }
}

extension ServiceAnswer {
  /// A look-up is answered with what it found; a dossier goes on until its result is handed out.
  fileprivate func state(to form: ServiceForm) -> Reply.State {
    if case .lookUp = form { return .answered }
    switch progress {
    case .received: return .received
    case .processing, .ready: return .handling
    case .returned, .unknown: return .answered
    case .refused: return .refused
    }
  }

  fileprivate var words: String {
    let words =
      switch progress {
      case .unknown: "Không tìm thấy hồ sơ nào có mã này. Xin xem lại mã trên giấy hẹn."
      case .received: "Đã tiếp nhận yêu cầu."
      case .processing: "Hồ sơ đang được giải quyết."
      case .ready: "Đã có kết quả. Mời đến phường nhận."
      case .returned: "Đã trả kết quả."
      case .refused: "Hồ sơ không được giải quyết. Xin hỏi cán bộ phường để biết lý do."
      }
    return isTrial ? "\(words) (Trả lời thử, chưa phải của cơ quan thật.)" : words
  }
}

extension BillAnswer {
  /// A bill waits until it is paid.
  fileprivate var replyState: Reply.State { state == .unpaid ? .handling : .answered }

  fileprivate var words: String {
    let words =
      switch state {
      case .unknown: "Không có khách hàng nào mang mã này. Xin xem lại mã trên hóa đơn."
      case .nothing: "Hiện không còn hóa đơn nào phải trả."
      case .unpaid: "Có hóa đơn chưa trả."
      case .paid: "Hóa đơn đã được thanh toán."
      }
    return isTrial ? "\(words) (Dữ liệu thử.)" : words
  }
}
