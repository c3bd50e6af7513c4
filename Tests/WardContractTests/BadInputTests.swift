import Testing
import WardContract

@Suite("Bad input is refused with a reason") struct BadInputTests {
  let ward = Ward()

  private func reason(_ text: String) -> String { reason(Array(text.utf8)) }

  private func reason(_ bytes: [UInt8]) -> String {
    do throws(Malformed) {
      _ = try JSONParser.parse(bytes)
      return "read"
    } catch {
      return error.fault
    }
  }

  @Test("an oversized envelope is refused before it is read")
  func oversized() {
    let large = [UInt8](repeating: 0x20, count: Bounds.envelopeBytes + 1)
    guard case .failure(.malformed(let malformed)) = ward.verify(large) else {
      Issue.record("believed")
      return
    }
    #expect(malformed.fault.contains("65537 bytes"))
  }

  @Test("JSON that is too deep, too many, or nested a hundred thousand times")
  func deep() {
    #expect(reason(String(repeating: "[", count: 100_000)).contains("deeper"))
    #expect(reason("[" + String(repeating: "1,", count: 9_000) + "1]").contains("more than"))
    func object(_ count: Int) -> String {
      "{" + (0..<count).map { "\"\($0)\":0" }.joined(separator: ",") + "}"
    }
    #expect(reason(object(64)) == "read")
    #expect(reason(object(65)).contains("more than 64 members"))
  }

