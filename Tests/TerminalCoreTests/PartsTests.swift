import Testing
import WardContract

@testable import TerminalCore

private func moment(_ monotonic: Int64) -> Moment {
  Moment(
    monotonicMilliseconds: monotonic, wall: Instant(milliseconds: monotonic),
    isSynchronized: true, entropy: 3)
}

@Suite("The journal") struct JournalTests {
  @Test("what the disk refused comes before what was said later, never after it")
  func order() {
    var journal = Journal()
    var effects = Effects()
    journal.add(.putKeyring([10]))
    journal.flush(moment(0), &effects)
    journal.add(.putKeyring([20]))
    guard case .store(_, let token) = effects.take().first else {
      Issue.record("a keyring waits for nothing")
      return
    }
    journal.failed(token, reason: "full", moment(5))
    journal.flush(moment(10), &effects)
    #expect(effects.take().isEmpty, "the disk gets time to recover")
    journal.flush(moment(10 + Journal.firstRetryMilliseconds), &effects)
    #expect(
      effects.take() == [
        .store([.putKeyring([10]), .putKeyring([20])], token: token + 1)
      ])
  }

  @Test(
    "a disk that refuses is asked again soon, then ever less often; once it took something, soon")
  func retries() {
    var journal = Journal()
    var effects = Effects()
    var now: Int64 = 0
    var pauses: [Int64] = []
    func refuse() {
      journal.flush(moment(now), &effects)
      guard case .store(_, let token) = effects.take().first else { return }
      journal.failed(token, reason: "full", moment(now))
      guard let deadline = journal.deadline else { return }
      pauses.append((deadline - now) / 1_000)
      now = deadline
    }
    journal.add(.putKeyring([10]))
    for _ in 0..<7 { refuse() }
    #expect(pauses == [2, 4, 8, 16, 32, 60, 60])

    journal.flush(moment(now), &effects)
    guard case .store(_, let token) = effects.take().first else { return }
    journal.stored(token)
    journal.add(.putKeyring([20]))
    refuse()
    #expect(pauses.last == 2)
  }

  @Test("an answer for another transaction changes nothing")
  func tokens() {
    var journal = Journal()
    var effects = Effects()
    let number = journal.add(.putKeyring([10]))
    journal.flush(moment(0), &effects)
    journal.stored(99)
    journal.failed(98, reason: "x", moment(0))
    #expect(journal.durable < number && journal.failure == nil)
    journal.stored(1)
    #expect(journal.durable == number)
  }

  @Test("who may wait gathers, goes with who may not, and is due by itself in the end")
  func patience() {
    var journal = Journal()
    var effects = Effects()
    func transactions() -> Int { effects.take().count }
    journal.add(.removeReceipts([1]))
    journal.flush(moment(0), &effects)
    #expect(journal.deadline == Journal.longestPatienceMilliseconds && transactions() == 0)
    journal.add(.putVolume(percent: 1))
    journal.flush(moment(50), &effects)
    journal.add(.putVolume(percent: 2))
    journal.flush(moment(900), &effects)
    #expect(journal.deadline == 50 + Journal.gatherMilliseconds && transactions() == 0)
    journal.flush(moment(50 + Journal.gatherMilliseconds), &effects)
    #expect(transactions() == 1 && journal.deadline == nil)
    journal.add(.removeReceipts([2]))
    journal.stored(1)
    journal.flush(moment(5_000), &effects)
    journal.add(.putProgress(Identifier("tin-1")!, Progress()))
    journal.flush(moment(6_000), &effects)
    #expect(
      effects.take() == [
        .store(
          [.removeReceipts([2]), .putProgress(Identifier("tin-1")!, Progress())], token: 2)
      ])
  }

  @Test("a disk that is full for weeks doesn't let the journal outgrow its bound")
  func bound() {
    var journal = Journal()
    for number in 0..<100_000 {
      journal.add(.putVolume(percent: number % 100))
      journal.add(.putProgress(Identifier("tin-\(number % 300)")!, Progress()))
    }
    var effects = Effects()
    let last = journal.added
    journal.flush(moment(0), &effects)
    guard case .store(let operations, let token) = effects.take().first else {
      Issue.record("progress waits for nothing")
      return
    }
    #expect(operations.count <= Journal.maximumWaiting)
    journal.stored(token)
    #expect(journal.durable == last)
  }
}

