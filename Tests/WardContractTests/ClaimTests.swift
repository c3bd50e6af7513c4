import Testing
import WardContract

/// What goes over the broker for enrolment; issue 7 item 2.
@Suite("Claims and what answers them") struct ClaimTests {
  static let key = KeyFingerprint(digest: (0..<32).map { UInt8($0 * 7 % 256) })
  static let now = Instant("2026-11-28T08:05:00+07:00")!

  static let claim = Claim(
    request: [1, 2, 3], nonce: [UInt8](repeating: 7, count: 16), board: "raspberry-pi-4",
    version: "0.1.0")
  static let endorsement = Endorsement(
    area: Area("01.00004")!, name: "phường Ba Đình", rootKey: [UInt8](repeating: 9, count: 32),
    version: 3, issued: now)
  static let assignment = Assignment(
    key: key, nonce: claim.nonce, ward: Area("01.00004")!, terminal: Identifier("nha-1")!,
    area: Area("01.00004.tdp-7")!, groups: [Area("01.00004.cao-tuoi")!],
    address: "Số 12, ngõ 34 phố Đội Cấn", host: "loa.example", port: 8_883, issued: now,
    expires: now + 86_400_000)

  @Test("a code is the first 60 bits of a key, in letters that nobody takes for one another")
  func code() {
    // 00 07 0e 15 1c 23 2a 31: 00000 00000 00011 10000 11100 00101 01000 11100 00100 01100 10101 00011
    #expect(Self.key.code.description == "225J-W7AW-6EP5")
    #expect(!Self.key.code.letters.contains { "01IO".contains($0) })
    var last = Self.key.digest
    last[7] ^= 1
    #expect(KeyFingerprint(digest: last).code == Self.key.code, "bit 64 is none of the code's")
    last[7] ^= 0x10
    #expect(KeyFingerprint(digest: last).code != Self.key.code, "bit 60 is the code's last")
  }

  @Test("people type a code as they like; what is none is none")
  func typed() {
    for text in ["225J-W7AW-6EP5", "225jw7aw6ep5", " 225J W7AW 6EP5 "] {
      #expect(ClaimCode(typed: text) == Self.key.code, "\(text)")
    }
    for text in ["", "225J-W7AW-6EP", "225J-W7AW-6EP55", "225J-W7AW-6EPO", "225J-W7AW-6EPé"] {
      #expect(ClaimCode(typed: text) == nil, "\(text)")
    }
  }

  @Test("a fingerprint has one spelling, and topics of it are read back")
  func fingerprint() {
    let text = Self.key.description
    #expect(KeyFingerprint(text) == Self.key)
    #expect(KeyFingerprint(text.uppercased()) == nil)
    #expect(KeyFingerprint(text.dropLast()) == nil)
    for topic in [Topic.claim(Self.key), .enrolment(Self.key)] {
      #expect(Topic(topic.text) == topic)
    }
    #expect(Topic("loanha/v1/enrol/up/abc") == nil)
    #expect(Topic("loanha/v1/enrol/sideways/\(text)") == nil)
  }

  @Test("everything round-trips")
  func roundTrips() throws {
    #expect(try Claim(parsing: Self.claim.json.bytes) == Self.claim)
    #expect(try Endorsement(json: Self.endorsement.json) == Self.endorsement)
    #expect(try Assignment(json: Self.assignment.json) == Self.assignment)
    let answer = EnrolmentAnswer(
      endorsement: Self.endorsement.json.bytes, keyring: Array("{}".utf8),
      assignment: Self.assignment.json.bytes, certificates: Array("-----\n".utf8))
    #expect(try EnrolmentAnswer(parsing: answer.json().bytes) == answer)
  }

  @Test(
    "garbage on the wire: a cut or a changed byte is read as something else or refused, never a crash"
  )
  func garbage() throws {
    for whole in [Self.claim.json.bytes, Self.endorsement.json.bytes, Self.assignment.json.bytes] {
      for index in whole.indices {
        var changed = whole
        changed[index] ^= 0x15
        for bytes in [Array(whole[..<index]), changed] {
          _ = try? Claim(parsing: bytes)
          _ = try? EnrolmentAnswer(parsing: bytes)
          guard let json = try? JSONParser.parse(bytes) else { continue }
          _ = try? Endorsement(json: json)
          _ = try? Assignment(json: json)
        }
      }
    }
    #expect(throws: Malformed.self) {
      try Claim(parsing: [UInt8](repeating: 0x20, count: Bounds.claimBytes + 1))
    }
    #expect(throws: Malformed.self) {
      try EnrolmentAnswer(parsing: [UInt8](repeating: 0x20, count: Bounds.enrolmentAnswerBytes + 1))
    }
  }

  @Test(
    "an assignment that lives too long, lies outside its ward or would break a settings file is refused"
  )
  func assignments() {
    func isRefused(_ change: (inout Assignment) -> Void) -> Bool {
      var other = Self.assignment
      change(&other)
      return (try? Assignment(json: other.json)) == nil
    }
    #expect(!isRefused { _ in })
    #expect(isRefused { $0.expires = $0.issued })
    #expect(isRefused { $0.expires = $0.issued + 86_401_000 })
    #expect(isRefused { $0.area = Area("01.00082")! })
    #expect(isRefused { $0.groups = [Area("01")!] })
    #expect(isRefused { $0.address = "Số 12\"\nhost = \"đâu đó" })
    #expect(isRefused { $0.host = "a\"b" })
    #expect(isRefused { $0.host = "" })
    #expect(isRefused { $0.port = 0 })
    #expect(isRefused { $0.nonce = [1] })
  }
}
