import WardContract

extension HomeTerminal {
  /// Takes up what the disk remembers. Envelopes are verified anew: a memory card can be written
  /// by strangers, too.
  mutating func start(_ memory: Memory, _ moment: Moment) {
    outbox = Outbox(memory: memory)
    air = HomeAir(memory: memory)
    restoreKeyring(memory)
    restoreSettings(memory)
    hasChosenVolume = memory.volumePercent != nil
    menu = Menu(
      volumePercent: memory.volumePercent ?? proposedVolumePercent,
      hasSecondSpeaker: profile.hasSecondSpeaker)
    effects.append(.setVolume(percent: menu.volumePercent))
    // Something to write: the screen says that the disk fails until that has succeeded.
    if memory.isUnwritten { journal.add(.putSettings(settings.envelope)) }
    media = MediaFetch(found: memory.media)
    quiet = Quiet(memory.quietTimes)
    hasChosenPreferences = memory.preferences != nil
    preferences = memory.preferences ?? Preferences(proposed: settings.defaults)
    watchOver = WatchOver(memory.watchOver, startedAt: moment)
    diagnoses = Diagnoses(memory.diagnosis)
    player.pacePercent = preferences.readingPace.percent
    programme.start(memory)
    if let sos = memory.sos { calling.restarted(during: sos, moment) }
    restoreBoard(memory, moment)
    restorePlan(memory, moment)
    restoreDirectory(memory)
    bills = Bills(memory.bills)
    restoreRequests(memory)
    restoreDraft(memory)
    restoreNotices(memory)
    for record in memory.records.prefix(Wall.maximumHanging + Wall.maximumRemembered) {
      restore(record, moment)
    }
    programme.breakOff(&journal)
    wantMedia()
  }

  private mutating func restoreKeyring(_ memory: Memory) {
    guard let envelope = memory.keyring else { return }
    do {
      keyring = try verifier.keyring(envelope, area: profile.ward, root: profile.rootKey)
      keyringEnvelope = envelope
    } catch {
      effects.append(.note("the stored keyring is not believed: \(error)"))
    }
  }

  private mutating func restoreBoard(_ memory: Memory, _ moment: Moment) {
    guard let envelope = memory.board else { return }
    do {
      let index = try verifier.boardIndex(envelope, area: profile.ward, keyrings: keyrings)
      board.restore(index)
      clock.sawIndex(signedAt: index.time, isLive: false, moment)
    } catch {
      effects.append(.note("the stored board index is not believed: \(error)"))
    }
  }

  private mutating func restore(_ stored: StoredRecord, _ moment: Moment) {
    var record = stored
    guard let envelope = stored.envelope else {
      wall.restore(record, nil)
      return
    }
    do {
      let bulletin = try verifier.bulletin(
        envelope, topicArea: stored.area, identifier: stored.identifier, keyrings: keyrings)
      guard bulletin.priority == .emergency || concerns(bulletin) else {
        wall.restore(record, nil)
        return wall.putAside(record.identifier)
      }
      if record.progress.course == .begun { takeUp(&record, bulletin, moment) }
      wall.restore(record, bulletin)
    } catch {
      effects.append(.note("the stored bulletin \(stored.identifier) is not believed: \(error)"))
      journal.add(.removeRecord(stored.identifier))
    }
  }

  /// Power went in mid-programme: the item is not begun again as if it were new. It goes on in its
  /// session, or it waits in the list and the ward learns of it. An emergency sounds again until
  /// somebody confirms it.
  private mutating func takeUp(
    _ record: inout StoredRecord, _ bulletin: Bulletin, _ moment: Moment
  ) {
    guard bulletin.live == nil else {
      // It goes on without us, and is joined where it is now.
      (record.progress.course, record.progress.noted) = (.waiting, nil)
      journal.add(.putProgress(record.identifier, record.progress))
      return
    }
    let slot = programme.slot(of: bulletin)
    func tell(_ fact: Receipt.Fact) {
      self.record(
        fact, of: record.identifier, revision: record.revision, isEmergency: false, in: slot,
        moment)
    }
    if let noted = record.progress.noted, noted.toMilliseconds > noted.fromMilliseconds {
      tell(
        .played(
          fromMilliseconds: noted.fromMilliseconds, toMilliseconds: noted.toMilliseconds))
      record.progress.noted?.fromMilliseconds = noted.toMilliseconds
    }
    if !programme.goesOn(record, bulletin, &journal) {
      record.progress.course = .over
      tell(.missed(reason: "restart"))
    }
    journal.add(.putProgress(record.identifier, record.progress))
  }

  /// The keyrings that may vouch for this home's bulletins.
  var keyrings: [Keyring] { keyring.map { [$0] } ?? [] }
}
