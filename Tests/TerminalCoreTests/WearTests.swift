import Testing
import WardContract

@testable import TerminalCore

/// What a memory card wears by: each transaction is a trip to it, with whole blocks of the file
/// system.
@Suite("Wear of a memory card") struct WearTests {
  /// Transactions since the last call, as what is in them.
  private func transactions(_ bench: inout Bench) -> [[StoreOperation]] {
    bench.takeEffects().compactMap { effect in
      if case .store(let operations, _) = effect { operations } else { nil }
    }
  }

  /// A home at rest that has seen an index and stored what is due.
  private func home() -> Bench {
    var bench = Bench()
    bench.sendIndex([])
    bench.wait(10_000)
    _ = bench.takeEffects()
    return bench
  }

  private func acknowledge(_ bench: inout Bench, _ sequences: [Int64]) {
    let word = Acknowledgement(
      terminal: Identifier("nha-1")!, ledger: Identifier("so-1")!, sequences: sequences,
      time: bench.now)
    bench.tell(
      .message(
        .down(terminal: Identifier("nha-1")!, kind: .acknowledgement, Identifier("so-1-1")!),
        payload: Bench.sign(word.json, as: .acknowledgement, ["desk"]), retained: false))
  }

  @Test("a text costs two transactions until the desk has its receipts: as it begins, and as it ends")
  func alone() {
    var bench = home()
    let text = bench.bulletin("tin-1")
    bench.send(text)
    bench.sendIndex([text])
    let sound = bench.plays[0].token
    bench.tell(.soundEnded(token: sound, .spoken(milliseconds: 9_000)))
    acknowledge(&bench, [1, 2, 3])
    bench.wait(60_000)
    let all = transactions(&bench)
    #expect(all.count == 2, "\(all)")
    #expect(bench.core.counts.receipts == 0)
  }

  @Test("bulletins that come together share a transaction with their receipts")
  func together() {
    var bench = home()
    var bulletins: [Bulletin] = []
    for number in 1...8 {
      var bulletin = bench.bulletin("tin-\(number)")
      bulletin.effective = Bench.start + 18_000_000
      bulletins.append(bulletin)
      bench.send(bulletin)
      bench.wait(50)
    }
    bench.sendIndex(bulletins)
    bench.wait(60_000)
    let all = transactions(&bench)
    #expect(all.count == 1, "\(all)")
    #expect(bench.facts.count == 8)
  }

  @Test("a receipt that was acknowledged leaves the disk with the next transaction")
  func removalRides() {
    var bench = home()
    bench.send(bench.bulletin("tin-1"))
    acknowledge(&bench, [1])
    bench.wait(60_000)
    bench.send(bench.bulletin("tin-2"))
    bench.wait(1_000)
    let all = transactions(&bench)
    #expect(all.count == 2, "\(all)")
    #expect(all.last?.contains(.removeReceipts([1])) == true)
  }

  @Test("a removal that finds no company is written within the hour, or when the program ends")
  func removalAlone() {
    var bench = home()
    bench.send(bench.bulletin("tin-1"))
    _ = transactions(&bench)
    acknowledge(&bench, [1])
    bench.wait(Journal.longestPatienceMilliseconds)
    #expect(transactions(&bench) == [[.removeReceipts([1])]])
    bench.send(bench.bulletin("tin-2"))
    bench.letGather()
    acknowledge(&bench, [2])
    _ = transactions(&bench)
    bench.tell(.ending)
    #expect(transactions(&bench) == [[.removeReceipts([2])]])
    bench.tell(.ending)
    #expect(transactions(&bench).isEmpty)
  }

  @Test("an index goes to disk once an hour, however often the board changes")
  func index() {
    var bench = home()
    for number in 1...24 {
      bench.sendIndex([bench.bulletin("tin-\(number)")])
      bench.wait(300_000)
    }
    let stored = transactions(&bench).flatMap { $0 }.filter {
      if case .putBoard = $0 { true } else { false }
    }
    #expect(stored.count == 1 || stored.count == 2, "\(stored.count)")
  }

  @Test("an emergency and what begins to sound are on their way to the disk at once")
  func urgent() {
    var bench = home()
    bench.send(bench.bulletin("chay", .emergency))
    #expect(
      transactions(&bench).first?.contains { if case .putRecord = $0 { true } else { false } }
        == true)
    var second = home()
    second.send(second.bulletin("tin-1"))
    #expect(transactions(&second).count == 1)
  }
}
