import BroadcastRules
import WardContract

extension Draft {
  /// A part of a draft, by its name on the desk's pages.
  public enum Field: String, CaseIterable, Sendable {
    case headline, text, instruction, media, areas
    case contentClass = "class"
    case documentNumber = "document"
    case approvingBody = "body"
    case effective, expires
    case directive
  }

  /// What keeps a draft from being a bulletin.
  public struct Fault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where.
    public var field: Field
    /// A sentence for the author.
    public var description: String

    init(_ field: Field, _ description: String) {
      self.field = field
      self.description = description
    }
  }

  /// Everything that is missing or can't be, in the order of the fields; `media` is what the desk has.
  public func faults(media kept: [MediaDigest: TakenMedium], now: Instant) -> [Fault] {
    textFaults + mediaFaults(kept) + placeFaults + timeFaults(now) + directiveFaults
  }

  private var textFaults: [Fault] {
    var faults: [Fault] = []
    func check(_ text: String, _ field: Field, _ name: String, _ limit: Int) {
      if text.utf8.count > limit {
        let share = text.utf8.count * 100 / limit - 100
        faults.append(
          Fault(field, "\(name) dài quá \(max(1, share)) %. Hãy rút gọn hoặc chia thành hai tin."))
      } else if TextRules.fault(in: text, limit: limit) != nil {
        faults.append(
          Fault(field, "\(name) có ký tự lạ mà máy không hiện được. Hãy gõ lại chỗ đó."))
      }
    }
    if headline.isEmpty { faults.append(Fault(.headline, "Chưa có tiêu đề.")) }
    if headline.utf8.contains(0x0A) { faults.append(Fault(.headline, "Tiêu đề chỉ có một dòng.")) }
    check(headline, .headline, "Tiêu đề", Bounds.headlineBytes)
    check(text, .text, "Nội dung", Bounds.descriptionBytes)
    check(instruction, .instruction, "Việc cần làm", Bounds.descriptionBytes)
    check(documentNumber, .documentNumber, "Số văn bản", Bounds.nameBytes)
    check(approvingBody, .approvingBody, "Cơ quan phê duyệt", Bounds.nameBytes)
    if let blank = Self.blank(in: headline + " " + text + " " + instruction) {
      faults.append(Fault(.text, "Còn chỗ chưa điền: \(blank)."))
    }
    // Signed, it is in base64url, a third longer, and has signatures beside it.
    if [headline, text, instruction].reduce(0, { $0 + $1.utf8.count }) > Self.mostWordsBytes {
      faults.append(Fault(.text, "Tiêu đề, nội dung và việc cần làm cộng lại quá dài cho một tin."))
    }
    if priority == .emergency, instruction.isEmpty {
      faults.append(Fault(.instruction, "Tin khẩn cấp phải nói người dân cần làm gì."))
    }
    return faults
  }

  /// The first blank of a ready text that nobody has filled in: "{giờ}".
  private static func blank(in text: String) -> String? {
    guard let begin = text.firstIndex(of: "{"),
      let end = text[begin...].firstIndex(of: "}")
    else { return nil }
    return String(text[begin...end].prefix(40))
  }

  private static let mostWordsBytes = 40 * 1024

  private func mediaFaults(_ kept: [MediaDigest: TakenMedium]) -> [Fault] {
    var faults: [Fault] = []
    if media.count > Bounds.listedPerBulletin {
      faults.append(
        Fault(.media, "Một tin có nhiều nhất \(Bounds.listedPerBulletin) tệp. Hãy bỏ bớt."))
    }
    if media.contains(where: { kept[$0] == nil }) {
      faults.append(Fault(.media, "Có tệp không còn ở máy chủ. Hãy bỏ ra rồi gửi lại tệp đó."))
    }
    return faults
  }

  private var placeFaults: [Fault] {
    var faults: [Fault] = []
    if areas.isEmpty { faults.append(Fault(.areas, "Chưa chọn nơi nhận tin.")) }
    if contentClass.isEmpty, priority != .emergency {
      faults.append(Fault(.contentClass, "Chưa chọn loại nội dung."))
    }
    return faults
  }

  private func timeFaults(_ now: Instant) -> [Fault] {
    guard let expires else { return [] }
    let begins = effective ?? now
    if expires <= now { return [Fault(.expires, "Giờ hết hiệu lực đã qua.")] }
    if expires <= begins {
      return [Fault(.expires, "Tin hết hiệu lực trước khi có hiệu lực.")]
    }
    if expires - begins > Bounds.lifeMilliseconds {
      return [Fault(.expires, "Tin treo lâu nhất 400 ngày.")]
    }
    return []
  }

  private var directiveFaults: [Fault] {
    guard !directive.isEmpty else { return [] }
    guard directive.isComplete else {
      return [
        Fault(
          .directive,
          "Văn bản chỉ đạo cần cơ quan ban hành, số văn bản và ít nhất một giới hạn được dỡ bỏ.")
      ]
    }
    if let from = directive.from, let until = directive.until, until <= from {
      return [Fault(.directive, "Chỉ đạo hết hiệu lực trước khi có hiệu lực.")]
    }
    return []
  }
}
