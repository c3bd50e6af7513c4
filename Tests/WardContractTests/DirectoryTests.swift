import Signatures
import Testing
import WardContract

@Suite("The ward's directory") struct DirectoryTests {
  let ward = Ward()
  static let source = Directory.Source(
    text: "dichvucong.gov.vn", date: LocalDate("2026-11-20")!)

  static func procedure(_ number: Int) -> Directory.Procedure {
    let digits = String(1_000_000 + number).dropFirst()
    var procedure = Directory.Procedure(
      code: "1.\(digits)", name: "Thủ tục số \(number)", group: "Hộ tịch", source: source)
    procedure.papers = Array(repeating: String(repeating: "Giấy tờ. ", count: 10), count: 4)
    procedure.fee = "8.000 đồng"
    procedure.timeLimit = "03 ngày làm việc"
    procedure.level = .part
    procedure.address = "https://dichvucong.gov.vn/"
    return procedure
  }

  static var everything: Directory {
    var directory = Directory()
    directory.procedures = [procedure(1)]
    directory.billers = [
      .init(
        identifier: Identifier("dien")!, name: "EVNHANOI", service: "Tiền điện",
        format: CodeFormat("P@*{9,11}")!, help: "Góc trên hóa đơn", source: source)
    ]
    var subject = Directory.Subject(
      identifier: Identifier("rac")!, name: "Rác thải", isAnonymous: true, source: source)
    subject.sentences = ["Rác chưa được thu gom."]
    directory.subjects = [subject]
    directory.numbers = [.init(number: "113", name: "Công an", source: source)]
    directory.areaNames = [.init(area: Ward.area, name: "Phường Ba Đình", source: source)]
    directory.writingForm = .init(address: "https://phuong.example/f/01.00004", source: source)
    return directory
  }

  private func divided(_ directory: Directory) throws -> [DirectoryPart] {
    try DirectoryPart.divided(
      directory, area: Ward.area, version: 3, issued: Ward.now, author: "UBND phường Ba Đình")
  }

  private func believe(
    _ part: DirectoryPart, _ keys: [Ed25519.PrivateKey], number: Int = 1
  ) throws -> DirectoryPart {
    try Verifier.sodium.directoryPart(
      ward.sign(part.json, keys, as: .directory), area: Ward.area, number: number,
      keyrings: [ward.keyring])
  }

  @Test("a directory that editor and approver signed is believed, word for word")
  func believed() throws {
    let part = try divided(Self.everything)[0]
    #expect(try believe(part, [ward.editor, ward.approver]) == part)
    #expect(DirectoryPart.joined([part]) == Self.everything)
  }

