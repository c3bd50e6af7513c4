import Hummingbird
import NIOPosix
import WardContract
import WardDesk

/// What a home's terminal found when it examined itself, on the home's page.
enum ExaminationPiece {
  /// Has the terminal examine itself. Waits for the desk, so not on the threads that serve everybody.
  static func add(to group: RouterGroup<DeskContext>) {
    group.post("homes/:home/examination") { request, context -> Response in
      let frame = try context.frame(request, for: .installer, .operator, .administrator)
      guard let home = context.parameters.get("home").flatMap({ Identifier($0) }) else {
        throw HTTPError(.notFound)
      }
      let folder = frame.ward.folder
      try await NIOThreadPool.singleton.runIfActive { _ = try folder.askForDiagnosis(of: home) }
      return .see(frame.at("/homes/\(home)"))
    }
  }

  /// The newest of `diagnoses`, compared with the one before, and a button for another.
  static func piece(
    _ diagnoses: [Diagnosis], of terminal: DeskStore.Terminal, _ frame: Frame
  ) -> HTML {
    let before = diagnoses.count > 1 ? diagnoses[1] : nil
    let mayAsk = frame.may(.installer, .operator, .administrator)
    let report = diagnoses.first.map { ExaminationReport($0, before: before) }
    let button: HTML = """
      <form method="post" action="\(frame.at("/homes/\(terminal.identifier)/examination"))">\
      \(frame.formToken)<button>\(frame.say("Cho máy tự kiểm tra", "Have it examine itself"))</button></form>
      """
    return """
      <section id="examination" data-live><h2>\(frame.say("Máy tự kiểm tra", "It examined itself"))</h2>
      \(report.map { result($0, frame) } ?? "<p>\(frame.say("Chưa kiểm tra lần nào.", "Never so far."))</p>")
      \(button, if: terminal.isOnline == true && mayAsk)</section>
      """
  }

  private static func result(_ report: ExaminationReport, _ frame: Frame) -> HTML {
    let who =
      switch report.cause {
      case .household: frame.say("người ở nhà bấm", "somebody at home asked for it")
      case .ward: frame.say("phường yêu cầu", "the ward asked for it")
      case .device: frame.say("kỹ thuật viên yêu cầu", "a technician asked for it")
      }
    let verdict =
      report.faultCount == 0
      ? frame.say("không thấy hỏng", "nothing is wrong")
      : frame.say("\(report.faultCount) chỗ hỏng", "\(report.faultCount) faults")
    let rows = report.lines.pieces { line in
      """
      <tr><td>\(line.name)</td><td>\(line.words)\(line.change.map { change($0, frame) } ?? .none)</td>
        <td>\(line.advice ?? "")</td></tr>
      """
    }
    return """
      <p>\(frame.time(report.time)), \(who): <strong>\(verdict)</strong></p>
      <div class="wide"><table><tbody>\(rows)</tbody></table></div>
      """
  }

  private static func change(_ change: ExaminationReport.Change, _ frame: Frame) -> HTML {
    switch change {
    case .broken: " <b class=\"badge red\">\(frame.say("mới hỏng", "new"))</b>"
    case .mended: " <b class=\"badge green\">\(frame.say("đã khỏi", "mended"))</b>"
    }
  }
}
