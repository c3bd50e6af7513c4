import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// Issue 6.7: what a browser brings of a live programme.
@Suite("Live: what a browser brings") struct LiveBatchTests {
  private let key = Ed25519.PrivateKey(seed: [UInt8](1...32))
  private let stream: LiveStream

  init() throws {
    stream = LiveStream(
      stream: try #require(Identifier("dong-1")), publicKey: key.publicKey,
      segmentMilliseconds: 80, longestMilliseconds: 10_000)
  }

  private func message(
    _ first: Int, isLast: Bool = false, by key: Ed25519.PrivateKey? = nil,
    of name: String = "dong-1"
  ) throws -> [UInt8] {
    let segment = LiveSegment(
      firstPacket: first, repeatedCount: 0, packets: [[0xF8, 0xFF, 0xFE]], isLast: isLast)
    return segment.message(of: try #require(Identifier(name))) { (key ?? self.key).sign($0) }
  }

  private func spelled(_ flag: UInt8, _ messages: [[UInt8]]) -> [UInt8] {
    messages.reduce([flag]) { bytes, message in
      bytes + [UInt8(message.count >> 8), UInt8(message.count & 255)] + message
    }
  }

  @Test("segments come in their order, with an end that is kept or meant")
  func read() throws {
    let (one, two, end) = try (message(0), message(1), message(2, isLast: true))
    let batch = try LiveBatch(spelled(0, [one, two, end]), of: stream)
    #expect(batch.segments == [one, two] && batch.end == end && !batch.isOver)
    let last = try LiveBatch(spelled(1, [end]), of: stream)
    #expect(last.segments.isEmpty && last.end == end && last.isOver)
  }

  @Test("what no home would believe is refused, whole")
  func refused() throws {
    let (one, end) = try (message(0), message(1, isLast: true))
    let stranger = try Ed25519.PrivateKey()
    let whole = spelled(0, [one, end])
    var spoilt = whole
    spoilt[40] ^= 1
    let bad: [[UInt8]] = [
      [], [0], [2], spoilt, spelled(2, [one, end]), Array(whole.dropLast()), whole + [0],
      spelled(0, [one]), spelled(0, [end, one]), spelled(0, [end, end]), spelled(0, [[]]),
      spelled(0, [try message(0, by: stranger), end]),
      spelled(0, [try message(0, of: "dong-2"), end]),
      spelled(0, [one, try message(500, isLast: true)]),
    ]
    for bytes in bad {
      #expect(throws: Refusal.self) { try LiveBatch(bytes, of: stream) }
    }
  }
}

/// Issue 6.7: how a live programme is announced from a page, and when it may be spoken.
@Suite("Live: announced from a page") struct LiveAnnouncingTests {
  private let folder = TemporaryFolder()
  /// A Tuesday; the afternoon's session is from 17:00 to 17:15.
  private static let founded = Instant("2026-11-24T08:05:00+07:00")!

  private func ward() throws -> WardFolder {
    try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.founded)
  }

  private func announcement(
    _ ward: WardFolder, minutes: Int?, _ time: String
  ) throws -> Bulletin {
    try ward.announcement(
      of: Bulletin(
        identifier: Identifier("noi-1")!, senderName: "UBND", sent: Self.founded,
        areas: [ward.area], expires: Self.founded + 60_000, headline: "Nói chuyện",
        regulation: .init(contentClass: "chi-dao-dieu-hanh")),
      publicKey: [UInt8](repeating: 7, count: 32), milliseconds: minutes.map { $0 * 60_000 },
      at: Instant(time)!)
  }

  @Test("it names the browser's key, and hangs long enough for another person to sign it")
  func announced() throws {
    let bulletin = try announcement(ward(), minutes: 5, "2026-11-24T17:02:00+07:00")
    #expect(bulletin.live?.publicKey == [UInt8](repeating: 7, count: 32))
    #expect(bulletin.live?.longestMilliseconds == 300_000)
    #expect(bulletin.expires == Instant("2026-11-24T17:17:00+07:00"))
    #expect(try Bulletin(json: JSONParser.parse(bulletin.json.bytes)) == bulletin)
    #expect(throws: DeskError.self) {
      try announcement(ward(), minutes: 5, "2026-11-24T12:00:00+07:00")
    }
  }

  @Test("signed late, it has what the session has left, and nothing once that is over")
  func late() throws {
    let ward = try ward()
    let bulletin = try announcement(ward, minutes: 10, "2026-11-24T17:02:00+07:00")
    func air(_ time: String) throws -> (Instant, Int) {
      let now = Instant(time)!
      let air = try ward.airTime(of: bulletin, hung: now, at: now)
      return (air.begins, air.longestMilliseconds)
    }
    #expect(
      try air("2026-11-24T17:03:00+07:00") == (Instant("2026-11-24T17:03:05+07:00")!, 600_000))
    #expect(try air("2026-11-24T17:10:00+07:00").1 == 295_000)
    #expect(throws: SubmissionFault.self) { try air("2026-11-24T17:15:00+07:00") }
  }
}
