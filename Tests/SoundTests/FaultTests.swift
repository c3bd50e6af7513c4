import Foundation
import LinuxIO
import Testing

@testable import Sound

extension CardDetails {
  @Suite struct Faults {
    let studio = Studio()
    let card: FaultyCard

    init() throws { card = try FaultyCard() }

    private func settings(
      bufferMilliseconds: Int = 500, leadInMilliseconds: Int = 0
    ) -> SoundSettings {
      SoundSettings(
        pcm: card.name, bufferMilliseconds: bufferMilliseconds,
        leadInMilliseconds: leadInMilliseconds, tailMilliseconds: 50)
    }

    private static func isLoss(_ report: SoundReport) -> Bool {
      if case .cardLost = report { true } else { false }
    }

    private static func isStart(_ report: SoundReport) -> Bool {
      if case .started = report { true } else { false }
    }

    /// Why the card was lost, once it was.
    private func loss(_ rig: Rig) throws -> String {
      guard case .cardLost(let reason) = try rig.wait(for: Self.isLoss) else { return "" }
      return reason
    }

    private func playsAgain(_ rig: Rig, token: UInt64) throws {
      rig.thread.play(token: token, [.signal(.ordinary)], minimumVolumePercent: 0)
      #expect(try rig.waitForEnd(of: token) == .finished(token: token))
    }

    @Test("a card with a clock of its own plays to the end, every frame")
    func healthy() throws {
      let rig = try Rig(settings())
      try playsAgain(rig, token: 1)
      rig.close()
      // On a busy machine it may run dry in between, and goes on.
      let others = rig.heard.filter { if case .underrun = $0 { false } else { true } }
      #expect(others.count == 2, "\(rig.heard)")
      #expect(card[.frames] == (Signal.ordinary.milliseconds + 50) * 48)
    }

    @Test("a card pulled out while it plays is told of, with how far it came; put back, it plays")
    func pulledWhilePlaying() throws {
      let rig = try Rig(settings())
      rig.thread.play(token: 1, [.signal(.emergency)], minimumVolumePercent: 0)
      try rig.wait(for: Self.isStart)
      try card.wait { card[.frames] >= 48_000 }
      card.pull()
      guard case .failed(1, part: 0, let milliseconds, let reason) = try rig.waitForEnd(of: 1)
      else {
        Issue.record("\(rig.heard)")
        return
      }
      // What was in the card when it went counts as not heard.
      #expect((400...card[.frames] / 48).contains(milliseconds), "\(milliseconds)")
      #expect(reason.contains("the card is not there"), "\(reason)")
      #expect(try loss(rig) == reason)
      card.putBack()
      card[.swallows] = 1
      rig.thread.cardsChanged()
      try rig.wait { $0 == .cardBack }
      try playsAgain(rig, token: 2)
      rig.close()
      #expect(rig.heard.count(where: Self.isLoss) == 1)
    }

    @Test("a card pulled out while nothing sounds is told of when the kernel says so")
    func pulledWhileIdle() throws {
      card[.swallows] = 1
      let rig = try Rig(settings())
      try playsAgain(rig, token: 1)
      card.pull()
      rig.thread.cardsChanged()
      #expect(try loss(rig).contains("unplugged"))
      card.putBack()
      rig.thread.cardsChanged()
      try rig.wait { $0 == .cardBack }
      rig.close()
    }

    @Test("news of another card disturbs neither the one that plays nor the one that rests")
    func otherCard() throws {
      let rig = try Rig(settings())
      rig.thread.play(token: 1, [.signal(.ordinary)], minimumVolumePercent: 0)
      try rig.wait(for: Self.isStart)
      rig.thread.cardsChanged()
      #expect(try rig.waitForEnd(of: 1) == .finished(token: 1))
      card[.swallows] = 1
      rig.thread.cardsChanged()
      try playsAgain(rig, token: 2)
      rig.close()
      #expect(card[.opens] == 1)
      #expect(!rig.heard.contains(where: Self.isLoss))
    }

    @Test("a card pulled out and put back unseen plays what comes next as if nothing had been")
    func changedUnseen() throws {
      card[.swallows] = 1
      let rig = try Rig(settings())
      try playsAgain(rig, token: 1)
      card.pull()
      card.putBack()
      try playsAgain(rig, token: 2)
      rig.close()
      #expect(card[.opens] == 2)
      #expect(!rig.heard.contains(where: Self.isLoss))
    }

    @Test("a card that another program has is told of as that, and played on once it is free")
    func busy() throws {
      card[.openError] = Int(EBUSY)
      let rig = try Rig(settings())
      #expect(try loss(rig).contains("another program has the card"))
      rig.thread.play(token: 1, [.signal(.emergency)], minimumVolumePercent: 0)
      guard case .failed(1, _, _, let reason) = try rig.waitForEnd(of: 1) else {
        Issue.record("\(rig.heard)")
        return
      }
      #expect(reason.contains("another program has the card"))
      card[.openError] = 0
      card[.swallows] = 1
      try playsAgain(rig, token: 2)
      rig.close()
      #expect(rig.heard.count { $0 == .cardBack } == 1)
    }

