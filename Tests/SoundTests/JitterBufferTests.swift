import Testing

@testable import Sound

@Suite("Live: the jitter buffer") struct JitterBufferTests {
  /// A stream whose packet number n is the two bytes of n.
  private static func packet(_ number: Int) -> [UInt8] {
    [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
  }

  private static func packets(_ numbers: Range<Int>) -> [[UInt8]] { numbers.map(packet) }

  /// What comes out in so many turns, with runs in one line: "silence×3, 0…24, missing×2".
  private static func turns(_ count: Int, _ buffer: inout JitterBuffer) -> String {
    var words: [String] = []
    var run = (word: "", first: 0, count: 0)
    func close() {
      guard run.count > 0 else { return }
      let isNumber = run.word == "packet"
      words.append(
        isNumber
          ? "\(run.first)…\(run.first + run.count - 1)"
          : run.count == 1 ? run.word : "\(run.word)×\(run.count)")
    }
    for _ in 0..<count {
      var (word, number) = ("", 0)
      switch buffer.next() {
      case .silence: word = "silence"
      case .missing: word = "missing"
      case .ended: word = "ended"
      case .givenUp: word = "given up"
      case .packet(let bytes): (word, number) = ("packet", Int(bytes[0]) << 8 | Int(bytes[1]))
      }
      if word == run.word, word != "packet" || number == run.first + run.count {
        run.count += 1
      } else {
        close()
        run = (word, number, 1)
      }
    }
    close()
    return words.joined(separator: ", ")
  }

  @Test("the first packet sounds once half a second is there, and not before")
  func gathers() {
    var buffer = JitterBuffer()
    #expect(Self.turns(3, &buffer) == "silence×3")
    buffer.add(first: 0, Self.packets(0..<24), isLast: false)
    #expect(Self.turns(1, &buffer) == "silence")
    buffer.add(first: 24, Self.packets(24..<25), isLast: false)
    #expect(Self.turns(25, &buffer) == "0…24")
    #expect(buffer.account == .init(first: 0, reached: 25, lost: 0))
  }

  @Test("a stream shorter than that sounds at once when its end is known, and ends with a fade")
  func short() {
    var buffer = JitterBuffer()
    buffer.add(first: 0, Self.packets(0..<3), isLast: true)
    #expect(Self.turns(2, &buffer) == "0…1")
    #expect(!buffer.fallsSilent)
    #expect(Self.turns(1, &buffer) == "2…2")
    #expect(buffer.fallsSilent)
    #expect(Self.turns(2, &buffer) == "ended×2")
  }

  @Test("out of order, twice, too late: each packet sounds once, in its place")
  func reorders() {
    var buffer = JitterBuffer()
    for first in [8, 0, 4, 4, 16, 12, 20, 24] {
      buffer.add(first: first, Self.packets(first..<first + 4), isLast: false)
    }
    #expect(Self.turns(10, &buffer) == "0…9")
    buffer.add(first: 4, Self.packets(4..<8), isLast: false)
    #expect(Self.turns(18, &buffer) == "10…27")
    #expect(buffer.account.lost == 0)
  }

  @Test("a gap is made up while what follows is there, and is counted")
  func gap() {
    var buffer = JitterBuffer()
    buffer.add(first: 0, Self.packets(0..<10), isLast: false)
    buffer.add(first: 14, Self.packets(14..<40), isLast: false)
    #expect(Self.turns(20, &buffer) == "0…9, missing×4, 14…19")
    #expect(buffer.account == .init(first: 0, reached: 20, lost: 4))
  }

  @Test("run dry: a tenth of a second is made up, then silence; it goes on where it stopped")
  func dry() {
    var buffer = JitterBuffer()
    buffer.add(first: 0, Self.packets(0..<25), isLast: false)
    #expect(Self.turns(30, &buffer) == "0…24, missing×5")
    #expect(buffer.fallsSilent)
    #expect(Self.turns(30, &buffer) == "silence×30")
    buffer.add(first: 25, Self.packets(25..<60), isLast: false)
    #expect(Self.turns(3, &buffer) == "25…27")
    #expect(buffer.account.lost == 0)
  }

  @Test("three seconds of silence are an interruption; what comes then sounds from the present on")
  func interrupted() {
    var buffer = JitterBuffer()
    buffer.add(first: 0, Self.packets(0..<25), isLast: false)
    _ = Self.turns(30 + JitterBuffer.interruptedAfter - 1, &buffer)
    #expect(!buffer.account.isInterrupted)
    _ = Self.turns(1, &buffer)
    #expect(buffer.account.isInterrupted)
    buffer.add(first: 500, Self.packets(500..<525), isLast: false)
    #expect(Self.turns(2, &buffer) == "500…501")
    #expect(!buffer.account.isInterrupted)
    #expect(buffer.account == .init(first: 0, reached: 502, lost: 475))
  }

  @Test("after a minute without a packet it is given up, before the first one as well")
  func givenUp() {
    var buffer = JitterBuffer()
    #expect(
      Self.turns(JitterBuffer.givenUpAfter, &buffer)
        == "silence×\(JitterBuffer.givenUpAfter - 1), given up")
  }

