import Testing

@testable import Simulation

@Suite("Simulated sessions") struct SessionSimulationTests {
  @Test("a week of sessions with a weekend: no checker finds anything", arguments: [7, 8, 9, 10])
  func week(seed: UInt64) {
    var home = SimulatedHome(seed: seed, days: 7)
    let violations = home.run()
    #expect(violations.isEmpty, "seed \(seed): \(violations)")
  }

  @Test("sessions are really held, and every home begins within the spread at a time of its own")
  func beginnings() {
    var begins: [Int64] = []
    for seed in UInt64(1)...100 {
      var faults = Faults()
      // Somebody confirms emergencies, which hold up everything else.
      faults.pressesPerDay = 60
      var home = SimulatedHome(seed: seed, faults: faults)
      #expect(home.run().isEmpty)
      // What comes in mid-session begins later than the session does.
      begins += home.sessionBeginnings.filter { $0 <= 62_000 }
    }
    #expect(begins.count > 20 && begins.allSatisfy { $0 >= 0 }, "\(begins)")
    #expect(Set(begins.map { $0 / 10_000 }).count >= 4, "\(begins)")
  }
}
