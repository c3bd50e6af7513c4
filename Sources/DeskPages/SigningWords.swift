import Hummingbird
import WardContract
import WardDesk

extension Frame {
  /// Refuses words that no home would take: what is signed is read back first.
  func requireReadable(_ bulletin: Bulletin) throws {
    let read = (try? JSONParser.parse(bulletin.json.bytes)).flatMap { try? Bulletin(json: $0) }
    guard read == bulletin else {
      throw HTTPError(
        .unprocessableContent,
        message: say(
          "Chữ quá dài hoặc có ký tự không dùng được. Viết ngắn lại.",
          "The words are too long, or have characters that can't be used. Make them shorter."))
    }
  }

  /// Why a submission was not taken, signed or decided, and what to do.
  func words(_ fault: SubmissionFault) -> String {
    switch fault {
    case .unknown: say("Không có tin nào mang số này.", "There is no item of that number.")
    case .decided(let state, let by, let time):
      say(
        "\(by) đã \(vietnamese(state)) lúc \(Times.written(time, now: now)). Không có gì thay đổi.",
        "\(by) has decided it (\(state.rawValue)) at \(Times.written(time, now: now)). Nothing was changed."
      )
    case .waitsAlready(let number):
      say(
        "Bản này đang chờ ký rồi, số \(number). Ký, trả lại hoặc rút bản đó trước.",
        "This revision waits already, as number \(number). Sign, return or withdraw that one first."
      )
    case .superseded(let revision):
      say(
        "Bản \(revision) của tin này đã phát. Hãy đính chính từ bản đó.",
        "Revision \(revision) of this item was sent already. Correct that one.")
    case .expired(let time):
      say(
        "Tin đã hết hạn lúc \(Times.written(time, now: now)). Trình lại với hạn mới.",
        "It expired at \(Times.written(time, now: now)). Submit it again with a later end.")
    case .sessionOver(let time):
      say(
        "Buổi phát đã kết thúc lúc \(Times.written(time, now: now)), ký bây giờ thì không ai nghe được. Trả lại để trình cho buổi sau.",
        "Its session ended at \(Times.written(time, now: now)); nobody would hear it. Return it, to be submitted for the next one."
      )
    case .signedAlready:
      say("Khóa này đã ký tin này rồi.", "This key has signed it already.")
    case .notNeeded:
      say(
        "Khóa này không đúng vai trò cho chữ ký còn thiếu.",
        "This key has not the role of the signature that is lacking.")
    case .notBelieved(.samePerson):
      say(
        "Người biên tập và người duyệt phải là hai người khác nhau.",
        "Editor and approver must be two people.")
    case .notBelieved(.expiredKey):
      say(
        "Khóa của bạn chưa có hoặc hết hiệu lực ở thời điểm trình tin. Vào trang Khóa ký để xem.",
        "Your key was not valid when this was submitted. See the page of keys.")
    case .notBelieved(.revokedKey):
      say("Khóa này đã bị thu hồi. Hãy tạo khóa mới.", "This key is revoked. Make a new one.")
    case .notBelieved:
      say(
        "Máy ở nhà dân sẽ không tin chữ ký này. Tải lại trang và ký lại.",
        "Homes would not believe this signature. Load the page anew and sign again.")
    case .changesWhenRead:
      say("Tin có dữ liệu không hợp lệ. Soạn lại.", "Something in it is not valid. Write it anew.")
    }
  }

  private func vietnamese(_ state: Submission.State) -> String {
    switch state {
    case .waiting: "trình"
    case .returned: "trả lại tin này"
    case .hung: "ký duyệt và phát tin này"
    case .withdrawn: "rút tin này"
    }
  }

  /// Where a submission stands, as a small word with a colour.
  func badge(_ state: Submission.State) -> HTML {
    switch state {
    case .waiting: "<b class=\"badge amber\">\(say("Chờ ký", "Waiting"))</b>"
    case .returned: "<b class=\"badge red\">\(say("Trả lại", "Returned"))</b>"
    case .hung: "<b class=\"badge green\">\(say("Đã phát", "Sent"))</b>"
    case .withdrawn: "<b class=\"badge grey\">\(say("Đã rút", "Withdrawn"))</b>"
    }
  }

  /// What a key does.
  func words(_ role: Role) -> String {
    switch role {
    case .editor: say("Biên tập", "Editor")
    case .approver: say("Duyệt", "Approver")
    case .emergency: say("Khẩn cấp", "Emergency")
    case .desk: say("Máy chủ phường", "The desk itself")
    }
  }

  /// The areas of a bulletin as people know them: by the names of the directory that homes have.
  func words(_ areas: [Area]) -> String {
    words(areas, areas == [ward.area] ? [:] : ward.folder.areaNames())
  }

  /// The same with names that were looked up before, for a page that has many.
  func words(_ areas: [Area], _ names: [Area: String]) -> String {
    areas.map { area in
      if area == ward.area {
        return say("toàn \(ward.folder.name)", "all of \(ward.folder.name)")
      }
      return names[area].map { "\($0) (\(area))" } ?? area.description
    }.joined(separator: ", ")
  }

  /// Does something with a submission; what the domain refuses becomes a sentence.
  func decide<Answer: Sendable>(
    _ body: @Sendable (DeskStore) throws -> Answer
  ) async throws -> Answer {
    do { return try await ward.write(body) } catch let fault as SubmissionFault {
      throw HTTPError(.conflict, message: words(fault))
    }
  }
}
