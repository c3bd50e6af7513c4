import TerminalCore
import Vietnam
import WardContract

/// What must hold for services and bills: what is paid is never asked for again, nobody pays anything
/// but what stands beside the code, and a dossier never goes back.
struct ErrandChecker {
  /// Requests whose bill the disk keeps as paid.
  private var paid = Set<Identifier>()
  /// How far each dossier was when the disk was last told.
  private var progress: [Identifier: ServiceAnswer.Progress] = [:]

  /// What the disk has answered for; returns what is wrong with it.
  mutating func durable(_ operations: [StoreOperation]) -> [String] {
    var faults: [String] = []
    for operation in operations {
      switch operation {
      case .putBills(let bills):
        let kept = Set(bills.paid.map(\.request))
        if !kept.isSuperset(of: paid) { faults.append("a receipt of a bill is gone") }
        paid = kept
      case .putReply(let request, let envelope):
        guard let payload = try? Envelope(parsing: envelope).payload,
          let json = try? JSONParser.parse(payload), let reply = try? Reply(json: json),
          let answer = reply.details.flatMap({ try? ServiceAnswer(json: $0) })
        else { continue }
        if let before = progress[request], answer.progress < before {
          faults.append("the dossier of \(request) goes back to \(answer.progress.rawValue)")
        }
        progress[request] = answer.progress
      default: break
      }
    }
    return faults
  }

  /// What a screen with a payment says must be what it pays, and not paid yet.
  func shown(_ screen: Screen) -> String? {
    guard case .qr(let qr) = screen, let payment = try? VietQR(qr.payload),
      let request = payment.billNumber.flatMap({ Identifier($0) })
    else { return nil }
    if paid.contains(request) { return "the bill of \(request) was paid and is to be paid again" }
    guard qr.figure?.filter(\.isNumber) == payment.amount else {
      return "\(qr.figure ?? "nothing") stands beside a code that pays \(payment.amount ?? "")"
    }
    return nil
  }
}
