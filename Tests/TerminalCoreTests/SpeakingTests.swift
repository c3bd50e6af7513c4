import BroadcastRules
import Testing
import WardContract

@testable import TerminalCore

@Suite("Items without a recording are spoken") struct SpeakingTests {
  static let sound = Resource(
    mimeType: .opus, sizeBytes: 10, digest: MediaDigest(String(repeating: "a", count: 64))!,
    durationMilliseconds: 60_000)

  private func notice(_ bench: Bench, _ priority: Priority = .ordinary) -> Bulletin {
    var bulletin = bench.bulletin("tin-1", priority)
    bulletin.headline = "Họp TDP số 5"
    bulletin.description = "Lúc 19h30."
    bulletin.instruction = "Mang CCCD."
    return bulletin
  }

  /// The phrases of what is to sound now; none if that is no speech.
  private func words(_ bench: Bench) -> [String] {
    guard case .speech(let announcement, _, _) = bench.plays.last?.parts.last else { return [] }
    return announcement.words.phrases.map(\.words)
  }

  @Test("the headline comes first, then what is known, then what to do")
  func order() {
    var bench = Bench()
    bench.send(notice(bench))
    #expect(bench.plays.last?.parts.first == .chime(.ordinary))
    #expect(
      words(bench) == [
        "Họp tổ dân phố số năm", "Lúc mười chín giờ ba mươi phút", "Mang căn cước công dân",
      ])
  }

  @Test("in an emergency what to do comes before what is known")
  func emergencyOrder() {
    var bench = Bench()
    bench.send(notice(bench, .emergency))
    #expect(bench.plays.last?.parts.first == .chime(.emergency))
    #expect(
      words(bench) == [
        "Họp tổ dân phố số năm", "Mang căn cước công dân", "Lúc mười chín giờ ba mươi phút",
      ])
  }

  @Test("an exercise says that it is one before anything else, and once more at the end")
  func exercise() {
    var bench = Bench()
    for priority in Priority.allCases {
      var drill = notice(bench, priority)
      drill.status = .exercise
      let words = Announcement(drill).words.phrases.map(\.words)
      #expect(words.first == "Đây là diễn tập")
      #expect(words.suffix(2) == ["Đây là diễn tập", "không phải tình huống thật"])
    }
    var drill = notice(bench, .priority)
    drill.status = .exercise
    bench.send(drill)
    #expect(bench.plays.last?.parts.first == .chime(.exercise))
    #expect(words(bench).first == "Đây là diễn tập")
  }

  @Test("a recording of the ward's wins over the voice")
  func recording() {
    var bench = Bench()
    var bulletin = notice(bench)
    bulletin.resources = [Self.sound]
    bench.send(bulletin)
    #expect(bench.plays.isEmpty)
    bench.tell(.mediaReady(Self.sound.digest))
    #expect(
      bench.plays.last?.parts
        == [.chime(.ordinary), .medium(Self.sound.digest, fromMilliseconds: 0)])
  }

  @Test(
    "an emergency is spoken until its recording has come, and then the recording sounds at once")
  func meanwhile() {
    var bench = Bench()
    var bulletin = notice(bench, .emergency)
    bulletin.resources = [Self.sound]
    bench.send(bulletin)
    #expect(!words(bench).isEmpty)
    bench.tell(.mediaReady(Self.sound.digest))
    bench.tell(.soundEnded(token: bench.plays.last!.token, .spoken(milliseconds: 9_000)))
    #expect(bench.plays.count == 2)
    #expect(bench.plays.last?.parts.last == .medium(Self.sound.digest, fromMilliseconds: 0))
  }

  @Test("a recording that can't be played gives way to the voice")
  func broken() {
    var bench = Bench()
    var bulletin = notice(bench)
    bulletin.resources = [Self.sound]
    bench.send(bulletin)
    for _ in 0..<MediaFetch.maximumAttempts {
      bench.tell(.mediaRefused(Self.sound.digest, reason: "cut off"))
    }
    #expect(!words(bench).isEmpty)
  }

  @Test("what was spoken to its end was played so long, and heard")
  func heard() {
    var bench = Bench()
    bench.send(notice(bench))
    bench.tell(.soundEnded(token: bench.plays[0].token, .spoken(milliseconds: 12_345)))
    #expect(bench.played == ["tin-1 0–12345"])
    #expect(bench.facts.contains("heard tin-1"))
  }

  @Test("words that say nothing were not heard")
  func nothingSaid() {
    var bench = Bench()
    bench.send(notice(bench))
    bench.tell(.soundEnded(token: bench.plays[0].token, .spoken(milliseconds: 0)))
    #expect(bench.played.isEmpty && !bench.facts.contains("heard tin-1"))
  }

  @Test("an emergency without a recording is repeated with its words, and heard once they end")
  func repeated() {
    var bench = Bench()
    bench.send(notice(bench, .emergency))
    for count in 1...3 {
      #expect(bench.plays.count == count)
      #expect(!words(bench).isEmpty)
      bench.tell(.soundEnded(token: bench.plays.last!.token, .spoken(milliseconds: 8_000)))
      bench.wait(Repetitions.firstPauseMilliseconds + 1)
    }
    #expect(bench.facts.contains("heard tin-1"))
  }

  @Test("words that were interrupted go on a little before where they were")
  func interrupted() {
    var bench = Bench()
    bench.send(notice(bench))
    bench.send(bench.bulletin("chay", .emergency))
    bench.tell(.soundEnded(token: bench.plays[0].token, .stopped(part: 1, milliseconds: 7_000)))
    bench.tell(.soundEnded(token: bench.plays[1].token, .spoken(milliseconds: 3_000)))
    bench.press(.ok)
    guard case .speech(_, let from, _) = bench.plays.last?.parts.last else {
      Issue.record("\(bench.plays)")
      return
    }
    #expect(from == 7_000 - Programme.rewindMilliseconds)
    bench.tell(.soundEnded(token: bench.plays.last!.token, .spoken(milliseconds: 2_500)))
    #expect(bench.played.contains("tin-1 0–7000") && bench.played.contains("tin-1 5000–7500"))
    #expect(bench.facts.contains("heard tin-1"))
  }

  @Test("OK in the reader reads it again")
  func again() {
    var bench = Bench()
    bench.sendIndex([])
    bench.send(notice(bench))
    bench.tell(.soundEnded(token: bench.plays[0].token, .spoken(milliseconds: 4_000)))
    bench.press(.ok)
    bench.press(.ok)
    guard case .reader(let reader) = bench.screen else {
      Issue.record("no reader")
      return
    }
    #expect(reader.sound == .ready)
    bench.press(.ok)
    #expect(bench.plays.count == 2 && bench.plays[1].parts.count == 1)
    #expect(!words(bench).isEmpty)
  }

  @Test("a voice that fails is a part that fails: no item was heard, the screen and the ward know")
  func failing() {
    var bench = Bench()
    bench.sendIndex([])
    bench.send(notice(bench))
    bench.tell(
      .soundEnded(
        token: bench.plays[0].token,
        .failed(part: 1, milliseconds: 0, reason: "espeak-ng ended with code 1")))
    bench.wait(Parts.settleMilliseconds + 1)
    bench.letGather()
    #expect(bench.facts.contains("part-failed speech") && !bench.facts.contains("heard tin-1"))
    guard case .rest(let rest) = bench.screen else {
      Issue.record("not at rest")
      return
    }
    #expect(bench.facts.contains("missed tin-1"))
    #expect(rest.problems == [Words.noSpeech] && rest.unheardCount == 1)
    #expect(bench.plays.count == 1, "its signal sounded; it waits in the list")
    bench.press(.ok)
    bench.press(.ok)
    bench.press(.ok)
    bench.tell(.soundEnded(token: bench.plays.last!.token, .spoken(milliseconds: 5_000)))
    bench.letGather()
    #expect(bench.facts.contains("heard tin-1") && bench.facts.contains("part-back speech"))
  }

  /// A notice for a session, with so many sentences of about two seconds.
  private func item(_ bench: Bench, _ name: String, sentences: Int) -> Bulletin {
    var item = bench.item(name, seconds: 0)
    item.description = String(repeating: "Họp tổ dân phố số năm. ", count: sentences)
    return item
  }

  @Test("R-20: a spoken item has as many of the session's minutes as its words are guessed to take")
  func minutes() {
    var bench = Bench()
    bench.sendIndex([])
    let long = item(bench, "tin-1", sentences: 500)
    #expect(long.soundMilliseconds > 900_000)
    bench.deliver(long)
    bench.deliver(item(bench, "tin-2", sentences: 250))
    bench.deliver(bench.item("tin-3", seconds: 600))
    bench.wait(until: SessionTests.opening)
    #expect(bench.plays.count == 1)
    let refused = bench.receipts.filter { $0.fact.word == "refused" }
    #expect(refused.map(\.bulletin) == [Identifier("tin-1")])
    // 8 minutes spoken leave no room for 10.
    bench.soundOut(after: 482_000, .spoken(milliseconds: 480_000))
    #expect(bench.sounded.isEmpty && bench.facts.contains("refused tin-3"))
    #expect(bench.facts.contains("heard tin-2"))
  }

  @Test(
    "R-20: what is read more slowly than guessed ends with the session's minutes, and was missed")
  func overrun() {
    var bench = Bench()
    bench.sendIndex([])
    bench.deliver(bench.item("tin-1", seconds: 800))
    bench.deliver(item(bench, "tin-2", sentences: 40))
    bench.wait(until: SessionTests.opening)
    bench.soundOut(after: 802_000)
    #expect(bench.plays.count == 2)
    let token = bench.plays[1].token
    bench.tell(.soundStarted(token: token))
    bench.wait(99_000)
    #expect(!bench.effects.contains(.stopSound(token: token)))
    bench.wait(1_000)
    #expect(bench.effects.contains(.stopSound(token: token)))
    bench.tell(.soundEnded(token: token, .stopped(part: 1, milliseconds: 98_000)))
    bench.wait(60_000)
    #expect(bench.played.contains("tin-2 0–98000"))
    #expect(bench.receipts.last?.fact == .missed(reason: "interrupted"))
    #expect(bench.plays.count == 2 && !bench.facts.contains("heard tin-2"))
  }

  @Test("R-20: a home whose voice reads slowly gives words more minutes")
  func slow() {
    var bench = Bench(wordsPerMinute: 100)
    bench.sendIndex([])
    let item = item(bench, "tin-1", sentences: 380)
    #expect(item.soundMilliseconds < 900_000)
    #expect(item.speechMilliseconds(wordsPerMinute: 100) > 900_000)
    bench.deliver(item)
    bench.wait(until: SessionTests.opening)
    #expect(bench.plays.isEmpty && bench.facts.contains("refused tin-1"))
  }

  @Test("a card that is lost in mid-word is no fault of the voice")
  func lostCard() {
    var bench = Bench()
    bench.send(notice(bench))
    bench.tell(.soundLost(reason: "unplugged"))
    bench.tell(
      .soundEnded(
        token: bench.plays[0].token, .failed(part: 1, milliseconds: 900, reason: "unplugged")))
    bench.wait(Parts.settleMilliseconds + 1)
    #expect(!bench.facts.contains("part-failed speech"))
  }
}