@Suite("Fetching media") struct MediaFetchTests {
  private let resource = Resource(
    mimeType: .png, sizeBytes: 5 * 65_536 + 1,
    digest: MediaDigest(String(repeating: "a", count: 64))!)

  private func topics(_ effects: [Effect]) -> [String] {
    effects.flatMap { effect in
      if case .subscribe(let filters) = effect { filters } else { [String]() }
    }
  }

  @Test("four pieces at a time, in order, each of its right size; then the whole is checked")
  func window() {
    var fetch = MediaFetch(found: [])
    var effects = Effects()
    fetch.want([resource], &effects)
    fetch.settle(isUp: true, moment(0), &effects)
    #expect(topics(effects.take()).count == MediaFetch.window)
    for piece in 0..<6 {
      let size = piece == 5 ? 1 : 65_536
      fetch.arrived(resource.digest, piece: piece + 1, bytes: [1], &effects)
      fetch.arrived(
        resource.digest, piece: piece, bytes: [UInt8](repeating: 0, count: size + 1), &effects)
      #expect(effects.take().isEmpty, "a piece out of order or of a wrong size was taken")
      fetch.arrived(
        resource.digest, piece: piece, bytes: [UInt8](repeating: 0, count: size), &effects)
      #expect(effects.take().count == 1)
      fetch.stored(resource.digest, piece: piece, moment(0), &effects)
      fetch.settle(isUp: true, moment(0), &effects)
      let asked = topics(effects.list)
      #expect(asked.count == (piece < 2 ? 1 : 0))
      if piece == 5 { #expect(effects.list.contains(.checkMedia(resource))) }
      _ = effects.take()
    }
  }

  @Test("a new connection asks at once for what the old one had under way")
  func reconnect() {
    var fetch = MediaFetch(found: [])
    var effects = Effects()
    fetch.want([resource], &effects)
    fetch.settle(isUp: true, moment(0), &effects)
    let first = topics(effects.take())
    fetch.linkDown()
    fetch.settle(isUp: false, moment(1), &effects)
    #expect(effects.take().isEmpty)
    fetch.settle(isUp: true, moment(2), &effects)
    #expect(topics(effects.take()) == first)
  }

  @Test("a medium that doesn't come gives way to others, and gets its turn again")
  func patience() {
    let other = Resource(
      mimeType: .png, sizeBytes: 1, digest: MediaDigest(String(repeating: "b", count: 64))!)
    var fetch = MediaFetch(found: [])
    var effects = Effects()
    fetch.want([resource, other], &effects)
    fetch.settle(isUp: true, moment(0), &effects)
    _ = effects.take()
    let later = MediaFetch.patienceMilliseconds
    fetch.settle(isUp: true, moment(later), &effects)
    #expect(topics(effects.take()) == [Topic.media(other.digest, piece: 0).text])
    fetch.settle(isUp: true, moment(4 * later), &effects)
    #expect(topics(effects.take()).first == Topic.media(resource.digest, piece: 0).text)
  }

  @Test("a medium that is wrong twice is given up")
  func givenUp() {
    var fetch = MediaFetch(found: [StoredMedium(digest: resource.digest, pieces: 6, isReady: false)]
    )
    var effects = Effects()
    fetch.want([resource], &effects)
    fetch.settle(isUp: false, moment(0), &effects)
    #expect(
      effects.take() == [.checkMedia(resource)], "a check that a power cut ate is made up for")
    fetch.refused(resource.digest)
    #expect(!fetch.isGivenUp(resource.digest))
    fetch.refused(resource.digest)
    #expect(fetch.isGivenUp(resource.digest))
  }
}
