/// What a home asks of a public service: the body of a request of that kind.
public enum ServiceForm: Equatable, Sendable {
  /// It wants a procedure of the directory done.
  case application(procedure: String, name: String)
  /// It asks how far a dossier has got.
  case lookUp(DossierCode)

  private enum What: String, CaseIterable {
    case application = "xin-lam"
    case lookUp = "tra-cuu"
  }

  /// The form that the body of a request spells.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    switch try reader.word("what", of: What.self) {
    case .application:
      let code = try reader.string("procedure")
      guard Directory.Procedure.isCode(code) else {
        throw Malformed(reader.place(of: "procedure"), "a code such as 1.001193 was expected")
      }
      self = .application(
        procedure: code, name: try reader.text("name", limit: Bounds.nameBytes))
    case .lookUp:
      self = .lookUp(try reader.dossier("dossier"))
    }
  }

  /// The form as the body of a request.
  public var json: JSONValue {
    switch self {
    case .application(let procedure, let name):
      .members([
        "what": .string(What.application.rawValue), "procedure": .string(procedure),
        "name": .string(name),
      ])
    case .lookUp(let code):
      .members([
        "what": .string(What.lookUp.rawValue), "dossier": .string(code.description),
      ])
    }
  }
}

/// What an office knows of a dossier: the details of a reply to a service's request.
public struct ServiceAnswer: Equatable, Sendable {
  /// How far a dossier has got. It goes from each to a later one, and never back.
  public enum Progress: String, CaseIterable, Comparable, Sendable {
    /// Nobody knows such a dossier.
    case unknown = "khong-tim-thay"
    case received = "da-tiep-nhan"
    case processing = "dang-giai-quyet"
    /// The result can be fetched.
    case ready = "da-co-ket-qua"
    /// The result has been handed out.
    case returned = "da-tra-ket-qua"
    case refused = "tu-choi"

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Whether `left` comes before `right`.
    public static func < (left: Progress, right: Progress) -> Bool { left.rank < right.rank }
  }

  /// No real office has answered.
  public var isTrial: Bool
  /// How far it has got.
  public var progress: Progress
  /// The code by which it can be looked up; `nil` if there is no dossier.
  public var dossier: DossierCode?
  /// The day on which the result is promised, if one is.
  public var due: LocalDate?

  /// An answer.
  public init(
    isTrial: Bool, progress: Progress, dossier: DossierCode? = nil, due: LocalDate? = nil
  ) {
    self.isTrial = isTrial
    self.progress = progress
    self.dossier = dossier
    self.due = due
  }

  /// The answer that the details of a reply spell.
  public init(json: JSONValue) throws(Malformed) {
    let reader = try ObjectReader(json)
    isTrial = try reader.boolean("trial")
    progress = try reader.word("progress")
    dossier = reader.has("dossier") ? try reader.dossier("dossier") : nil
    due = try reader.optionalDate("due")
  }

  /// The answer as the details of a reply.
  public var json: JSONValue {
    .members([
      "trial": .boolean(isTrial), "progress": .string(progress.rawValue),
      "dossier": dossier.map { .string($0.description) },
      "due": due.map { .string($0.description) },
    ])
  }
}

extension ObjectReader {
  /// The dossier's code of member `name`.
  fileprivate func dossier(_ name: String) throws(Malformed) -> DossierCode {
    let text = try string(name)
    do { return try DossierCode(text) } catch {
      throw Malformed(place(of: name), "a code such as H26.4-261124-0001 was expected")
    }
  }

  /// A day that may be absent.
  func optionalDate(_ name: String) throws(Malformed) -> LocalDate? {
    guard has(name) else { return nil }
    guard let date = LocalDate(try string(name)) else {
      throw Malformed(place(of: name), LocalDate.rule)
    }
    return date
  }
}
