import WardContract
import WardDesk

/// An entry of the directory as its form has it.
struct DirectoryEntryForm {
  /// How a field is filled in.
  enum Shape {
    case line, lines, date, box
    case choice([(value: String, label: String)])
  }

  /// One field.
  struct Field {
    /// As the contract calls it.
    var name: String
    var label: String
    var shape = Shape.line
    /// What belongs there; said again if something else stands there.
    var rule: String
    var isOptional = false
  }

  /// What was written into a field can't be taken.
  struct Fault: Error, Sendable {
    var field: String
    /// In place of the field's rule.
    var words: String?
  }

  let kind: Directory.Entry.Kind
  /// Texts by the fields' names; lines are divided by line feeds.
  var values: [String: String] = [:]

  /// An empty one, which was looked up today.
  init(_ kind: Directory.Entry.Kind, today: LocalDate) {
    self.kind = kind
    values = ["source.date": today.description]
  }

  /// What was sent.
  init(_ kind: Directory.Entry.Kind, _ form: Form) {
    self.kind = kind
    for name in Self.names[kind] ?? [] { values[name] = Draft.cleaned(form[name]) }
  }

  /// An entry to be changed.
  init(_ entry: Directory.Entry) {
    kind = entry.kind
    values = ["source.text": entry.source.text, "source.date": entry.source.date.description]
    let own: [String: String?] =
      switch entry {
      case .procedure(let procedure):
        [
          "code": procedure.code, "name": procedure.name, "group": procedure.group,
          "papers": procedure.papers.joined(separator: "\n"), "fee": procedure.fee,
          "timeLimit": procedure.timeLimit, "level": procedure.level?.rawValue,
          "address": procedure.address,
        ]
      case .biller(let biller):
        [
          "identifier": biller.identifier.description, "name": biller.name,
          "service": biller.service, "format": biller.format.description, "help": biller.help,
        ]
      case .subject(let subject):
        [
          "identifier": subject.identifier.description, "name": subject.name,
          "isAnonymous": subject.isAnonymous ? "1" : nil,
          "sentences": subject.sentences.joined(separator: "\n"),
        ]
      case .number(let number): ["number": number.number, "name": number.name]
      case .areaName(let name): ["area": name.area.description, "name": name.name]
      case .writingForm(let form): ["address": form.address]
      }
    for (name, value) in own { values[name] = value ?? "" }
  }

  private static let names: [Directory.Entry.Kind: [String]] = [
    .procedure: [
      "code", "name", "group", "papers", "fee", "timeLimit", "level", "address", "source.text",
      "source.date",
    ],
    .biller: ["identifier", "name", "service", "format", "help", "source.text", "source.date"],
    .subject: ["identifier", "name", "isAnonymous", "sentences", "source.text", "source.date"],
    .number: ["number", "name", "source.text", "source.date"],
    .area: ["area", "name", "source.text", "source.date"],
    .writingForm: ["address", "source.text", "source.date"],
  ]

  /// The field by which an entry of the kind is known.
  static func keyField(of kind: Directory.Entry.Kind) -> String { names[kind]?.first ?? "" }

  /// The entry, or the first field that is not what it should be.
  func entry(in ward: Area, today: LocalDate) throws(Fault) -> Directory.Entry {
    func line(_ name: String) -> String? {
      let words = (values[name] ?? "").split(whereSeparator: \.isWhitespace)
      return words.isEmpty ? nil : words.joined(separator: " ")
    }
    func text(_ name: String) -> JSONValue? { line(name).map { .string($0) } }
    func lines(_ name: String) -> JSONValue? {
      let lines = (values[name] ?? "").split(separator: "\n").map {
        $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      }.filter { !$0.isEmpty }
      return lines.isEmpty ? nil : .array(lines.map { .string($0) })
    }
    let json: JSONValue = .members([
      "code": text("code"), "identifier": text("identifier"), "number": text("number"),
      "area": text("area"), "name": text("name"), "group": text("group"),
      "service": text("service"), "format": text("format"), "help": text("help"),
      "papers": lines("papers"), "fee": text("fee"), "timeLimit": text("timeLimit"),
      "level": text("level"), "address": text("address"),
      "isAnonymous": kind == .subject ? .boolean(line("isAnonymous") != nil) : nil,
      "sentences": lines("sentences"),
      "source": .members(["text": text("source.text"), "date": text("source.date")]),
    ])
    let entry: Directory.Entry
    do { entry = try Directory.Entry(kind, json: json) } catch {
      throw Fault(field: String(error.place.prefix { $0 != "[" }), words: nil)
    }
    if case .areaName(let name) = entry, !ward.covers(name.area) {
      throw Fault(field: "area", words: nil)
    }
    guard entry.source.date <= today else { throw Fault(field: "source.date", words: nil) }
    return entry
  }

  // MARK: What the fields are called

  func fields(_ frame: Frame) -> [Field] {
    own(frame) + [
      Field(
        name: "source.text", label: frame.say("Lấy từ đâu", "Taken from"),
        rule: frame.say(
          "Văn bản, trang web hay cơ quan đã cho biết: “Quyết định 1872/QĐ-BTP”.",
          "The document, page or office that says so.")),
      Field(
        name: "source.date", label: frame.say("Xem ngày nào", "Looked up on"), shape: .date,
        rule: frame.say("Ngày đã xem nguồn, không sau hôm nay.", "A day that is not after today.")),
    ]
  }

