import WardContract

extension HomeTerminal {
  /// Takes up what the disk remembers. Envelopes are verified anew: a memory card can be written
  /// by strangers, too.
  mutating func start(_ memory: Memory, _ moment: Moment) {
    outbox = Outbox(memory: memory)
    menu = Menu(volumePercent: memory.volumePercent ?? Self.firstVolumePercent)
    effects.append(.setVolume(percent: menu.volumePercent))
    // Something to write: the screen says that the disk fails until that has succeeded.
    if memory.isUnwritten { journal.add(.putVolume(percent: menu.volumePercent)) }
    media = MediaFetch(found: memory.media)
    restoreKeyring(memory)
    restoreBoard(memory, moment)
    for record in memory.records.prefix(Wall.maximumHanging + Wall.maximumRemembered) {
      restore(record, moment)
    }
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
      // A power cut in mid-programme: it is not begun again as if it were new. It waits in the
      // list, and the ward learns of it. An emergency sounds again until somebody confirms it.
      // A live programme is joined again: it goes on without us, and is never heard twice.
      let wasBegun = record.progress.course == .begun
      let wasInterrupted = wasBegun && bulletin.live == nil
      if wasBegun { record.progress.course = wasInterrupted ? .over : .waiting }
      wall.restore(record, bulletin)
      if wasInterrupted {
        journal.add(.putProgress(record.identifier, record.progress))
        self.record(
          .missed(reason: "restart"), of: record.identifier, revision: record.revision,
          isEmergency: false, moment)
      }
    } catch {
      effects.append(.note("the stored bulletin \(stored.identifier) is not believed: \(error)"))
      journal.add(.removeRecord(stored.identifier))
    }
  }

  /// The keyrings that may vouch for this home's bulletins.
  var keyrings: [Keyring] { keyring.map { [$0] } ?? [] }
}
