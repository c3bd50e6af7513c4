import Sound
import Testing

@testable import Terminal

@Suite("Two loudspeakers, one story") struct SpeakerReportsTests {
  private func failed(_ token: UInt64) -> SoundReport {
    .failed(token: token, part: 1, milliseconds: 700, reason: "unplugged")
  }

  @Test("one speaker's story is told as it is")
  func alone() {
    var story = SpeakerReports(count: 1)
    #expect(story.begin(1, everywhere: true) == [0])
    for report: SoundReport in [
      .started(token: 1, nanoseconds: 5), .underrun(count: 1), .cardLost(reason: "unplugged"),
      failed(1), .cardBack,
    ] {
      #expect(story.hear(report, from: 0) == [.report(report)])
    }
  }

  @Test("the main speaker's end counts, whichever comes first")
  func leader() {
    var story = SpeakerReports(count: 2)
    #expect(story.begin(1, everywhere: true) == [0, 1])
    #expect(story.hear(.started(token: 1, nanoseconds: 5), from: 1).isEmpty)
    #expect(story.hear(.finished(token: 1), from: 1).isEmpty)
    #expect(story.hear(.finished(token: 1), from: 0) == [.report(.finished(token: 1))])
    #expect(story.begin(2, everywhere: false) == [0])
    #expect(story.hear(.finished(token: 2), from: 0) == [.report(.finished(token: 2))])
    #expect(story.hear(.finished(token: 2), from: 1).isEmpty)
  }

  @Test("a main card that is pulled is no end: the other speaker goes on, and its end counts")
  func followed() {
    var story = SpeakerReports(count: 2)
    _ = story.begin(1, everywhere: true)
    #expect(
      story.hear(.cardLost(reason: "unplugged"), from: 0)
        == [.lost(speaker: 0, reason: "unplugged")])
    #expect(story.hear(failed(1), from: 0).isEmpty)
    #expect(!story.mayLeave(1, 1))
    #expect(story.hear(.finished(token: 1), from: 1) == [.report(.finished(token: 1))])
    #expect(story.hear(.cardBack, from: 0) == [.back(speaker: 0)])
  }

  @Test("what the other speaker was through with has ended when the main card is pulled")
  func through() {
    var story = SpeakerReports(count: 2)
    _ = story.begin(1, everywhere: true)
    #expect(story.hear(.spoken(token: 1, milliseconds: 900), from: 1).isEmpty)
    #expect(
      story.hear(.cardLost(reason: "dead"), from: 0) == [
        .lost(speaker: 0, reason: "dead"), .report(.spoken(token: 1, milliseconds: 900)),
      ])
  }

  @Test("a main card that is pulled where nobody else plays does not look like a broken medium")
  func notTheMedium() {
    var story = SpeakerReports(count: 2)
    _ = story.begin(1, everywhere: false)
    _ = story.hear(.cardLost(reason: "unplugged"), from: 0)
    #expect(
      story.hear(failed(1), from: 0)
        == [.report(.stopped(token: 1, part: 1, milliseconds: 700))])
    // What follows sounds from the other.
    #expect(story.begin(2, everywhere: false) == [0, 1])
    #expect(story.hear(failed(2), from: 0).isEmpty)
    #expect(story.hear(.finished(token: 2), from: 1) == [.report(.finished(token: 2))])
  }

  @Test("a medium that is broken is one in both speakers")
  func brokenMedium() {
    var story = SpeakerReports(count: 2)
    _ = story.begin(1, everywhere: true)
    #expect(story.hear(failed(1), from: 0) == [.report(failed(1))])
    #expect(story.hear(failed(1), from: 1).isEmpty)
  }

  @Test("there is no sound only when no speaker is left, and there is with the first that is back")
  func silence() {
    var story = SpeakerReports(count: 2)
    #expect(story.hear(.cardLost(reason: "a"), from: 0) == [.lost(speaker: 0, reason: "a")])
    #expect(
      story.hear(.cardLost(reason: "b"), from: 1) == [
        .lost(speaker: 1, reason: "b"), .report(.cardLost(reason: "a")),
      ])
    #expect(
      story.hear(.cardBack, from: 1) == [
        .report(.cardBack), .back(speaker: 1), .lost(speaker: 0, reason: "a"),
      ])
    #expect(story.hear(.cardBack, from: 0) == [.back(speaker: 0)])
  }
}
