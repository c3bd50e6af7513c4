import HTTPTypes
import Hummingbird
import NIOCore
import WardContract
import WardDesk

/// Where somebody speaks into the homes: the microphone, a mark as long as it is on air, a button to end
/// it. The browser brings segments that it has signed; they are verified and passed on.
enum StudioPages {
  static func add(
    _ accounts: AccountOffice, _ studio: LiveStudio, to group: RouterGroup<DeskContext>
  ) {
    group.get("speak/:number") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      return try page(frame, try await programme(context, frame))
    }
    group.get("speak/:number/state") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      let submission = try await programme(context, frame)
      let (state, words) = try await state(of: submission, studio, frame)
      return answer(["state": .string(state), "words": .string(words)])
    }
    group.post("speak/:number/begin") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      let submission = try await programme(context, frame)
      let time = try await begin(submission, accounts, studio, frame, context)
      return answer([
        "leadMilliseconds": .integer(time.begins - frame.now),
        "longestMilliseconds": .integer(Int64(time.longestMilliseconds)),
      ])
    }
    group.post("speak/:number/sound") { request, context in
      let frame = try context.frame(request, for: .operator, .approver)
      let submission = try await programme(context, frame)
      let body: ByteBuffer
      do {
        body = try await request.body.collect(upTo: LiveRelay.maximumBatchBytes)
      } catch is NIOTooManyBytesError { throw HTTPError(.contentTooLarge) }
      do {
        let isTaken = try await studio.take(
          Array(body.readableBytesView), of: submission.number, in: frame.ward.area)
        return Response(status: isTaken ? .noContent : .gone)
      } catch is Refusal { throw HTTPError(.badRequest) }
    }
  }

  private static func answer(_ members: KeyValuePairs<String, JSONValue?>) -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(bytes: JSONValue.members(members).bytes)))
  }

  /// The announced programme of that number, for whoever announced it: their browser has its key.
  private static func programme(
    _ context: DeskContext, _ frame: Frame
  ) async throws -> Submission {
    guard let number = context.parameters.get("number").flatMap({ Int64($0) }),
      let submission = try? await frame.ward.read({ try $0.submission(number) }),
      submission.bulletin.live != nil
    else { throw HTTPError(.notFound) }
    guard submission.submittedBy == frame.visitor.account else {
      throw HTTPError(
        .forbidden,
        message: frame.say(
          "Chỉ người đã báo trước mới nói được lần này, trên trình duyệt của họ.",
          "Only whoever announced it can speak, in their own browser."))
    }
    return submission
  }

  /// A word for the script, and a sentence for the speaker.
  private static func state(
    of submission: Submission, _ studio: LiveStudio, _ frame: Frame
  ) async throws -> (String, String) {
    let (number, area) = (submission.number, frame.ward.area)
    switch submission.state {
    case .waiting:
      let missing = submission.missingRoles(under: try frame.ward.folder.keyring())
        .map { frame.words($0) }.joined(separator: ", ")
      return (
        "waiting",
        frame.say(
          "Chờ chữ ký: \(missing). Người đó ký ở trang “Chờ ký”.",
          "Waits for a signature: \(missing). They sign on the page “To sign”.")
      )
    case .returned, .withdrawn:
      return (
        "over",
        frame.say("Đã bị trả lại hoặc rút: \(submission.note)", "Returned: \(submission.note)")
      )
    case .hung: break
    }
    if let end = await studio.end(number, in: area) { return ("over", words(end, frame)) }
    if await studio.isOnAir(number, in: area) == true {
      return ("air", frame.say("ĐANG PHÁT TRỰC TIẾP", "ON AIR"))
    }
    return (
      "ready",
      frame.say(
        "Đủ chữ ký. Các nhà đã nghe tín hiệu và đang chờ tiếng bạn: nói ngay.",
        "Signed. Homes have heard the signal and wait for you: speak now.")
    )
  }

  static func words(_ end: LiveRelay.End, _ frame: Frame) -> String {
    switch end {
    case .spoken: frame.say("Đã nói xong.", "You have ended it.")
    case .silence:
      frame.say(
        "Máy chủ không nghe thấy trình duyệt này nữa nên đã kết thúc.",
        "The server heard this browser no more, and ended it.")
    case .timeUp: frame.say("Hết giờ được phép, đã kết thúc.", "The time is over.")
    case .noBroker:
      frame.say(
        "Mất kết nối với máy trung chuyển quá lâu, đã kết thúc. Báo người quản trị.",
        "The broker was away for too long. Tell the administrator.")
    case .stopped: frame.say("Máy chủ dừng, đã kết thúc.", "The server stopped.")
    }
  }

  private static func begin(
    _ submission: Submission, _ accounts: AccountOffice, _ studio: LiveStudio, _ frame: Frame,
    _ context: DeskContext
  ) async throws -> (begins: Instant, longestMilliseconds: Int) {
    let (folder, bulletin, now) = (frame.ward.folder, submission.bulletin, frame.now)
    let (name, area, origin) = ("\(bulletin.identifier)", frame.ward.area, context.auditOrigin)
    let hung = try await frame.ward.read { store -> Instant? in
      let isHanging = try store.board().contains { $0.bulletin == bulletin }
      return isHanging ? try store.hung(bulletin.identifier, revision: bulletin.revision) : nil
    }
    guard let hung else {
      throw HTTPError(
        .conflict,
        message: frame.say(
          "Chưa đủ chữ ký, hoặc đã hết hạn. Làm lần nói mới.",
          "It is not signed yet, or has expired. Announce it anew."))
    }
    let time: (begins: Instant, longestMilliseconds: Int)
    do { time = try folder.airTime(of: bulletin, hung: hung, at: now) } catch is SubmissionFault {
      throw HTTPError(
        .conflict, message: frame.say("Buổi phát đã hết.", "The session is over."))
    }
    try await context.recording(
      .liveBegan, of: name, details: bulletin.headline, in: accounts
    ) {
      try await studio.begin(
        submission.number, bulletin, in: frame.ward,
        milliseconds: time.longestMilliseconds, frame.language
      ) { end in
        _ = try? await accounts.ask { store, now in
          try store.record(
            AuditEntry(.liveEnded, of: name, ward: area, details: end.rawValue, by: origin, at: now)
          )
        }
      }
    }
    return time
  }

  private static func page(_ frame: Frame, _ submission: Submission) throws -> Response {
    let bulletin = submission.bulletin
    let live = bulletin.live
    func fault(_ name: String, _ words: String) -> HTML {
      "<p class=\"fault\" data-fault=\"\(name)\" role=\"alert\" hidden>\(words)</p>"
    }
    return frame.page(
      bulletin.headline, scripts: ["keyring.js", "studio.js"],
      """
      <section id="studio" data-path="\(frame.at("/speak/\(submission.number)"))"
        data-stream="\(live?.stream.description ?? "")" data-key="\(Base64URL.encode(live?.publicKey ?? []))"
        data-token="\(frame.visitor.formToken)">
        <p id="mark" class="on-air" role="status" aria-live="assertive">\(frame.say("Chưa phát", "Not on air"))</p>
        <p id="clock" class="air-clock"></p>
        <label for="level">\(frame.say("Tiếng từ micrô", "The microphone"))</label>
        <meter id="level" class="air-level" min="0" max="1" low="0.02" high="0.9" optimum="0.4"></meter>
        <div class="actions">
          <button type="button" id="ready" class="main" disabled>\(frame.say("Bật micrô, sẵn sàng nói", "Turn the microphone on"))</button>
          <button type="button" id="stop" class="danger" hidden>\(frame.say("DỪNG PHÁT", "STOP"))</button>
        </div>
        \(SpeakPages.faults(frame, "mic --title …"))
        \(fault("no-key", frame.say("Trình duyệt này không có khóa của lần nói này. Mở trang trên trình duyệt đã báo trước, hoặc làm lần nói mới.", "This browser does not hold the key. Open the page where it was announced, or announce it anew.")))
        \(fault("microphone", frame.say("Không dùng được micrô. Cho phép trang này dùng micrô rồi bấm lại.", "The microphone can't be used. Allow it for this page and press again.")))
        \(fault("network", frame.say("Mất kết nối với máy chủ, các nhà đang không nghe thấy. Đang thử lại; quá 10 giây thì lần nói tự kết thúc.", "No connection to the server; homes hear nothing. Trying again; after 10 seconds it ends by itself.")))
        <p class="note">\(frame.say("Đóng trang này hoặc mất mạng thì lần nói tự kết thúc.", "If this page is closed or the network fails, it ends by itself."))</p>
      </section>
      \(ApprovalPages.article(bulletin, submission.number, frame))
      <p><a href="\(frame.at("/items/\(bulletin.identifier)"))">\(frame.say("Sổ phát: nhà nào đã nghe", "Ledger: who has heard it"))</a></p>
      """)
  }
}
