import WardContract

/// How bulletins leave the wall, and how their media come.
extension HomeTerminal {
  private static let expired = "expired"

  /// Takes `item` off the wall and remembers that it hung; with its envelope, if it may hang again.
  mutating func takeOff(
    _ item: Wall.Item, reason: String, keepsEnvelope: Bool = false, _ moment: Moment
  ) {
    guard
      let removed = wall.takeOff(item.record.identifier, keepsEnvelope: keepsEnvelope, &journal)
    else { return }
    retire(removed, reason: reason, moment)
    wantMedia()
  }

  /// Ends everything that goes on about an item which no longer hangs.
  mutating func retire(_ item: Wall.Item, reason: String, _ moment: Moment) {
    let identifier = item.record.identifier
    player.withdrawn(identifier, &effects)
    programme.withdrawn(identifier)
    record(
      .takenOff(reason: reason), of: identifier, revision: item.record.revision,
      isEmergency: item.bulletin.priority == .emergency, moment)
  }

  /// Takes off what has expired. What never sounded was missed, and the ward learns of that too.
  mutating func expire(_ reading: TrustedClock.Reading, _ moment: Moment) {
    for item in wall.items where reading.hasPassed(item.bulletin.expires) {
      if item.record.progress.course == .waiting, item.isPublic, !item.record.progress.wasHeard {
        record(
          .missed(reason: Self.expired), of: item.record.identifier, revision: item.record.revision,
          isEmergency: item.bulletin.priority == .emergency, moment)
      }
      takeOff(item, reason: Self.expired, keepsEnvelope: true, moment)
    }
    if let storedTime = board.storedTime { wall.forgetExpired(by: storedTime, &journal) }
    for record in wall.takeUnexpired(reading) { hangAgain(record, moment) }
  }

  /// The clock was wrong and is right again, or the home was moved and is back: what was taken off too early
  /// hangs as before, unless the ward has taken it off meanwhile.
  private mutating func hangAgain(_ record: StoredRecord, _ moment: Moment) {
    guard let envelope = record.envelope else { return }
    do {
      let bulletin = try verifier.bulletin(
        envelope, topicArea: record.area, identifier: record.identifier, keyrings: keyrings)
      guard bulletin.priority == .emergency || concerns(bulletin) else {
        wall.restore(record, nil)
        return wall.putAside(record.identifier)
      }
      wall.restore(record, bulletin)
      if let item = wall.item(record.identifier), board.drops(item) {
        return takeOff(item, reason: "unlisted", moment)
      }
      effects.append(.note("\(record.identifier) hangs again"))
      self.record(
        .received, of: record.identifier, revision: record.revision,
        isEmergency: record.priority == .emergency, moment)
      wantMedia()
    } catch {
      wall.forget(record.identifier, &journal)
    }
  }

  /// Tells the fetcher which media are wanted: of emergencies first, then by priority and age.
  mutating func wantMedia() {
    let items = wall.items.filter(\.isPublic).sorted { left, right in
      if left.bulletin.priority != right.bulletin.priority {
        return left.bulletin.priority > right.bulletin.priority
      }
      if left.bulletin.sent != right.bulletin.sent {
        return left.bulletin.sent < right.bulletin.sent
      }
      return left.record.identifier < right.record.identifier
    }
    media.want(items.flatMap { $0.bulletin.sounds + $0.bulletin.images }, &effects)
  }

  private func items(with digest: MediaDigest) -> [Wall.Item] {
    wall.items.filter { item in item.bulletin.resources.contains { $0.digest == digest } }
  }

  mutating func mediaReady(_ digest: MediaDigest) {
    media.ready(digest)
    for item in items(with: digest) where item.bulletin.priority == .emergency {
      player.mediaReady(for: item.record.identifier)
    }
  }

  mutating func mediaRefused(_ digest: MediaDigest, _ reason: String, _ moment: Moment) {
    effects.append(.note("refused medium \(digest): \(reason)"))
    media.refused(digest)
    guard media.isGivenUp(digest) else { return }
    for item in items(with: digest) {
      record(
        .refused(code: "medium", detail: reason), of: item.record.identifier,
        revision: item.record.revision, isEmergency: item.bulletin.priority == .emergency, moment)
    }
  }
}
