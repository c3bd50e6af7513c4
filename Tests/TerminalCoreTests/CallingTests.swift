import Testing
import WardContract

@testable import TerminalCore

/// SOS from the finger to the end of the call; the numbers of traps are those that the real
/// ModemManager has shown.
@Suite("Calls for help") struct CallingTests {
  /// A home whose modem is ready, on a connection.
  private func home(telephone: TelephoneState = .ready) -> Bench {
    var bench = Bench(hasTelephone: telephone != .none)
    bench.sendIndex([])
    if telephone != .none { bench.tell(.telephone(telephone)) }
    return bench
  }

  private func hold(_ bench: inout Bench, _ milliseconds: Int64 = 3_000) {
    bench.hold(.sos, milliseconds)
  }

  private func screen(_ bench: Bench) -> CallScreen? {
    if case .call(let call) = bench.screen { call } else { nil }
  }

  /// What was told of it, as "115 ended (closed)".
  private func told(_ bench: Bench) -> [String] {
    bench.receipts.compactMap { receipt in
      guard case .sos(let report) = receipt.fact else { return nil }
      let number = report.number.map { "\($0) " } ?? ""
      return number + report.stage.rawValue + (report.reason.map { " (\($0))" } ?? "")
    }
  }

  private func dialled(_ bench: Bench) -> [(token: UInt64, number: String)] {
    bench.effects.compactMap { effect in
      if case .dial(let token, let number) = effect { (token, number.rawValue) } else { nil }
    }
  }

  /// The modem says that of the newest call.
  private func say(_ bench: inout Bench, _ progress: CallProgress) {
    bench.tell(.call(token: dialled(bench).last!.token, progress))
  }

  /// Holds SOS and calls 115.
  private func callAmbulance(_ bench: inout Bench) {
    hold(&bench)
    for _ in 0..<3 { bench.press(.down) }
    bench.press(.ok)
  }

  @Test("SOS that is let go too early calls nobody, and says how long to hold it")
  func brushed() {
    var bench = home()
    bench.tell(.button(.sos))
    #expect(screen(bench)?.filledPerMille == 0)
    bench.wait(1_500)
    #expect(screen(bench)?.filledPerMille == 500)
    bench.wait(1_400)
    bench.tell(.released(.sos))
    #expect(screen(bench)?.text == "Giữ nút SOS đỏ trong 3 giây.")
    bench.wait(60_000)
    #expect(screen(bench) == nil && told(bench).isEmpty && dialled(bench).isEmpty)
  }

  @Test("the ward is told at once, whether or not anything is called afterwards")
  func pressed() {
    var bench = home()
    hold(&bench)
    #expect(told(bench) == ["pressed"])
    #expect(bench.written.contains(.putSOS(OpenSOS(sos: 1, calls: 0))))
    bench.press(.back)
    #expect(told(bench) == ["pressed", "cancelled", "closed (cancelled)"])
    #expect(screen(bench) == nil && dialled(bench).isEmpty)
    #expect(bench.written.last == .putSOS(nil))
  }

  @Test("what the screen says of the ward follows the desk's word, not the broker's")
  func wardKnows() {
    var bench = home()
    bench.tell(.linkDown(reason: "test"))
    hold(&bench)
    #expect(screen(bench)?.ward == "Chưa báo được cho phường. Có mạng là máy báo ngay.")
    #expect(bench.effects.last { $0 == .connect } != nil)
    bench.tell(.linkUp)
    #expect(screen(bench)?.ward == "Đang báo cho phường…")
    bench.acknowledge([1])
    #expect(screen(bench)?.ward == "Phường đã nhận tin cầu cứu.")
  }

  @Test("when nobody chooses, 112 is called; when somebody marks another number, that one")
  func countdown() {
    var bench = home()
    hold(&bench)
    #expect(screen(bench)?.text == "Tự gọi 112 sau 10 giây.")
    bench.wait(9_000)
    #expect(screen(bench)?.text == "Tự gọi 112 sau 1 giây." && dialled(bench).isEmpty)
    bench.wait(1_000)
    #expect(dialled(bench).map(\.number) == ["112"])

    var other = home()
    hold(&other)
    other.wait(9_000)
    other.press(.down)
    other.press(.down)
    other.wait(9_000)
    #expect(dialled(other).isEmpty)
    other.wait(1_000)
    #expect(dialled(other).map(\.number) == ["114"])
  }

