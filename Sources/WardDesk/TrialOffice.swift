import SQLite
import WardContract

/// An office that is none: it takes every application in, gives it a dossier's code, and moves it on when
/// `loanha service set-state` says so. Every answer says that it is a trial.
struct TrialOffice: OfficeAdapter {
  static let tables = """
    CREATE TABLE trial_dossiers (
      dossier TEXT PRIMARY KEY, request TEXT UNIQUE, progress TEXT, day TEXT);
    """
  /// A result is promised for so many days later.
  private static let promisedDays = 3

  let store: DeskStore
  /// The ward, whose last unit code stands in the dossier's codes.
  let area: Area

  func answer(
    to form: ServiceForm, of request: Identifier, at now: Instant
  ) throws -> ServiceAnswer {
    switch form {
    case .application:
      if let known = try store.trialDossier(ofRequest: request) { return Self.answer(known) }
      let day = LocalDate(now)
      let count = try store.trialDossiers(on: day)
      let code = try DossierCode("H26.\(unit)-\(Self.six(day))-\(Self.digits(count + 1, 4))")
      try store.add(trialDossier: code, of: request, on: day)
      return Self.answer((code, .received))
    case .lookUp(let code):
      guard let progress = try store.trialProgress(of: code) else {
        return ServiceAnswer(isTrial: true, progress: .unknown)
      }
      return Self.answer((code, progress))
    }
  }

  private static func answer(
    _ known: (code: DossierCode, progress: ServiceAnswer.Progress)
  ) -> ServiceAnswer {
    ServiceAnswer(
      isTrial: true, progress: known.progress, dossier: known.code,
      due: known.code.received.adding(days: promisedDays))
  }

  /// A unit's code in a dossier's has at most three digits.
  private var unit: String {
    let last = area.description.split(separator: ".").last.flatMap { Int($0) } ?? 0
    return String(last % 1_000)
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }

  /// "261124"
  private static func six(_ day: LocalDate) -> String {
    let parts = day.parts
    return digits(parts.year % 100, 2) + digits(parts.month, 2) + digits(parts.day, 2)
  }
}

extension DeskStore {
  func trialDossier(
    ofRequest request: Identifier
  ) throws(DatabaseError) -> (code: DossierCode, progress: ServiceAnswer.Progress)? {
    let rows = try database.query(
      "SELECT dossier, progress FROM trial_dossiers WHERE request = ?",
      [.text(request.description)])
    guard let row = rows.first, let code = row[0].text.flatMap({ try? DossierCode($0) }),
      let progress = row[1].text.flatMap(ServiceAnswer.Progress.init(rawValue:))
    else { return nil }
    return (code, progress)
  }

  func trialProgress(
    of code: DossierCode
  ) throws(DatabaseError) -> ServiceAnswer.Progress? {
    try database.query(
      "SELECT progress FROM trial_dossiers WHERE dossier = ?", [.text(code.description)]
    ).first?.first?.text.flatMap(ServiceAnswer.Progress.init(rawValue:))
  }

  func trialDossiers(on day: LocalDate) throws(DatabaseError) -> Int {
    let rows = try database.query(
      "SELECT count(*) FROM trial_dossiers WHERE day = ?", [.text(day.description)])
    return Int(rows.first?.first?.integer ?? 0)
  }

  func add(
    trialDossier code: DossierCode, of request: Identifier, on day: LocalDate
  ) throws(DatabaseError) {
    try database.query(
      "INSERT INTO trial_dossiers VALUES (?, ?, ?, ?)",
      [
        .text(code.description), .text(request.description),
        .text(ServiceAnswer.Progress.received.rawValue), .text(day.description),
      ])
  }

  /// Moves a dossier of the trial on; never back.
  public func move(
    trialDossier code: DossierCode, to progress: ServiceAnswer.Progress
  ) throws {
    guard let known = try trialProgress(of: code) else {
      throw DeskError("Văn phòng thử không có hồ sơ \(code).")
    }
    guard progress > known else {
      throw DeskError(
        "Hồ sơ \(code) chỉ đi tiếp, không lùi bước. Tải lại trang để xem bước hiện tại.")
    }
    try database.query(
      "UPDATE trial_dossiers SET progress = ? WHERE dossier = ?",
      [.text(progress.rawValue), .text(code.description)])
  }

  /// Requests of a kind that are all there and have no last word yet, the oldest first.
  func openRequests(_ kind: Request.Kind) throws(DatabaseError) -> [DeskRequest] {
    try requests(
      """
      kind = ? AND completions.time IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM replies AS f
        WHERE f.identifier = requests.identifier AND f.state IN ('answered', 'refused'))
      """, .text(kind.rawValue))
  }
}