  @Test(
    "JSON that two readers could read differently",
    arguments: [
      "{\"a\":1,\"a\":2}", "[1.5]", "[1e3]", "[01]", "[-]", "[99999999999999999999]", "[1] x",
      "[nul]", "{\"a\" 1}", "[\"\\q\"]", "[\"\\ud800\"]", "[\"\u{1}\"]", "[\"", "", "{", "[1,]",
    ])
  func strict(text: String) { #expect(reason(text) != "read", "\(text)") }

  @Test("text that is not UTF-8")
  func notUTF8() {
    #expect(reason([0x22, 0xC3, 0x28, 0x22]).contains("UTF-8"))
    #expect(reason([0x22, 0xED, 0xA0, 0x80, 0x22]).contains("UTF-8"))
  }

  @Test("escapes and astral characters round-trip")
  func escapes() throws {
    let value = try JSONParser.parse(Array("[\"\\u1ef1 \\ud83d\\ude00 \\n\\/\"]".utf8))
    #expect(value == .array([.string("ự 😀 \n/")]))
    #expect(try JSONParser.parse(value.bytes) == value)
  }

  @Test(
    "text that is not NFC, or hides characters",
    arguments: ["a\u{302}\u{301}", "tin\u{202E}gnat", "a\u{200B}b", "a\tb", "a\u{7}b", "\u{E000}"])
  func text(text: String) {
    var bulletin = ward.bulletin()
    bulletin.headline = text
    guard
      case .failure(.malformed(let malformed)) = ward.verify(
        ward.sign(bulletin, [ward.editor, ward.approver]))
    else {
      Issue.record("believed: \(text.debugDescription)")
      return
    }
    #expect(malformed.place == "headline")
  }

  @Test("Vietnamese in NFC passes, and normalising makes NFC of NFD")
  func vietnamese() {
    let text = "ĐẶNG THỊ HỒNG, số 5 ngõ Ẫm Ương"
    #expect(TextRules.fault(in: text, limit: 200) == nil)
    let decomposed = "a\u{302}\u{301}"
    #expect(Array(TextRules.normalised(decomposed).unicodeScalars) == ["ấ"])
  }

  @Test("a bulletin that contradicts itself")
  func contradictions() {
    var cases: [(String, (inout Bulletin) -> Void)] = []
    cases.append(("expires", { $0.expires = $0.sent }))
    cases.append(("expires", { $0.expires = $0.sent + 500 * 86_400_000 }))
    cases.append(("areas", { $0.areas = [] }))
    cases.append(("headline", { $0.headline = "" }))
    cases.append(("revision", { $0.messageType = .cancel }))
    cases.append(("references", { $0.references = [$0.identifier] }))
    cases.append(("description", { $0.description = String(repeating: "x", count: 40_000) }))
    for (place, change) in cases {
      var bulletin = ward.bulletin()
      change(&bulletin)
      do throws(Malformed) {
        _ = try Bulletin(json: bulletin.json)
        Issue.record("read in spite of \(place)")
      } catch {
        #expect(error.place == place)
      }
    }
  }

  @Test("a resource that claims too much or nothing")
  func resources() {
    for (key, value) in [
      ("size", JSONValue.integer(0)), ("size", .integer(40 << 20)),
      ("durationMilliseconds", .integer(46 * 60_000)), ("durationMilliseconds", .null),
      ("sha256", .string("ABC")), ("mimeType", .string("audio/midi")),
    ] {
      var resource = JSONValue.members([
        "mimeType": .string("audio/opus"), "size": .integer(1_000),
        "sha256": .string(String(repeating: "a", count: 64)),
        "durationMilliseconds": .integer(1_000),
      ])
      if case .object(var members) = resource {
        members.removeAll { $0.name == key }
        members.append(.init(key, value))
        resource = .object(members)
      }
      guard case .object(var members) = ward.bulletin().json else { return }
      members.append(.init("resources", .array([resource])))
      #expect(throws: Malformed.self) { try Bulletin(json: .object(members)) }
    }
  }

  @Test(
    "times that are not times",
    arguments: [
      "2026-11-24T08:05:00Z", "2026-02-30T08:05:00+07:00", "2026-11-24 08:05:00+07:00",
      "2026-11-24T24:00:00+07:00", "2026-11-24T08:05:00.5+07:00", "2025-02-29T00:00:00+07:00", "",
    ])
  func times(text: String) { #expect(Instant(text) == nil) }

  @Test("times and dates round-trip over four centuries, leap days included")
  func calendar() {
    var day: Int64 = -30_000
    while day < 120_000 {
      let instant = Instant(milliseconds: day * 86_400_000 + 12_345_000)
      #expect(Instant(instant.description) == instant)
      day += 37
    }
    #expect(Instant("2024-02-29T23:59:59+07:00") != nil)
    #expect(LocalTime(Instant("2026-11-24T00:00:00+07:00")!).weekday == 1)
  }

  @Test(
    "base64url with padding, white space, the other alphabet or stray bits",
    arguments: ["QQ==", "Q Q", "+/", "QR", "A"])
  func base64(text: String) { #expect(Base64URL.decode(text) == nil) }

  @Test(
    "topics that are none",
    arguments: [
      "loanha/v1/area/01.00004/bulletin/", "loanha/v1/area/../board", "loanha/v2/area/01/board",
      "loanha/v1/area/01/bulletin/a/b", "loanha/v1/media/abc/0",
      "loanha/v1/terminal/nha-1/up/receipt", "loanha/v1/terminal/nha-1/up/recording/a/-1",
      "loanha/v1/terminal/nha-1/down/recording/a/1",
      "loanha/v1/terminal/nha-1/up/recording/\(String(repeating: "0f", count: 33))/1",
      "loanha/v1/area/01/BOARD",
      "loanha/v1/media/\(String(repeating: "a", count: 64))/01",
    ])
  func topics(text: String) { #expect(Topic(text) == nil) }

  @Test("topics round-trip")
  func topicsRoundTrip() {
    let digest = MediaDigest(String(repeating: "0f", count: 32))!
    let (area, id) = (Area("01.00004.tdp-12")!, Identifier("tin-1")!)
    let topics: [Topic] = [
      .plan(Ward.area),
      .bulletin(area, id), .board(area), .keyring(area), .media(digest, piece: 41), .presence(id),
      .down(terminal: id, kind: .acknowledgement, id), .up(terminal: id, kind: .receipt, id),
      .down(terminal: id, kind: .reply, id), .down(terminal: id, kind: .requestAcknowledgement, id),
      .up(terminal: id, kind: .request, id), .up(terminal: id, kind: .reply, id),
      .recording(terminal: id, request: id, piece: 2),
      .replyRecording(terminal: id, digest, piece: 2),
    ]
    for topic in topics { #expect(Topic(topic.text) == topic) }
  }

  @Test("an area covers what lies within it, and not its namesake")
  func areas() {
    let ward = Area("01.00004")!
    #expect(ward.covers(Area("01.00004.tdp-1")!))
    #expect(!ward.covers(Area("01.000041")!))
    #expect(!ward.covers(Area("01")!))
    #expect(
      Area("01.00004.tdp-1")!.andAncestors.map(\.description) == [
        "01", "01.00004", "01.00004.tdp-1",
      ])
    for text in ["", ".", "01.", "01..2", "01.A", "-1"] { #expect(Area(text) == nil) }
  }

  @Test("every fact of a receipt round-trips")
  func receipts() throws {
    let facts: [Receipt.Fact] = [
      .received, .refused(code: "bad-signature", detail: "the signature of x is wrong"), .shown,
      .played(fromMilliseconds: 0, toMilliseconds: 12_000), .heard, .confirmed,
      .missed(reason: "restart"), .takenOff(reason: "withdrawn"), .withheld,
      .partFailed(part: "sound", reason: "no card"), .partBack(part: "sound"),
      .sos(SOSReport(sos: 7, stage: .pressed)),
      .sos(
        SOSReport(
          sos: 7, stage: .ended, call: 2, number: "112", reason: "by hand", seconds: 94)),
    ]
    for (index, fact) in facts.enumerated() {
      let receipt = Receipt(
        sequence: Int64(index + 1),
        bulletin: fact.isAboutTerminal ? nil : Identifier("tin-1"), revision: 2, fact: fact,
        time: Ward.now)
      #expect(try Receipt(json: JSONParser.parse(receipt.json.bytes)) == receipt)
    }
  }
}
