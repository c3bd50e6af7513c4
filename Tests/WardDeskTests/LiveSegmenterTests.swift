import LinuxIO
import Signatures
import Sound
import Testing
import WardContract

@testable import WardDesk

@Suite("Live: segments as the desk makes them") struct LiveSegmenterTests {
  private static let silence = [Int16](repeating: 0, count: OpusEncoding.packetFrames)

  @Test("each segment brings what is new and repeats what was new in the one before")
  func segments() throws {
    let segmenter = try LiveSegmenter(
      stream: Identifier("dong-1")!, segmentMilliseconds: 80, longestMilliseconds: 60_000)
    let messages = try (0..<10).compactMap {
      try segmenter.add(Self.silence, isLast: $0 == 9)
    }
    let segments = try messages.map {
      try Verifier.sodium.liveSegment($0, of: segmenter.stream)
    }
    #expect(segments.map(\.firstPacket) == [0, 0, 4])
    #expect(segments.map(\.packets.count) == [4, 8, 6])
    #expect(segments.map(\.repeatedCount) == [0, 4, 4])
    #expect(segments.map(\.isLast) == [false, false, true])
    #expect(Array(segments[1].packets.prefix(4)) == segments[0].packets)
    #expect(segmenter.milliseconds == 200)
  }

  /// A source that gives so many samples in pieces of any size.
  private final class Pieces: LiveInput {
    let isPacedByItself = true
    private var left: Int
    private let piece: Int

    init(samples: Int, piece: Int) { (left, self.piece) = (samples, piece) }

    func read(_ count: Int) throws(DeskError) -> [Int16]? {
      guard left > 0 else { return nil }
      let taken = min(count, piece, left)
      left -= taken
      return [Int16](repeating: 1, count: taken)
    }
  }

  @Test("sound in pieces of any size becomes whole packets, the last one filled with silence")
  func pieces() throws {
    for (samples, piece) in [(960 * 3 + 100, 7), (960, 960), (1, 1)] {
      let heard = try Mailbox<LiveThread.Heard>(capacity: 256)
      let thread = try LiveThread(Pieces(samples: samples, piece: piece), heard: heard)
      var packets: [[Int16]] = []
      var isOver = false
      while !isOver {
        heard.wait(timeoutMilliseconds: 10_000)
        let news = heard.drain()
        try #require(!news.isEmpty)
        for word in news {
          switch word {
          case .packet(let packet, _): packets.append(packet)
          case .ended(let reason):
            #expect(reason == nil)
            isOver = true
          }
        }
      }
      thread.close()
      #expect(packets.count == (samples + 959) / 960)
      #expect(packets.allSatisfy { $0.count == OpusEncoding.packetFrames })
      #expect(packets.joined().reduce(0) { $0 + Int($1) } == samples)
    }
  }

  @Test("an address that isn't one is refused before any program is started")
  func addresses() {
    for address in ["file:///etc/passwd", "http://a b", "https://x\n", "concat:a", "-i"] {
      #expect(throws: DeskError.self) { try RelayInput(address: address) }
    }
    let long = "http://" + String(repeating: "a", count: RelayInput.longestAddressBytes)
    #expect(throws: DeskError.self) { try RelayInput(address: long) }
  }
}
