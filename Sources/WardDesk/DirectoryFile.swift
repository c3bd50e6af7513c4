import ConfigurationFiles
import LinuxIO
import WardContract

/// Files in which a ward writes its directory, a table an entry: `[procedure.1.001193]`,
/// `[biller.dien]`, `[subject.rac]`, `[number.113]`, `[area.01.00004.tdp-7]`, and `[writing-form]`. What stands above the
/// first table (`source`, `date`, `address`, `group`) holds for every entry that doesn't say
/// otherwise.
enum DirectoryFile {
  private static let kinds = ["procedure", "biller", "subject", "number", "area"]
  private static let writingForm = "writing-form"
  private static let commonKeys = ["source", "date", "address", "group"]
  private static let lineRule = "text in one line, of 1 to \(Bounds.nameBytes) bytes"

  /// The directory that the files at `paths` make together.
  static func read(_ paths: [String]) throws -> Directory {
    var directory = Directory()
    for path in paths {
      let bytes = try Files.read(path, limit: ConfigurationFile.maximumBytes)
      try add(ConfigurationFile(bytes, name: path), to: &directory)
    }
    if let fault = directory.fault {
      throw DeskError("\(fault) in \(paths.joined(separator: ", "))")
    }
    return directory
  }

  /// The directory of one file, given as bytes; `name` stands in faults.
  static func read(_ bytes: [UInt8], name: String) throws -> Directory {
    var directory = Directory()
    try add(ConfigurationFile(bytes, name: name), to: &directory)
    if let fault = directory.fault { throw DeskError("\(fault) in \(name)") }
    return directory
  }

  private static func add(_ file: ConfigurationFile, to directory: inout Directory) throws {
    try file.allowTables(
      [writingForm] + kinds.flatMap { kind in file.names(under: kind).map { "\(kind).\($0)" } })
    var common = file.table("")
    for key in commonKeys { _ = try common.optionalString(key) }
    try common.finish()
    if file.hasTable(writingForm) {
      guard directory.writingForm == nil else {
        throw DeskError("[\(writingForm)] stands twice; the second time in \(file.name)")
      }
      directory.writingForm = try form(file)
    }
    for code in file.names(under: "procedure") {
      directory.procedures.append(try procedure(code, file))
    }
    for name in file.names(under: "biller") { directory.billers.append(try biller(name, file)) }
    for name in file.names(under: "subject") { directory.subjects.append(try subject(name, file)) }
    for number in file.names(under: "number") {
      var entry = Entry(file, "number", number)
      guard Directory.TelephoneNumber.isNumber(number) else {
        throw entry.fault("3 to 15 digits were expected as a number")
      }
      directory.numbers.append(
        .init(number: number, name: try entry.line("name"), source: try entry.source()))
      try entry.table.finish()
    }
    for name in file.names(under: "area") {
      var entry = Entry(file, "area", name)
      guard let area = Area(name) else { throw entry.fault(Area.rule) }
      directory.areaNames.append(
        .init(area: area, name: try entry.line("name"), source: try entry.source()))
      try entry.table.finish()
    }
  }

  private static func form(_ file: ConfigurationFile) throws -> Directory.WritingForm {
    var entry = Entry(file, writingForm)
    let form = Directory.WritingForm(
      address: try entry.table.string(
        "address", rule: "an address with https:// and nothing behind its path"
      ) { Directory.WritingForm.isAddress($0) ? $0 : nil }, source: try entry.source())
    try entry.table.finish()
    return form
  }

  private static func procedure(
    _ code: String, _ file: ConfigurationFile
  ) throws -> Directory.Procedure {
    var entry = Entry(file, "procedure", code, inheriting: ["address", "group"])
    guard Directory.Procedure.isCode(code) else {
      throw entry.fault("a code such as 1.001193 was expected")
    }
    var procedure = Directory.Procedure(
      code: code, name: try entry.line("name"), group: try entry.line("group"),
      source: try entry.source())
    procedure.papers = try entry.lines("papers")
    procedure.fee = try entry.optionalLine("fee")
    procedure.timeLimit = try entry.optionalLine("time-limit")
    procedure.level = try entry.table.optionalWord("level")
    procedure.address = try entry.table.optionalString(
      "address", rule: "an address with https://"
    ) { Directory.Procedure.isAddress($0) ? $0 : nil }
    try entry.table.finish()
    return procedure
  }

  private static func biller(
    _ name: String, _ file: ConfigurationFile
  ) throws -> Directory.Biller {
    var entry = Entry(file, "biller", name)
    let format = try entry.table.string("format", rule: "a format such as PD#{11}") {
      CodeFormat($0)
    }
    let biller = Directory.Biller(
      identifier: try entry.identifier(), name: try entry.line("name"),
      service: try entry.line("service"), format: format, help: try entry.line("help"),
      source: try entry.source())
    try entry.table.finish()
    return biller
  }

  private static func subject(
    _ name: String, _ file: ConfigurationFile
  ) throws -> Directory.Subject {
    var entry = Entry(file, "subject", name)
    var subject = Directory.Subject(
      identifier: try entry.identifier(), name: try entry.line("name"),
      isAnonymous: try entry.table.boolean("anonymous", standard: false),
      source: try entry.source())
    subject.sentences = try entry.lines("sentences")
    try entry.table.finish()
    return subject
  }

  /// The table of one entry.
  private struct Entry {
    let name: String
    var table: ConfigurationTable

    /// Takes over what stands above the first table of `source`, `date` and the keys `inheriting`.
    init(
      _ file: ConfigurationFile, _ kind: String, _ name: String, inheriting: [String] = []
    ) {
      self.name = name
      table = file.table("\(kind).\(name)")
      inherit(file, inheriting)
    }

    /// The same for the table of the only entry of its kind.
    init(_ file: ConfigurationFile, _ name: String) {
      self.name = name
      table = file.table(name)
      inherit(file, [])
    }

    private mutating func inherit(_ file: ConfigurationFile, _ keys: [String]) {
      var base = file.table("")
      base.keep(["source", "date"] + keys)
      table.inherit(base)
    }

    func fault(_ what: String) -> ConfigurationError { table.fault("", "\"\(name)\": \(what)") }

    func identifier() throws -> Identifier {
      guard let identifier = Identifier(name) else { throw fault(Identifier.rule) }
      return identifier
    }

    private static func line(_ text: String) -> String? {
      let text = TextRules.normalised(text)
      let isLine = !text.isEmpty && !text.utf8.contains(0x0A)
      return isLine && TextRules.fault(in: text, limit: Bounds.nameBytes) == nil ? text : nil
    }

    mutating func line(_ key: String) throws -> String {
      try table.string(key, rule: lineRule, Self.line)
    }

    mutating func optionalLine(_ key: String) throws -> String? {
      try table.optionalString(key, rule: lineRule, Self.line)
    }

    mutating func lines(_ key: String) throws -> [String] {
      let lines = try table.strings(key).map(Self.line)
      guard lines.count <= Bounds.listedPerBulletin, !lines.contains(nil) else {
        throw table.fault(
          key, "at most \(Bounds.listedPerBulletin) lines", allowed: lineRule)
      }
      return lines.compactMap { $0 }
    }

    mutating func source() throws -> Directory.Source {
      Directory.Source(
        text: try line("source"),
        date: try table.string("date", rule: LocalDate.rule) { LocalDate($0) })
    }
  }
}
