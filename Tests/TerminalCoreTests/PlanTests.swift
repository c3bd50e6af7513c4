import Simulation
import Testing
import WardContract

@testable import TerminalCore

@Suite("The ward's plan on the terminal") struct PlanTests {
  private var problems: (Bench) -> [String] {
    { bench in
      if case .rest(let rest) = bench.screen { rest.problems } else { [] }
    }
  }

  @Test(
    "without a plan ordinary and priority items wait, the home says why; emergencies don't wait")
  func without() {
    var bench = Bench(plan: false)
    bench.sendIndex([])
    // Not even a directive is believed where no rule set says who may give it.
    bench.send(bench.bulletin("tin-1"))
    bench.send(bench.bulletin("tin-2", .priority))
    bench.wait(600_000)
    #expect(bench.plays.isEmpty)
    #expect(problems(bench) == [Words.noPlan])
    bench.send(bench.bulletin("chay", .emergency))
    #expect(bench.plays.count == 1)
    bench.tell(.soundEnded(token: bench.plays[0].token, .finished))
    bench.press(.ok)
    bench.sendPlan()
    #expect(bench.plays.count == 2)
    #expect(problems(bench).isEmpty)
  }

  @Test(
    "rules that can't be read let nothing ordinary sound, and the ward learns of it",
    arguments: ["number = \"1\"\n", "this is no rule set"])
  func unreadable(text: String) {
    var bench = Bench(plan: false)
    bench.sendPlan { $0.ruleSets = [text] }
    bench.sendIndex([])
    bench.send(bench.bulletin("tin-1"))
    bench.wait(60_000)
    #expect(bench.plays.isEmpty)
    #expect(problems(bench) == [Words.unusablePlan])
    #expect(bench.facts.contains("part-failed plan"))
    bench.sendPlan(version: 2)
    #expect(bench.plays.count == 1)
    #expect(bench.facts.contains("part-back plan"))
  }

  @Test("no rule set in force on a day lets nothing ordinary sound on it")
  func notInForce() {
    var bench = Bench(plan: false)
    bench.sendPlan {
      $0.ruleSets = [SimulatedRules.text.replacing("2021-03-12", with: "2026-12-01")]
    }
    bench.sendIndex([])
    bench.deliver(bench.item("tin-1"))
    bench.wait(until: SessionTests.opening + 3_600_000)
    #expect(bench.plays.isEmpty)
    guard case .rest(let rest) = bench.screen else { return }
    #expect(rest.upcoming == "1 tin sẽ phát lúc 07:00 Thứ Ba, 01/12")
  }

  @Test("a lower version, another plan under one version, and a forged one change nothing")
  func refused() {
    var bench = Bench(plan: false)
    bench.sendPlan(version: 3)
    let stored = bench.written.count { if case .putPlan = $0 { true } else { false } }
    bench.sendPlan(version: 2) { $0.slots = [] }
    bench.sendPlan(version: 3) { $0.slots = [] }
    bench.sendPlan(version: 4, by: ["editor"]) { $0.slots = [] }
    bench.sendPlan(version: 5, by: ["editor", "stranger"]) { $0.slots = [] }
    bench.sendPlan(version: 6, by: ["desk"]) { $0.slots = [] }
    #expect(bench.core.programme.plan?.plan.version == 3)
    #expect(bench.core.programme.plan?.plan.slots.count == 2)
    #expect(bench.written.count { if case .putPlan = $0 { true } else { false } } == stored)
    bench.sendPlan(version: 4) { $0.slots = [] }
    #expect(bench.core.programme.plan?.plan.version == 4)
  }

  @Test("a plan that a revoked key signed is taken away; what others sign may have any version")
  func revoked() {
    var bench = Bench(plan: false)
    bench.sendPlan(version: 9)
    bench.sendKeyring(version: 2, revoked: "approver")
    #expect(bench.core.programme.plan == nil)
    #expect(bench.written.last { if case .removePlan = $0 { true } else { false } } != nil)
    #expect(bench.restarted(after: 1_000).core.programme.plan == nil)
    bench.sendKeyring(version: 3)
    bench.sendPlan(version: 1)
    #expect(bench.core.programme.plan?.plan.version == 1)
  }

  @Test("a plan is remembered over a restart, verified anew, and a stranger's on the card is not")
  func restart() {
    var bench = Bench()
    bench.sendPlan(version: 7)
    let again = bench.restarted(after: 60_000)
    #expect(again.core.programme.plan?.plan.version == 7)
    let forged = bench.restarted(after: 60_000) { memory in
      let plan = SimulatedRules.plan(area: Bench.area, version: 8, issued: Bench.start)
      memory.plan = Bench.sign(plan.json, as: .broadcastPlan, ["editor", "stranger"])
    }
    #expect(forged.core.programme.plan == nil)
  }

  @Test("a plan that comes before the keyring is asked for again with it")
  func early() {
    var bench = Bench(keyring: false)
    bench.sendPlan()
    #expect(bench.core.programme.plan == nil && bench.facts.isEmpty)
    _ = bench.takeEffects()
    bench.sendKeyring()
    let asked = bench.takeEffects().contains { effect in
      if case .subscribe(let filters) = effect {
        return filters.contains("loanha/v1/area/01.00004/plan")
      }
      return false
    }
    #expect(asked)
  }

  @Test("a plan that moves a session moves what waits for it; nothing sounds at the old time")
  func moved() {
    var bench = Bench()
    bench.sendIndex([])
    bench.deliver(bench.item("tin-1"))
    bench.sendPlan(version: 2) {
      $0.slots = [.init(session: .afternoon, startMinute: 18 * 60, minutes: 15)]
    }
    bench.wait(until: SessionTests.opening + 1_800_000)
    #expect(bench.plays.isEmpty)
    bench.wait(until: SessionTests.opening + 3_600_000)
    #expect(bench.plays.count == 1)
  }

  @Test("an exercise without a document number stays silent and is reported; with one it sounds")
  func exercises() {
    var bench = Bench()
    bench.sendIndex([])
    var exercise = bench.bulletin("tap-1", .emergency)
    exercise.status = .exercise
    exercise.regulation.documentNumber = nil
    bench.send(exercise)
    bench.wait(600_000)
    #expect(bench.plays.isEmpty)
    #expect(bench.facts.filter { $0.hasPrefix("refused") } == ["refused tap-1"])
    exercise.revision = 2
    exercise.messageType = .update
    exercise.regulation.documentNumber = "12/KH-UBND"
    bench.send(exercise)
    #expect(bench.plays.map(\.parts.first) == [.chime(.exercise)])
  }

  @Test("the exercise of an emergency that wasn't heard by day is not made up for at night")
  func exerciseAtNight() {
    var bench = Bench(origin: Instant("2026-11-24T18:00:00+07:00")!)
    bench.sendIndex([])
    bench.tell(.soundLost(reason: "test"))
    var exercise = bench.bulletin("tap-1", .emergency)
    exercise.status = .exercise
    exercise.expires = bench.now + 86_400_000
    bench.send(exercise)
    bench.wait(4 * 3_600_000)
    bench.tell(.soundBack)
    bench.wait(600_000)
    #expect(bench.plays.isEmpty)
  }
}
