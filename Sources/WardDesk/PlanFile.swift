import BroadcastRules
import ConfigurationFiles
import LinuxIO
import WardContract

/// `plan.toml`: how a ward means to broadcast, in the words of whoever decides it.
struct PlanFile {
  /// The plan, still without version, time and rule sets.
  let plan: BroadcastPlan
  /// The wards beyond the border, which stay at the desk.
  let neighbours: [Neighbour]

  /// Reads the file at `path` of the ward `area`.
  init(path: String, area: Area) throws {
    let bytes = try Files.read(path, limit: ConfigurationFile.maximumBytes)
    let file = try ConfigurationFile(bytes, name: path)
    try file.allowTables(
      Session.allCases.map(\.rawValue) + file.names(under: "neighbour").map { "neighbour.\($0)" })
    var table = file.table("")
    let rule = "text in one line, of 1 to \(Bounds.nameBytes) bytes"
    func text(_ text: String) -> String? {
      let text = TextRules.normalised(text)
      let fault = TextRules.fault(in: text, limit: Bounds.nameBytes)
      return fault == nil && !text.isEmpty && !text.contains("\n") ? text : nil
    }
    let author = try table.string("author", rule: rule, text)
    let documentNumber = try table.optionalString("document-number", rule: rule, text)
    let noticeNumber = try table.optionalString("notice-number", rule: rule, text)
    let areaType: AreaType = try table.word("area-type")
    let spread = try table.integer("spread-seconds", in: 0...600, standard: 60)
    let afterInterruption: AfterInterruption = try table.word(
      "after-interruption", standard: .goOn)
    try table.finish()
    var slots: [BroadcastPlan.Slot] = []
    for session in Session.allCases where file.hasTable(session.rawValue) {
      var table = file.table(session.rawValue)
      let start = try table.string("start", rule: "a time of day such as 07:00", Self.minute)
      let minutes = try table.integer("minutes", in: 1...180, standard: 15)
      try table.finish()
      slots.append(.init(session: session, startMinute: start, minutes: minutes))
    }
    neighbours = try Self.neighbours(file)
    plan = BroadcastPlan(
      area: area, version: 1, issued: Instant(milliseconds: 0), author: author,
      documentNumber: documentNumber, noticeNumber: noticeNumber, areaType: areaType,
      slots: slots, spreadSeconds: spread, afterInterruption: afterInterruption, ruleSets: [])
  }

  /// Minutes after midnight that "07:05" says.
  static func minute(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
      let hour = Int(text.prefix(2)), let minute = Int(text.suffix(2)), (0..<24).contains(hour),
      (0..<60).contains(minute), !text.contains("+"), !text.contains("-")
    else { return nil }
    return hour * 60 + minute
  }

  /// The file of a ward that has decided nothing yet: two sessions of the length that every rule
  /// set grants.
  static func standard(name: String, areaType: AreaType) -> String {
    """
    # How the ward broadcasts: written by `loanha ward init`, changed by hand. Homes go by it once
    # `loanha ward plan` has checked and signed it.

    # Who decided it, and the numbers of the decision and of the notice to the Sở.
    author = \(WardFolder.quoted("UBND \(name)"))
    # document-number = "12/QĐ-UBND"
    # notice-number = "34/TB-UBND"

    # What the regulation takes the ward for: "bon-quan" (Hoàn Kiếm, Ba Đình, Đống Đa, Hai Bà
    # Trưng), "quan", "huyen" or "thi-xa".
    area-type = "\(areaType.rawValue)"

    # Over how many seconds homes spread their beginning, 0 to 600.
    spread-seconds = 60
    # After a power cut in mid-session: "tiep-tuc" goes on, "cho-nghe-lai" leaves it for the list.
    after-interruption = "tiep-tuc"

    [sang]
    start = "07:00"
    minutes = 15

    [chieu]
    start = "17:00"
    minutes = 15

    """
  }
}