  @Test("a call is answered, counts its time, shows the address, and is ended from here")
  func answered() {
    var bench = home()
    callAmbulance(&bench)
    #expect(screen(bench)?.number == "115" && screen(bench)?.text == "Đang quay số…")
    #expect(screen(bench)?.address == "Số 12, ngõ 34 phố Đội Cấn, phường Ba Đình")
    say(&bench, .dialling)
    say(&bench, .ringing)
    #expect(screen(bench)?.text == "Đang đổ chuông…")
    say(&bench, .active)
    bench.wait(192_000)
    #expect(screen(bench)?.time == "03:12" && screen(bench)?.text == "Đã nối máy. Hãy nói địa chỉ.")
    bench.press(.back)
    #expect(bench.effects.contains(.hangUp(token: dialled(bench)[0].token)))
    say(&bench, .ended(.closed))
    #expect(screen(bench)?.title == "Cuộc gọi đã kết thúc" && screen(bench)?.time == "03:12")
    #expect(
      told(bench) == ["pressed", "115 dialled", "115 connected", "115 ended (by hand)"])
    bench.wait(120_000)
    #expect(screen(bench) == nil && told(bench).last == "closed (over)")
  }

  @Test("trap 1: what the modem may not call is called through 112, and said so")
  func unauthorized() {
    var bench = home(telephone: .limited(reason: "no telephone network"))
    callAmbulance(&bench)
    say(&bench, .ended(.onlyGeneralNumber))
    #expect(dialled(bench).map(\.number) == ["115", "112"])
    #expect(screen(bench)?.text == "115 chưa gọi được. Máy gọi 112 thay. Đang quay số…")
    // 112 can't be replaced by anything.
    say(&bench, .ended(.onlyGeneralNumber))
    #expect(dialled(bench).count == 2 && screen(bench)?.ok == "Gọi lại 112")
  }

  @Test("trap 2: a modem that can't tell is never said to have been answered")
  func blind() {
    var bench = home()
    callAmbulance(&bench)
    say(&bench, .active)
    #expect(screen(bench)?.text == "Đang gọi. Nghe tiếng người thì nói.")
    say(&bench, .ended(.closed))
    #expect(told(bench) == ["pressed", "115 dialled", "115 ended (closed)"])
  }

  @Test("trap 3: a line on which nobody is any more is closed, after the household was asked")
  func silentDrop() {
    var bench = home()
    callAmbulance(&bench)
    say(&bench, .ringing)
    say(&bench, .active)
    bench.wait(Calling.talkMilliseconds)
    #expect(screen(bench)?.ok == "Vẫn gọi")
    bench.press(.ok)
    #expect(screen(bench)?.ok == nil)
    bench.wait(Calling.talkMilliseconds)
    #expect(screen(bench)?.ok == "Vẫn gọi")
    bench.wait(Calling.questionMilliseconds)
    #expect(bench.effects.contains(.hangUp(token: dialled(bench)[0].token)))
    // The modem says nothing to that either.
    bench.wait(Calling.hangUpMilliseconds)
    #expect(screen(bench)?.title == "Cuộc gọi đã kết thúc")
    #expect(told(bench).last == "115 ended (unattended)")
  }

  @Test("trap 3a: two ends of one call are one, and a late one is none of the next call's")
  func twice() {
    var bench = home()
    callAmbulance(&bench)
    let first = dialled(bench)[0].token
    say(&bench, .ended(.refused(reason: "no dial tone")))
    bench.tell(.call(token: first, .ended(.closed)))
    #expect(told(bench) == ["pressed", "115 dialled", "115 ended (refused: no dial tone)"])
    #expect(screen(bench)?.text == "Mạng điện thoại không nối. Máy tự gọi 112 sau 10 giây.")
    bench.press(.ok)
    bench.tell(.call(token: first, .ended(.closed)))
    bench.tell(.call(token: first, .active))
    #expect(screen(bench)?.number == "112" && screen(bench)?.text == "Đang quay số…")
  }

  @Test("a modem that never answers: 112 is called by itself, a few times, and then it says so")
  func deaf() {
    var bench = home()
    hold(&bench)
    bench.wait(600_000)
    #expect(dialled(bench).map(\.number) == ["112", "112", "112", "112"])
    #expect(screen(bench) == nil)
    #expect(told(bench).last == "closed (in vain)")
    #expect(told(bench).count { $0 == "112 ended (no answer)" } == 4)
  }

  @Test(
    "without a telephone it says so at once, names the numbers, and the ward is told all the same",
    arguments: [TelephoneState.none, .missing(reason: "no modem that telephones")])
  func unable(telephone: TelephoneState) {
    var bench = home(telephone: telephone)
    hold(&bench)
    #expect(told(bench).prefix(1) == ["pressed"] && told(bench)[1].hasPrefix("unable"))
    #expect(screen(bench)?.choices.map(\.number) == ["112", "113", "114", "115"])
    #expect(screen(bench)?.selected == nil)
    #expect(screen(bench)?.back == "Bấm nhầm (10)" && screen(bench)?.ok == nil)
    bench.wait(11_000)
    // Whoever leaves the screen now has not called it off.
    #expect(screen(bench)?.back == "Về")
    bench.press(.back)
    #expect(told(bench).last == "closed (by hand)" && !told(bench).contains("cancelled"))
  }

  @Test("a modem that comes while it is needed can be used")
  func modemComes() {
    var bench = home(telephone: .missing(reason: "none"))
    hold(&bench)
    bench.press(.ok)
    #expect(dialled(bench).isEmpty)
    bench.tell(.telephone(.ready))
    #expect(screen(bench)?.ok == "Gọi 112")
    bench.press(.ok)
    #expect(dialled(bench).map(\.number) == ["112"])
    say(&bench, .ended(.noTelephone(reason: "unplugged")))
    #expect(screen(bench)?.text == "Máy này không gọi điện được.")
  }

  @Test("an emergency that comes during a call is marked, waits, and is heard afterwards")
  func emergencyDuringCall() {
    var bench = home()
    bench.send(bench.bulletin("tin-1"))
    #expect(bench.plays.count == 1)
    callAmbulance(&bench)
    #expect(bench.effects.contains(.stopSound(token: bench.plays[0].token)))
    bench.tell(.soundEnded(token: bench.plays[0].token, .stopped(part: 0, milliseconds: 100)))
    say(&bench, .ringing)
    say(&bench, .active)
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.plays.count == 1)
    #expect(screen(bench)?.mark == "Có tin khẩn cấp của phường: phát ngay sau cuộc gọi.")
    bench.press(.back)
    say(&bench, .ended(.closed))
    #expect(bench.plays.last?.parts.first == .chime(.emergency))
    bench.press(.back)
    guard case .emergency = bench.screen else {
      Issue.record("\(String(describing: bench.screen))")
      return
    }
    bench.press(.ok)
    #expect(bench.facts.contains("confirmed chay"))
  }

  @Test("power goes amid a call: the ward learns of its end, and the screen offers to call again")
  func powerCut() {
    var bench = home()
    callAmbulance(&bench)
    say(&bench, .ringing)
    var after = bench.restarted(after: 20_000)
    after.letGather()
    #expect(told(after) == ["pressed", "115 dialled", "115 ended (restart)"])
    #expect(screen(after)?.text.hasPrefix("Máy vừa khởi động lại.") == true)
    after.press(.ok)
    let report = after.receipts.compactMap { receipt -> SOSReport? in
      if case .sos(let report) = receipt.fact, report.stage == .dialled { report } else { nil }
    }
    #expect(report.map(\.call) == [1, 2] && report.allSatisfy { $0.sos == 1 })
  }

  @Test("a call for help goes to the ward before receipts that wait for an answer")
  func urgent() {
    var bench = home()
    bench.send(bench.bulletin("tin-1"))
    bench.letGather()
    // Something is under way, and the desk says nothing.
    _ = bench.takeEffects()
    hold(&bench)
    let sent = bench.effects.compactMap { effect -> ReceiptBatch? in
      guard case .publish(.up, let payload, _) = effect else { return nil }
      return try? ReceiptBatch(json: JSONParser.parse(payload))
    }
    #expect(sent.first?.receipts.first?.fact.word == "sos")
  }
}
