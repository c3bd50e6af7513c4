import Foundation
import Testing

@testable import Simulation

@Suite("Simulated homes") struct SimulationTests {
  @Test("200 seeded days with every mixture of faults: no checker finds anything")
  func seededDays() {
    for seed in UInt64(1)...200 {
      var home = SimulatedHome(seed: seed)
      let violations = home.run()
      #expect(violations.isEmpty, "seed \(seed): \(violations)")
    }
  }

  @Test(
    "homes that once failed stay sound",
    arguments: [
      52,  // two receipts under one number after a power cut
      3996,  // an exercise held up a real emergency
      156,  // of what was turned off during its signal nobody was told
      356,  // a find of other days
      534,  // an hour of air had a number that another one had had
      3856,  // an interrupted signal began two seconds earlier each time
    ] as [UInt64])
  func oldSeeds(seed: UInt64) {
    var home = SimulatedHome(seed: seed)
    let violations = home.run()
    #expect(violations.isEmpty, "seed \(seed): \(violations)")
  }

  @Test("hours of air are really measured, with and without power cuts, and are all at the desk")
  func air() {
    var quiet = SimulatedHome(seed: 2, days: 2, faults: Faults())
    #expect(quiet.run().isEmpty)
    #expect(quiet.expectedHours > 30, "\(quiet.expectedHours)")
    var faults = Faults()
    (faults.powerCutsPerDay, faults.linkCutsPerDay, faults.diskFullsPerDay) = (4, 10, 4)
    faults.longestCutMilliseconds = 14_400_000
    var cut = SimulatedHome(seed: 4, days: 3, faults: faults)
    #expect(cut.run().isEmpty)
    #expect((20...65).contains(cut.expectedHours), "\(cut.expectedHours)")
  }

  @Test("the ward's voice gets home through every fault, and nothing that is no answer's stays")
  func spokenReplies() {
    var count = 0
    for seed in UInt64(1)...40 {
      var random = Random(seed: seed)
      var faults = Faults(drawnFrom: &random)
      faults.errandsPerDay = 60
      var home = SimulatedHome(seed: seed, faults: faults)
      #expect(home.run().isEmpty, "seed \(seed)")
      count += home.disk.memory.recordings.count
    }
    #expect(count > 20, "\(count)")
  }

  @Test("homes that call for help: every call has an end, and the desk knows each step once")
  func callsForHelp() {
    for seed in UInt64(1)...60 {
      var random = Random(seed: seed)
      var faults = Faults(drawnFrom: &random)
      faults.sosPerDay = 60
      faults.callFailures = seed % 3 == 0 ? 0 : 700
      faults.modemAbsences = seed % 4 == 0 ? 500 : 0
      faults.pressesPerDay = 400
      var home = SimulatedHome(seed: seed, faults: faults)
      let violations = home.run()
      #expect(violations.isEmpty, "seed \(seed): \(violations)")
    }
  }

  @Test("homes that examine themselves: what fails is never called good, and no emergency waits")
  func examinations() {
    var diagnoses = 0
    for seed in UInt64(1)...40 {
      var random = Random(seed: seed)
      var faults = Faults(drawnFrom: &random)
      (faults.examinationsPerDay, faults.cardLossesPerDay, faults.diskFullsPerDay) = (80, 20, 10)
      faults.sosPerDay = 10
      var home = SimulatedHome(seed: seed, faults: faults)
      let violations = home.run()
      #expect(violations.isEmpty, "seed \(seed): \(violations)")
      diagnoses += Int(home.examined.sequence)
    }
    #expect(diagnoses > 400, "\(diagnoses)")
  }

  @Test("homes that ask offices and billers: what is paid stays paid, and no dossier goes back")
  func errands() {
    for seed in UInt64(1)...60 {
      var random = Random(seed: seed)
      var faults = Faults(drawnFrom: &random)
      faults.errandsPerDay = 60
      var home = SimulatedHome(seed: seed, faults: faults)
      let violations = home.run()
      #expect(violations.isEmpty, "seed \(seed): \(violations)")
    }
  }

  @Test("homes that are moved listen to what their settings say, and nothing foreign sounds")
  func moves() {
    for seed in UInt64(1)...60 {
      var random = Random(seed: seed)
      var faults = Faults(drawnFrom: &random)
      faults.movesPerDay = seed % 3 == 0 ? 4 : 40
      var home = SimulatedHome(seed: seed, days: seed % 10 == 0 ? 3 : 1, faults: faults)
      let violations = home.run()
      #expect(violations.isEmpty, "seed \(seed): \(violations)")
    }
  }

  @Test(
    "a bug that is planted is found: what the disk loses over a power cut",
    arguments: SimulatedDisk.Forgotten.allCases)
  func plantedBug(forgotten: SimulatedDisk.Forgotten) {
    let isFound = (UInt64(1)...30).contains { seed in
      var faults = Faults()
      (faults.powerCutsPerDay, faults.linkCutsPerDay) = (20, 20)
      (faults.longestCutMilliseconds, faults.pressesPerDay) = (14_400_000, 200)
      faults.errandsPerDay = 40
      if forgotten == .settings { faults.movesPerDay = 20 }
      var home = SimulatedHome(seed: seed, faults: faults)
      home.disk.forgets = forgotten
      return !home.run().isEmpty
    }
    #expect(isFound)
  }

  /// `LOANHA_SEEDS=1000-9999` looks for homes that fail; those that did once stand in `oldSeeds`.
  @Test("as many homes as somebody asks for", .enabled(if: searched != nil))
  func search() throws {
    for seed in try #require(Self.searched) {
      var random = Random(seed: seed)
      var faults = Faults(drawnFrom: &random)
      // Every third home is busier than a day is, another third is moved about.
      if seed % 3 == 1 { faults.movesPerDay = 20 }
      if seed % 3 == 0 {
        (faults.errandsPerDay, faults.pressesPerDay, faults.sosPerDay) = (40, 400, 30)
      }
      var home = SimulatedHome(seed: seed, days: seed % 10 == 0 ? 7 : 1, faults: faults)
      let violations = home.run()
      #expect(violations.isEmpty, "seed \(seed): \(violations)")
    }
  }

  private static let searched: ClosedRange<UInt64>? = {
    let words = ProcessInfo.processInfo.environment["LOANHA_SEEDS"]?.split(separator: "-") ?? []
    guard words.count == 2, let first = UInt64(words[0]), let last = UInt64(words[1]),
      first <= last
    else { return nil }
    return first...last
  }()

  @Test("the same seed tells the same story")
  func deterministic() {
    for seed in UInt64(1)...5 {
      var first = SimulatedHome(seed: seed)
      var second = SimulatedHome(seed: seed)
      _ = first.run()
      _ = second.run()
      #expect(first.trace == second.trace, "seed \(seed)")
    }
  }
}