  @Test("who comes late hears the present; the programme's own beginning is not cut off")
  func late() {
    var late = JitterBuffer()
    late.add(first: 1_000, Self.packets(1_000..<1_100), isLast: false)
    #expect(Self.turns(1, &late) == "1075…1075")
    #expect(late.account.first == 1_075)
    var early = JitterBuffer()
    early.add(first: 0, Self.packets(0..<100), isLast: false)
    #expect(Self.turns(1, &early) == "0…0")
  }

  @Test("it never lags more than 2.5 s: beyond that it goes back to the present")
  func bounded() {
    var buffer = JitterBuffer()
    buffer.add(first: 0, Self.packets(0..<100), isLast: false)
    #expect(Self.turns(10, &buffer) == "0…9")
    buffer.add(first: 100, Self.packets(100..<140), isLast: false)
    #expect(Self.turns(3, &buffer) == "115…117")
    #expect(buffer.account == .init(first: 0, reached: 118, lost: 105))
    // Far ahead, at once: nothing is kept for it, nothing made up.
    buffer.add(first: 1_000_000, Self.packets(0..<20), isLast: false)
    _ = Self.turns(1, &buffer)
    #expect(buffer.account.reached > 999_999)
  }

  /// Segments of 4 packets, each with those of the segment before, over a network that loses, delays,
  /// doubles and reorders.
  private struct Network {
    var lossPerMille: Int
    var jitterTurns: Int
    var seed: UInt64

    mutating func random(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }

    /// What comes in each turn.
    mutating func carry(packets: Int) -> [[Int]] {
      var arrivals = [[Int]](repeating: [], count: packets + 200)
      for first in stride(from: 0, to: packets, by: 4) {
        let copies = random(1_000) < 50 ? 2 : 1
        // The last segment is sent three times, so that the end is known.
        for _ in 0..<(first + 4 >= packets ? 3 : copies) where random(1_000) >= lossPerMille {
          arrivals[first + 4 + random(jitterTurns + 1)].append(first)
        }
      }
      return arrivals
    }
  }

  @Test(
    "1 minute over a bad network, 20 seeds each: in order, once, complete but for what was lost twice",
    arguments: [(0, 0), (0, 20), (50, 0), (50, 20), (200, 10)])
  func simulated(lossPerMille: Int, jitterTurns: Int) {
    for seed in UInt64(1)...20 {
      var network = Network(lossPerMille: lossPerMille, jitterTurns: jitterTurns, seed: seed)
      let total = 3_000
      let arrivals = network.carry(packets: total)
      let arrived = Set(arrivals.joined())
      // A packet came if its own segment did, or the next, which repeats it.
      let came = (0..<total).filter { packet in
        let segment = packet / 4 * 4
        return arrived.contains(segment) || arrived.contains(segment + 4)
      }
      var buffer = JitterBuffer()
      var heard: [Int] = []
      var silent = 0
      var ended = false
      for turn in 0..<arrivals.count where !ended {
        for first in arrivals[turn] {
          let from = max(0, first - 4)
          buffer.add(first: from, Self.packets(from..<first + 4), isLast: first + 4 == total)
        }
        switch buffer.next() {
        case .packet(let bytes): heard.append(Int(bytes[0]) << 8 | Int(bytes[1]))
        case .silence: if !heard.isEmpty { silent += 1 }
        case .ended: ended = true
        case .missing, .givenUp: break
        }
      }
      let place = "seed \(seed)"
      #expect(zip(heard, heard.dropFirst()).allSatisfy { $0 < $1 }, "\(place): out of order")
      #expect(silent == 0, "\(place): silent in the middle")
      #expect(heard == came, "\(place): \(came.count - heard.count) that came were not heard")
      #expect(buffer.account.lost == total - came.count, "\(place)")
      if lossPerMille == 0 { #expect(heard.count == total) }
      #expect(ended || !arrived.contains(total - 4), "\(place): no end")
    }
  }
}
