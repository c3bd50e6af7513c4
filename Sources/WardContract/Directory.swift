/// What a ward lets its homes look up: its procedures, whom bills are paid to, what feedback can be
/// about, numbers to call, and the names of its areas. Every entry says where it was taken from, and
/// when. Signed like a broadcast plan, in parts (`DirectoryPart`).
public struct Directory: Equatable, Sendable {
  /// Where an entry was taken from.
  public struct Source: Equatable, Sendable {
    /// A decision, a page, an office: "Quyết định 1872/QĐ-BTP".
    public var text: String
    /// When it was looked up.
    public var date: LocalDate

    /// A source.
    public init(text: String, date: LocalDate) {
      self.text = text
      self.date = date
    }
  }

  /// How much of a procedure can be done online (Nghị định 42/2022/NĐ-CP).
  public enum Level: String, CaseIterable, Sendable {
    /// Some of it: what used to be level 3.
    case part = "mot-phan"
    /// All of it: what used to be level 4.
    case whole = "toan-trinh"
  }

  /// An administrative procedure. What nobody has verified is left out, and the screen says so.
  public struct Procedure: Equatable, Sendable {
    /// Its code in the national database: "1.001193".
    public var code: String
    /// "Đăng ký khai sinh".
    public var name: String
    /// What it is listed under: "Hộ tịch".
    public var group: String
    /// What to bring, a line each, at most 16.
    public var papers: [String] = []
    /// What it costs, in words.
    public var fee: String?
    /// How long it takes, in words.
    public var timeLimit: String?
    /// How much of it can be done online.
    public var level: Level?
    /// The page of it that a phone can go on with, https alone.
    public var address: String?
    /// Where this was taken from.
    public var source: Source

    /// A procedure of which no more is known.
    public init(code: String, name: String, group: String, source: Source) {
      self.code = code
      self.name = name
      self.group = group
      self.source = source
    }
  }

  /// Somebody whom a home pays by its customer's code.
  public struct Biller: Equatable, Sendable {
    /// The name by which the desk knows it.
    public var identifier: Identifier
    /// "Điện lực Ba Đình".
    public var name: String
    /// What is paid for: "Tiền điện".
    public var service: String
    /// How its customers' codes are written.
    public var format: CodeFormat
    /// Where a customer finds the code, in a sentence.
    public var help: String
    /// Where this was taken from.
    public var source: Source

    /// A biller.
    public init(
      identifier: Identifier, name: String, service: String, format: CodeFormat, help: String,
      source: Source
    ) {
      self.identifier = identifier
      self.name = name
      self.service = service
      self.format = format
      self.help = help
      self.source = source
    }
  }

  /// What feedback can be about.
  public struct Subject: Equatable, Sendable {
    /// The name by which the desk knows it.
    public var identifier: Identifier
    /// "Rác thải, môi trường".
    public var name: String
    /// Whether it goes without the home's name.
    public var isAnonymous: Bool
    /// Sentences that can be sent as they are, at most 16.
    public var sentences: [String] = []
    /// Where this was taken from.
    public var source: Source

    /// A subject without ready sentences.
    public init(identifier: Identifier, name: String, isAnonymous: Bool, source: Source) {
      self.identifier = identifier
      self.name = name
      self.isAnonymous = isAnonymous
      self.source = source
    }
  }

  /// A number to call.
  public struct TelephoneNumber: Equatable, Sendable {
    /// Digits alone, 3 to 15 of them.
    public var number: String
    /// Who answers: "Công an phường Ba Đình".
    public var name: String
    /// Where this was taken from.
    public var source: Source

    /// A number.
    public init(number: String, name: String, source: Source) {
      self.number = number
      self.name = name
      self.source = source
    }
  }

  /// What people call an area.
  public struct AreaName: Equatable, Sendable {
    /// An area of the ward.
    public var area: Area
    /// "Tổ dân phố số 7".
    public var name: String
    /// Where this was taken from.
    public var source: Source

    /// The name of an area.
    public init(area: Area, name: String, source: Source) {
      self.area = area
      self.name = name
      self.source = source
    }
  }

  /// Where what somebody has to say can be written on a phone: a page of the ward's desk.
  public struct WritingForm: Equatable, Sendable {
    /// The page, https alone; the name of a request behind a slash makes it the form of that request.
    public var address: String
    /// Where this was taken from.
    public var source: Source

    /// A form.
    public init(address: String, source: Source) {
      self.address = address
      self.source = source
    }

    /// Where the words of `request` are written.
    public func address(of request: Identifier) -> String { "\(address)/\(request)" }
  }

  /// Each code once.
  public var procedures: [Procedure] = []
  /// Each identifier once.
  public var billers: [Biller] = []
  /// Each identifier once.
  public var subjects: [Subject] = []
  /// Each number once.
  public var numbers: [TelephoneNumber] = []
  /// Each area once.
  public var areaNames: [AreaName] = []
  /// `nil` if nobody can write to the ward on a phone.
  public var writingForm: WritingForm?

  /// An empty directory.
  public init() {}

  /// How many entries it has, of all kinds.
  public var count: Int {
    procedures.count + billers.count + subjects.count + numbers.count + areaNames.count
      + (writingForm == nil ? 0 : 1)
  }

  /// Adds the entries of another behind its own.
  mutating func append(_ other: Directory) {
    procedures += other.procedures
    billers += other.billers
    subjects += other.subjects
    numbers += other.numbers
    areaNames += other.areaNames
    writingForm = writingForm ?? other.writingForm
  }

  /// What stands twice, or there is too much of; `nil` if all is well.
  public var fault: String? {
    guard count <= Bounds.directoryEntries else {
      return "\(count) entries, \(Bounds.directoryEntries) are allowed"
    }
    let names: [[String]] = [
      procedures.map(\.code), billers.map(\.identifier.description),
      subjects.map(\.identifier.description), numbers.map(\.number),
      areaNames.map(\.area.description),
    ]
    for names in names {
      let sorted = names.sorted()
      if let twice = zip(sorted, sorted.dropFirst()).first(where: { $0 == $1 }) {
        return "\(twice.0) stands twice"
      }
    }
    return nil
  }
}
