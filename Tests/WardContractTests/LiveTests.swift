import Signatures
import Testing

@testable import WardContract

@Suite("Live: streams and segments") struct LiveTests {
  let key: Ed25519.PrivateKey
  let stream: LiveStream
  let verifier = Verifier { Ed25519.verify(publicKey: $0, message: $1, signature: $2) }

  init() throws {
    key = Ed25519.PrivateKey(seed: [UInt8](repeating: 7, count: 32))
    stream = LiveStream(
      stream: Identifier("dong-1")!, publicKey: key.publicKey, segmentMilliseconds: 80,
      longestMilliseconds: 60_000)
  }

  private static let segment = LiveSegment(
    firstPacket: 70_000 - 67_500, repeatedCount: 2, packets: [[1], [2, 2], [3, 3, 3], [4]],
    isLast: false)

  private func message(_ segment: LiveSegment = segment) -> [UInt8] {
    segment.message(of: stream.stream) { key.sign($0) }
  }

  private func refusal(_ message: [UInt8], of stream: LiveStream? = nil) -> Refusal? {
    do {
      _ = try verifier.liveSegment(message, of: stream ?? self.stream)
      return nil
    } catch {
      return error
    }
  }

  @Test("a segment comes back as it went, the last one as the last")
  func roundTrip() throws {
    for isLast in [false, true] {
      var segment = Self.segment
      segment.isLast = isLast
      #expect(try verifier.liveSegment(message(segment), of: stream) == segment)
    }
  }

  @Test("the bytes on the wire are those that the contract describes")
  func bytes() {
    let expected: [UInt8] =
      Array("LNL1".utf8) + [0, 4, 2, 0, 0, 0, 9, 0xC4, 0, 1, 0, 2, 0, 3, 0, 1]
      + [1, 2, 2, 3, 3, 3, 4]
    #expect(Array(message().dropLast(64)) == expected)
    let covered = Array("loanha-live".utf8) + [0] + Array("dong-1".utf8) + [0] + expected
    #expect(
      Ed25519.verify(
        publicKey: key.publicKey, message: covered, signature: Array(message().suffix(64))))
  }

  @Test("another's signature, another stream's segment, one changed bit: refused")
  func forged() {
    let stranger = Ed25519.PrivateKey(seed: [UInt8](repeating: 8, count: 32))
    let bad = Refusal.badSignature("dong-1")
    #expect(refusal(Self.segment.message(of: stream.stream) { stranger.sign($0) }) == bad)
    // Made with the same key for a stream of another name.
    #expect(refusal(Self.segment.message(of: Identifier("dong-2")!) { key.sign($0) }) == bad)
    for index in message().indices {
      var changed = message()
      changed[index] ^= 0x10
      #expect(refusal(changed) != nil, "byte \(index)")
    }
  }

  @Test("cut off anywhere, with bytes too many, oversized: refused before a signature is looked at")
  func malformed() {
    let whole = message()
    for count in whole.indices {
      guard case .malformed = refusal(Array(whole.prefix(count))) else {
        Issue.record("\(count) bytes")
        continue
      }
    }
    for more in [whole + [0], whole + [UInt8](repeating: 0, count: Bounds.liveSegmentBytes)] {
      guard case .malformed = refusal(more) else {
        Issue.record("\(more.count) bytes")
        continue
      }
    }
  }

  @Test("a segment after the longest time that was granted is refused, however well signed")
  func tooLong() {
    let most = stream.longestMilliseconds / LiveSegment.packetMilliseconds
    func segment(_ first: Int) -> LiveSegment {
      LiveSegment(firstPacket: first, repeatedCount: 0, packets: [[1], [2]], isLast: false)
    }
    #expect(refusal(message(segment(most - 2))) == nil)
    #expect(refusal(message(segment(most - 1))) != nil)
    #expect(refusal(message(segment(4_000_000_000))) != nil)
  }

  @Test("50,000 random and randomly changed messages: none is believed, none does harm")
  func fuzzed() {
    var state: UInt64 = 2026
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let refuseAll = Verifier { _, _, _ in false }
    let whole = message()
    for _ in 0..<50_000 {
      var bytes = whole
      switch random(3) {
      case 0: bytes = (0..<random(300)).map { _ in UInt8(random(256)) }
      case 1:
        for _ in 0...random(4) { bytes[random(bytes.count)] = UInt8(random(256)) }
      default:
        bytes = Array(bytes.prefix(random(bytes.count)))
        bytes += (0..<random(100)).map { _ in UInt8(random(256)) }
      }
      do {
        _ = try refuseAll.liveSegment(bytes, of: stream)
        Issue.record("\(bytes) was believed")
      } catch {}
    }
  }

  // MARK: The announcement

  private func announcement(_ change: (inout Bulletin) -> Void = { _ in }) -> Bulletin {
    let sent = Instant("2026-11-24T08:00:00+07:00")!
    var bulletin = Bulletin(
      identifier: Identifier("noi-1")!, senderName: "UBND", sent: sent,
      areas: [Area("01.00004")!], expires: sent + 120_000, headline: "Nói chuyện", live: stream)
    change(&bulletin)
    return bulletin
  }

  private func fault(_ bulletin: Bulletin) -> String? {
    do {
      let read = try Bulletin(json: JSONParser.parse(bulletin.json.bytes))
      return read == bulletin ? nil : "changed"
    } catch {
      return error.description
    }
  }

  @Test("an announcement comes back as it went; what contradicts itself is refused")
  func announced() {
    #expect(fault(announcement()) == nil)
    let sound = Resource(
      mimeType: .opus, sizeBytes: 1, digest: MediaDigest(String(repeating: "0", count: 64))!,
      durationMilliseconds: 1_000)
    let wrong: [(String, (inout Bulletin) -> Void)] = [
      ("recordings", { $0.resources = [sound] }),
      ("Cancel", { ($0.revision, $0.messageType) = (2, .cancel) }),
      ("ended", { $0.expires = $0.sent + 60_000 + 601_000 }),
      ("multiple", { $0.live?.segmentMilliseconds = 70 }),
      ("outside", { $0.live?.segmentMilliseconds = 220 }),
      ("outside", { $0.live?.longestMilliseconds = Bounds.soundMilliseconds + 1 }),
      ("32 bytes", { $0.live?.publicKey = [1, 2, 3] }),
    ]
    for (word, change) in wrong {
      let fault = fault(announcement(change)) ?? "believed"
      #expect(fault.contains(word), "\(fault)")
    }
  }

  @Test("a live topic is read back, and no other word in its place")
  func topic() {
    let topic = Topic.live(Area("01.00004")!, stream: Identifier("dong-1")!)
    #expect(topic.text == "loanha/v1/area/01.00004/live/dong-1")
    #expect(Topic(topic.text) == topic)
    #expect(Topic("loanha/v1/area/01.00004/alive/dong-1") == nil)
  }
}
