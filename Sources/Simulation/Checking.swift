import TerminalCore
import WardContract

extension SimulatedHome {
  /// The checks that look at the terminal after each event.
  mutating func checkAfter(_ event: Event) {
    if case .message(.bulletin(_, let identifier), let payload, _) = event,
      let post = desk.posts.first(where: { $0.bulletin.identifier == identifier }),
      post.envelope == payload
    {
      check.stopped(post.bulletin, sounding: sound.sounding, desk, at: now)
    }
    // What a clock that lies has ended is over until it is put right.
    let clock = core.time(at: moment(entropy: 0))
    // A confirmation that the disk has refused is known to the terminal alone.
    let isTold = now - diskWasFullAt > 2 * 60_000
    let inForce =
      isTold
      && disk.memory.records.contains { record in
        guard record.priority == .emergency, record.envelope != nil, !record.progress.wasConfirmed,
          record.expires > truth + 300_000, !clock.isKnown || record.expires > clock.now,
          let bulletin = desk.written["\(record.identifier) \(record.revision)"]
        else { return false }
        return bulletin.status == .actual && bulletin.begins <= truth
      }
    checkDiagnosis()
    check.microphone(isOpen: microphone != nil, under: shownScreen, at: now)
    check.shownEmergency(shownScreen, sounding: sound.sounding, at: now)
    let sounding = sound.sounding?.parts.first == .chime(.emergency)
    // A call for help comes first.
    let isFree = sound.hasCard && !core.isCalling
    check.emergency(inForce: inForce, sounding: sounding, hasCard: isFree, at: now)
    check.call(shownScreen, isOn: modem.call != nil && isOn, at: now)
    checkSettings()
  }

  private mutating func checkSettings() {
    let found = desk.settings.faults(
      version: core.settingsVersion, filters: broker.filters,
      sounding: sound.sounding?.parts.compactMap(desk.bulletin) ?? [], desk)
    check.settings(found, at: now)
  }

  mutating func checkAtRest() {
    check.atRest(
      desk, disk.memory, waiting: core.counts.receipts, version: core.settingsVersion,
      truth: truth, at: now)
  }
}