  @Test(
    "one person, the desk or a stranger makes no directory, nor does a part under another number")
  func notEntitled() throws {
    let part = try divided(Self.everything)[0]
    for keys in [[ward.editor], [ward.approver], [ward.desk], [ward.editor, ward.desk]] {
      #expect(throws: Refusal.notEntitled) { try believe(part, keys) }
    }
    #expect(throws: Refusal.wrongTopic) {
      try believe(part, [ward.editor, ward.approver], number: 2)
    }
  }

  @Test("a thousand long entries fit into parts of one envelope each, and come back in their order")
  func thousand() throws {
    var directory = Directory()
    directory.procedures = (1...1_000).map(Self.procedure)
    let parts = try divided(directory)
    #expect(parts.count > 1 && parts.count <= Bounds.directoryParts)
    for part in parts {
      let envelope = ward.sign(part.json, [ward.editor, ward.approver], as: .directory)
      #expect(envelope.count <= Bounds.envelopeBytes)
    }
    #expect(DirectoryPart.joined(parts) == directory)
    #expect(DirectoryPart.joined(parts.dropLast()) == nil)
    #expect(DirectoryPart.joined(parts.reversed()) == nil)
  }

  @Test("an empty directory is one empty part")
  func empty() throws {
    let parts = try divided(Directory())
    #expect(parts.count == 1)
    #expect(DirectoryPart.joined(parts) == Directory())
  }

  @Test("a directory with too many entries, or one twice, is refused")
  func tooMuch() {
    var directory = Directory()
    directory.procedures = (1...Bounds.directoryEntries + 1).map(Self.procedure)
    #expect(throws: Malformed.self) { try divided(directory) }
    directory.procedures = [Self.procedure(1), Self.procedure(1)]
    #expect(throws: Malformed.self) { try divided(directory) }
  }

  @Test("parts of two directories are never joined")
  func mixed() throws {
    var directory = Directory()
    directory.procedures = (1...300).map(Self.procedure)
    var parts = try divided(directory)
    #expect(parts.count > 1)
    parts[1].version += 1
    #expect(DirectoryPart.joined(parts) == nil)
  }

  @Test(
    "an entry with an absurd member is refused by its place",
    arguments: [
      ("procedures", "code", JSONValue.string("1.00119"), "procedures[0].code"),
      ("procedures", "name", .string(""), "procedures[0].name"),
      ("procedures", "name", .string("một\nhai"), "procedures[0].name"),
      ("procedures", "level", .string("3"), "procedures[0].level"),
      ("procedures", "address", .string("http://a.vn"), "procedures[0].address"),
      ("procedures", "address", .string("https://a b"), "procedures[0].address"),
      ("procedures", "papers", .array([.string("")]), "procedures[0].papers"),
      ("procedures", "source", .string("ai đó"), "procedures[0].source"),
      ("billers", "format", .string("PD#{99}"), "billers[0].format"),
      ("numbers", "number", .string("11a"), "numbers[0].number"),
      ("areas", "area", .string("Ngõ"), "areas[0].area"),
      ("subjects", "isAnonymous", .integer(1), "subjects[0].isAnonymous"),
    ])
  func absurd(list: String, member: String, value: JSONValue, place: String) throws {
    let json = try divided(Self.everything)[0].json
    let changed = Self.with(list, in: json) { entries in
      guard case .array(let entries) = entries else { return .null }
      return .array(entries.map { Self.with(member, in: $0) { _ in value } })
    }
    do {
      _ = try DirectoryPart(json: changed)
      Issue.record("\(place) was read")
    } catch {
      #expect(error.place == place)
    }
  }

  @Test(
    "a form whose address can't carry the name of a request, or leads astray, is refused",
    arguments: [
      "http://phuong.example/f", "https://phuong.example/f/", "https://phuong.example/f?a=1",
      "https://phuong.example/f#a", "https://phuong.example/f f",
      "https://phuong.example/" + String(repeating: "f", count: 160),
    ])
  func form(address: String) throws {
    #expect(throws: Malformed.self) {
      try DirectoryPart(
        json: Self.with("writingForm", in: divided(Self.everything)[0].json) { form in
          Self.with("address", in: form) { _ in .string(address) }
        })
    }
  }

  @Test("two parts that each have a form make no directory")
  func twoForms() throws {
    var directory = Directory()
    directory.procedures = (1...300).map(Self.procedure)
    directory.writingForm = Self.everything.writingForm
    var parts = try divided(directory)
    #expect(DirectoryPart.joined(parts) == directory)
    parts[0].entries.writingForm = Self.everything.writingForm
    #expect(parts.count > 1 && DirectoryPart.joined(parts) == nil)
  }

  private static func with(
    _ name: String, in json: JSONValue, _ change: (JSONValue) -> JSONValue
  ) -> JSONValue {
    guard case .object(let members) = json else { return .null }
    return .object(members.map { $0.name == name ? .init(name, change($0.value)) : $0 })
  }

  @Test("the topic of a part has its number, from 1 to the last, in one spelling")
  func topic() {
    #expect(
      Topic("loanha/v1/area/01.00004/directory/32") == .directory(Ward.area, part: 32))
    for wrong in ["0", "33", "01", "-1", "a"] {
      #expect(Topic("loanha/v1/area/01.00004/directory/\(wrong)") == nil)
    }
  }
}