  private func own(_ frame: Frame) -> [Field] {
    let oneLine = frame.say("Ghi ngắn gọn, trên một dòng.", "Short, on one line.")
    let identifier = Field(
      name: "identifier", label: frame.say("Tên trong máy", "Name for programs"),
      rule: frame.say(
        "Chữ thường không dấu, số và gạch nối: rac-thai. Đặt một lần, không đổi.",
        "Small letters, figures and hyphens. It doesn't change."))
    func name(_ label: String) -> Field { Field(name: "name", label: label, rule: oneLine) }
    switch kind {
    case .procedure:
      return [
        Field(
          name: "code", label: frame.say("Mã thủ tục", "Code"),
          rule: frame.say(
            "Mã trên Cổng dịch vụ công quốc gia, như 1.001193.",
            "The code of the national portal, such as 1.001193.")),
        name(frame.say("Tên thủ tục", "Name")),
        Field(name: "group", label: frame.say("Nhóm", "Group"), rule: oneLine),
        Field(
          name: "papers", label: frame.say("Giấy tờ cần mang", "Papers"), shape: .lines,
          rule: frame.say(
            "Mỗi dòng một giấy tờ, nhiều nhất 16 dòng. Chưa kiểm tra được thì để trống.",
            "A line each, at most 16. Empty if nobody has verified it."), isOptional: true),
        Field(
          name: "fee", label: frame.say("Lệ phí", "Fee"), rule: unverified(frame),
          isOptional: true),
        Field(
          name: "timeLimit", label: frame.say("Thời hạn", "Time"), rule: unverified(frame),
          isOptional: true),
        Field(
          name: "level", label: frame.say("Làm trên mạng", "Online"),
          shape: .choice([
            ("", frame.say("Chưa kiểm tra", "Not verified")),
            (Directory.Level.part.rawValue, frame.say("Một phần", "In part")),
            (Directory.Level.whole.rawValue, frame.say("Toàn trình", "All of it")),
          ]), rule: "", isOptional: true),
        address(
          frame.say("Trang làm tiếp trên điện thoại", "Page for a phone"),
          frame.say("Địa chỉ bắt đầu bằng https://", "An address with https://"), isOptional: true),
      ]
    case .biller:
      return [
        identifier, name(frame.say("Đơn vị thu", "Biller")),
        Field(name: "service", label: frame.say("Thu tiền gì", "What is paid for"), rule: oneLine),
        Field(
          name: "format", label: frame.say("Dạng mã khách hàng", "Form of the codes"),
          rule: frame.say(
            "# là một chữ số, * là chữ hoặc số, {9,11} là số lần: PD#{9,11}.",
            "# is a figure, * a letter or figure, {9,11} how often: PD#{9,11}.")),
        Field(
          name: "help", label: frame.say("Mã ở đâu trên hóa đơn", "Where the code stands"),
          rule: oneLine),
      ]
    case .subject:
      return [
        identifier, name(frame.say("Phản ánh về việc gì", "What it is about")),
        Field(
          name: "isAnonymous", label: frame.say("Gửi không kèm tên hộ", "Without the home's name"),
          shape: .box, rule: "", isOptional: true),
        Field(
          name: "sentences", label: frame.say("Câu có sẵn để chọn", "Ready sentences"),
          shape: .lines,
          rule: frame.say("Mỗi dòng một câu, nhiều nhất 16 câu.", "A line each, at most 16."),
          isOptional: true),
      ]
    case .number:
      return [
        Field(
          name: "number", label: frame.say("Số điện thoại", "Number"),
          rule: frame.say("3 đến 15 chữ số, không dấu cách.", "3 to 15 figures, no spaces.")),
        name(frame.say("Ai nghe máy", "Who answers")),
      ]
    case .area:
      return [
        Field(
          name: "area", label: frame.say("Mã khu vực", "Area"),
          rule: frame.say(
            "Mã trong phường, như \(frame.ward.area).tdp-7.",
            "Within the ward, such as \(frame.ward.area).tdp-7.")),
        name(frame.say("Người dân gọi là", "What people call it")),
      ]
    case .writingForm:
      return [
        address(
          frame.say("Trang để viết ý kiến trên điện thoại", "Page to write on a phone"),
          frame.say(
            "Địa chỉ https:// của máy chủ này, kết thúc bằng /f, không có dấu ? hay #.",
            "The https:// address of this server that ends in /f, without ? or #."),
          isOptional: false)
      ]
    }
  }

  private func unverified(_ frame: Frame) -> String {
    frame.say(
      "Một dòng. Chưa kiểm tra được thì để trống: máy ở nhà sẽ nói rõ là chưa có.",
      "One line. Empty if nobody has verified it: homes say so.")
  }

  private func address(_ label: String, _ rule: String, isOptional: Bool) -> Field {
    Field(name: "address", label: label, rule: rule, isOptional: isOptional)
  }
}

extension Frame {
  /// What entries of a kind are called.
  func words(_ kind: Directory.Entry.Kind) -> String {
    switch kind {
    case .procedure: say("Thủ tục", "Procedures")
    case .biller: say("Nơi thu tiền", "Billers")
    case .subject: say("Việc để phản ánh", "Subjects of feedback")
    case .number: say("Số cần gọi", "Numbers to call")
    case .area: say("Tên khu vực", "Names of areas")
    case .writingForm: say("Trang viết trên điện thoại", "Form for phones")
    }
  }

  /// The day in Hà Nội.
  var today: LocalDate { LocalDate(now) }
}
