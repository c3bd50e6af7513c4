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
    ] as [UInt64])
  func oldSeeds(seed: UInt64) {
    var home = SimulatedHome(seed: seed)
    let violations = home.run()
    #expect(violations.isEmpty, "seed \(seed): \(violations)")
  }

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
