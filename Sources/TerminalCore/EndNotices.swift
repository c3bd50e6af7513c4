import WardContract

/// The end of an emergency that this home was told of, until somebody acknowledges it: over a power cut,
/// too, after which nothing else in the home would say that the danger is over.
struct EndNotice: Equatable {
  var screen: AllClearScreen
  var stored: StoredNotice
}

extension HomeTerminal {
  /// Takes up the notices on the disk; what is no longer believed goes.
  mutating func restoreNotices(_ memory: Memory) {
    storedNotices = memory.notices
    for stored in memory.notices.suffix(Menu.maximumNotices) {
      do {
        let cancel = try verifier.bulletin(
          stored.envelope, topicArea: stored.area, identifier: stored.identifier,
          keyrings: keyrings)
        guard cancel.messageType == .cancel else { continue }
        menu.add(EndNotice(screen: AllClearScreen(cancel), stored: stored))
      } catch {
        effects.append(.note("the stored end of \(stored.identifier) is not believed: \(error)"))
      }
    }
  }

  /// Writes down which notices wait, if that has changed.
  mutating func keepNotices() {
    let notices = menu.notices.map(\.stored)
    guard notices != storedNotices else { return }
    storedNotices = notices
    journal.add(.putNotices(notices))
  }
}
