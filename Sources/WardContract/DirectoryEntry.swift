extension Directory {
  /// One entry, of whichever kind.
  public enum Entry: Equatable, Sendable {
    case procedure(Procedure)
    case biller(Biller)
    case subject(Subject)
    case number(TelephoneNumber)
    case areaName(AreaName)
    case writingForm(WritingForm)

    /// The kinds of entries, as the ward's files call them.
    public enum Kind: String, CaseIterable, Sendable {
      case procedure
      case biller
      case subject
      case number
      case area
      case writingForm = "writing-form"
    }

    /// The entry of that kind that `json` spells.
    public init(_ kind: Kind, json: JSONValue) throws(Malformed) {
      let reader = try ObjectReader(json)
      switch kind {
      case .procedure: self = .procedure(try Procedure(reader))
      case .biller: self = .biller(try Biller(reader))
      case .subject: self = .subject(try Subject(reader))
      case .number: self = .number(try TelephoneNumber(reader))
      case .area: self = .areaName(try AreaName(reader))
      case .writingForm: self = .writingForm(try WritingForm(reader))
      }
    }

    /// What kind of entry it is.
    public var kind: Kind {
      switch self {
      case .procedure: .procedure
      case .biller: .biller
      case .subject: .subject
      case .number: .number
      case .areaName: .area
      case .writingForm: .writingForm
      }
    }

    /// By what it is known: each stands once in its kind. Of writing forms there is one.
    public var key: String {
      switch self {
      case .procedure(let procedure): procedure.code
      case .biller(let biller): biller.identifier.description
      case .subject(let subject): subject.identifier.description
      case .number(let number): number.number
      case .areaName(let name): name.area.description
      case .writingForm: Kind.writingForm.rawValue
      }
    }

    /// What people call it.
    public var name: String {
      switch self {
      case .procedure(let procedure): procedure.name
      case .biller(let biller): biller.name
      case .subject(let subject): subject.name
      case .number(let number): number.name
      case .areaName(let name): name.name
      case .writingForm(let form): form.address
      }
    }

    /// Where it was taken from.
    public var source: Source {
      switch self {
      case .procedure(let procedure): procedure.source
      case .biller(let biller): biller.source
      case .subject(let subject): subject.source
      case .number(let number): number.source
      case .areaName(let name): name.source
      case .writingForm(let form): form.source
      }
    }

    /// The entry as JSON.
    public var json: JSONValue {
      switch self {
      case .procedure(let procedure): procedure.json
      case .biller(let biller): biller.json
      case .subject(let subject): subject.json
      case .number(let number): number.json
      case .areaName(let name): name.json
      case .writingForm(let form): form.json
      }
    }
  }

  /// The directory of these entries, in their order. Of two writing forms the last one counts.
  public init(_ entries: [Entry]) {
    self.init()
    for entry in entries {
      switch entry {
      case .procedure(let procedure): procedures.append(procedure)
      case .biller(let biller): billers.append(biller)
      case .subject(let subject): subjects.append(subject)
      case .number(let number): numbers.append(number)
      case .areaName(let name): areaNames.append(name)
      case .writingForm(let form): writingForm = form
      }
    }
  }

  /// All entries, kind by kind.
  public var entries: [Entry] {
    procedures.map { .procedure($0) } + billers.map { .biller($0) } + subjects.map { .subject($0) }
      + numbers.map { .number($0) } + areaNames.map { .areaName($0) }
      + [writingForm].compactMap { $0 }.map { .writingForm($0) }
  }
}
