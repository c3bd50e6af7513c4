import BroadcastRules
import LinuxIO
import Signatures
import WardContract

extension WardFolder {
  /// The signed plan as it lies there; `nil` if there is none.
  public func planEnvelope() throws -> [UInt8]? {
    guard Files.exists(planPath) else { return nil }
    return try Files.read(planPath, limit: Bounds.envelopeBytes)
  }

  /// The signed plan, verified as a home would; `nil` if there is none.
  public func plan() throws -> BroadcastPlan? {
    guard let envelope = try planEnvelope() else { return nil }
    do {
      return try Verifier.sodium.broadcastPlan(envelope, area: area, keyrings: [keyring()])
    } catch let refusal as Refusal {
      throw DeskError(
        "homes don't believe \(planPath): \(refusal); `loanha ward plan` signs it anew")
    }
  }

  /// Checks `plan.toml` against the rule sets of `shared`, a folder, and of the ward, and signs
  /// it with the keys in these files. Returns the plan, and whether it is a new version: what is
  /// signed already, and still believed, stays as it is.
  public func signPlan(
    shared: String, keyPaths: [String], now: Instant
  ) throws -> (plan: BroadcastPlan, isNew: Bool) {
    var plan = try PlanFile(path: planSettingsPath, area: area).plan
    plan.ruleSets = try RuleFiles.read(shared: shared, own: rulesPath).map(\.text)
    try check(plan, on: LocalDate(now))
    let standing = try? self.plan()
    if let standing {
      (plan.version, plan.issued) = (standing.version, standing.issued)
      if plan == standing { return (standing, false) }
    }
    plan.version = try lastVersion() + 1
    plan.issued = now
    let envelope = Envelope.sign(plan.json, as: .broadcastPlan, by: try keyPaths.map(Self.signer))
    do {
      _ = try Verifier.sodium.broadcastPlan(envelope, area: area, keyrings: [keyring()])
    } catch let refusal as Refusal {
      throw DeskError("homes would refuse this plan: \(refusal)")
    }
    try Files.replace(planPath, envelope, mode: 0o644)
    return (plan, true)
  }

  /// Refuses sessions that the rules in force in the week from `date` on don't grant.
  private func check(_ plan: BroadcastPlan, on date: LocalDate) throws {
    let rules = try Broadcasting(plan: plan)
    for slot in plan.slots {
      let week = (0..<7).map { days in
        rules.remaining(
          in: BroadcastSlot(date: date.adding(days: days), session: slot.session), beside: [])
      }
      let name = "[\(slot.session.rawValue)] in \(planSettingsPath)"
      guard let day = week.first(where: \.breaches.isEmpty) else {
        let breaches = week.map(\.breaches).min { $0.count < $1.count } ?? []
        throw DeskError("\(name): \(breaches.map(\.description).joined(separator: "; "))")
      }
      guard day.limitMilliseconds == slot.minutes * 60_000 else {
        throw DeskError(
          "\(name): \(slot.minutes) minutes, \(day.limitMilliseconds / 60_000) are allowed")
      }
    }
  }

  /// The version of the plan that lies there, believed or not: homes refuse any lower.
  private func lastVersion() throws -> Int64 {
    guard let envelope = try planEnvelope() else { return 0 }
    return try BroadcastPlan(json: JSONParser.parse(Envelope(parsing: envelope).payload)).version
  }
}
