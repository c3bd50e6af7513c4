import WardContract

/// How the ward's broadcast plan comes, stands and goes. Without one nothing ordinary sounds by
/// itself.
extension HomeTerminal {
  /// Takes up the plan that the disk remembers, verified anew.
  mutating func restorePlan(_ memory: Memory, _ moment: Moment) {
    guard let envelope = memory.plan else { return }
    do {
      let plan = try verifier.broadcastPlan(envelope, area: profile.ward, keyrings: keyrings)
      take(StandingPlan(plan, envelope: envelope), moment)
    } catch {
      effects.append(.note("the stored plan is not believed: \(error)"))
      journal.add(.removePlan)
    }
  }

  private mutating func take(_ plan: StandingPlan, _ moment: Moment) {
    programme.take(plan)
    if let fault = plan.fault {
      partFailed(.plan, fault, moment)
    } else {
      partBack(.plan)
    }
  }

  mutating func receivePlan(_ payload: [UInt8], _ moment: Moment) {
    let known = programme.plan
    if payload == known?.envelope || payload.isEmpty { return }
    do throws(Refusal) {
      let new = try verifier.broadcastPlan(payload, area: profile.ward, keyrings: keyrings)
      if let known, new.version < known.plan.version { throw .rolledBack }
      if let known, new.version == known.plan.version, new != known.plan { throw .contradiction }
      effects.append(.note("broadcast plan version \(new.version) of \(new.area)"))
      take(StandingPlan(new, envelope: payload), moment)
      journal.add(.putPlan(payload))
    } catch {
      // The keyring is on its way; with it the plan is asked for anew.
      if error == .noKeyring { return }
      refuse(error, what: "broadcast plan of \(profile.ward)", bulletin: nil, moment)
    }
  }

  /// Takes the plan away if the keyring no longer vouches for it. What others sign then may have
  /// any version: a thief's may have been the highest.
  mutating func recheckPlan() {
    guard let envelope = programme.plan?.envelope else { return }
    do {
      _ = try verifier.broadcastPlan(envelope, area: profile.ward, keyrings: keyrings)
    } catch {
      effects.append(.note("the broadcast plan is not believed any more: \(error)"))
      programme.take(nil)
      partBack(.plan)
      journal.add(.removePlan)
    }
  }
}