    @Test("a busy card that is free again is found without anything to play")
    func freeAgain() throws {
      card[.openError] = Int(EBUSY)
      let rig = try Rig(settings())
      _ = try loss(rig)
      card[.openError] = 0
      try rig.wait { $0 == .cardBack }
      rig.close()
    }

    @Test(
      "a card that stands still without an error is found out, while it plays and at the end",
      .enabled(if: Studio.has("sox")))
    func standsStill() throws {
      let tone = try studio.tone("tone.wav", seconds: 0.3)
      // In the longer one there is room for all of it: nothing but the end is left to wait for.
      for bufferMilliseconds in [100, 500] {
        let rig = try Rig(settings(bufferMilliseconds: bufferMilliseconds))
        rig.thread.play(
          token: 1, [.file(path: tone, fromMilliseconds: 0)], minimumVolumePercent: 0)
        try rig.wait(for: Self.isStart)
        card[.standsStill] = 1
        guard case .failed(1, part: 0, _, let reason) = try rig.waitForEnd(of: 1) else {
          Issue.record("\(rig.heard)")
          return
        }
        #expect(reason.contains("stands still"), "\(reason)")
        card[.standsStill] = 0
        card[.swallows] = 1
        try playsAgain(rig, token: 2)
        card[.swallows] = 0
        rig.close()
      }
    }

    @Test("standing still is borne as long as a buffer lasts, and what waits for samples does not")
    func patience() throws {
      var progress = CardProgress(bufferMilliseconds: 2_000)
      progress.wrote(isFirst: true, at: 0)
      try progress.check(position: 0, at: 0)
      try progress.check(position: 480, at: 500)
      try progress.check(position: 480, at: 3_500)
      #expect(throws: CardFault.self) { try progress.check(position: 480, at: 3_501) }
      // A disk that stalled for ten seconds: the card was dry and had no reason to move.
      progress.wrote(isFirst: false, at: 13_000)
      try progress.check(position: 480, at: 13_001)
      // The next performance counts from its own beginning.
      progress.wrote(isFirst: true, at: 50_000)
      try progress.check(position: 0, at: 52_000)
      try progress.check(position: 10, at: 54_000)
    }

    @Test("a card that refuses to start is a lost card, not a silent one")
    func startFails() throws {
      let rig = try Rig(settings())
      card[.startError] = Int(EIO)
      rig.thread.play(token: 1, [.signal(.emergency)], minimumVolumePercent: 0)
      guard case .failed(1, _, _, let reason) = try rig.waitForEnd(of: 1) else {
        Issue.record("\(rig.heard)")
        return
      }
      #expect(reason.contains("starting"), "\(reason)")
      card[.startError] = 0
      card[.swallows] = 1
      try playsAgain(rig, token: 2)
      rig.close()
    }

    @Test("a card that ran dry is told of and goes on to the last frame")
    func runsDry() throws {
      let rig = try Rig(settings())
      rig.thread.play(token: 1, [.signal(.ordinary)], minimumVolumePercent: 0)
      try rig.wait(for: Self.isStart)
      card[.dryRuns] = 1
      #expect(try rig.waitForEnd(of: 1) == .finished(token: 1))
      rig.close()
      #expect(rig.heard.contains(.underrun(count: 1)))
      #expect(card[.frames] == (Signal.ordinary.milliseconds + 50) * 48)
    }

    @Test("two hundred items open the card once", .enabled(if: Studio.has("sox")))
    func opensOnce() throws {
      let tone = try studio.tone("tone.wav", seconds: 0.02)
      card[.swallows] = 1
      let rig = try Rig(settings())
      for token in 1...200 as ClosedRange<UInt64> {
        rig.thread.play(
          token: token, [.file(path: tone, fromMilliseconds: 0)], minimumVolumePercent: 0)
        #expect(try rig.waitForEnd(of: token) == .finished(token: token))
      }
      rig.close()
      #expect(card[.opens] == 1)
    }

    @Test(
      "a card that dies of being opened is opened ever more rarely, up to every 30 s, and heals")
    func opensRarely() throws {
      var pause = RetryPause()
      #expect(
        (0..<7).map { _ in pause.next() } == [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
      try #require(TerminalALSA.isReady)
      let reports = try Mailbox<SoundReport>(capacity: 100)
      let player = CardPlayer(settings(), reports)
      // It can be opened and dies of being played on: that it could be opened is no cure.
      card[.startError] = Int(EIO)
      var last = 0
      for token in 1...7 {
        let play = SoundThread.Command.play(
          token: UInt64(token), [.signal(.ordinary)], minimumVolumePercent: 0)
        var next = player.step([play])
        while case .atOnce = next { next = player.step([]) }
        guard case .after(let milliseconds) = next else {
          Issue.record("\(next)")
          return
        }
        last = milliseconds
      }
      #expect((16_001...30_000).contains(last), "\(last)")
      let opens = card[.opens]
      _ = player.step([])
      #expect(card[.opens] == opens, "it is left alone meanwhile")
      // Another card came: that is news.
      card[.startError] = 0
      _ = player.step([.cardsChanged])
      #expect(card[.opens] == opens + 1)
      #expect(reports.drain().last == .cardBack)
      _ = player.step([.close])
    }
  }
}
