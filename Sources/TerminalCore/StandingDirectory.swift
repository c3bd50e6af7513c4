import Vietnam
import WardContract

/// The ward's directory as this home believes it: whole, or not at all. Parts of a newer version gather
/// until they are all here.
struct StandingDirectory {
  /// A part, and how it was signed.
  private struct Held {
    var part: DirectoryPart
    var envelope: [UInt8]
  }

  /// What stands; `nil` before the first.
  private(set) var directory: Directory?
  /// Its procedures as people look for them.
  private(set) var catalogue = Catalogue()
  /// Its numbers and areas as people look for them; the numbers for emergencies need none.
  private(set) var phoneBook = PhoneBook()
  /// Whom bills are paid to, as people look for them.
  private(set) var billers: [Directory.Biller] = []
  /// Its parts, by number.
  private var standing: [Held] = []
  /// Parts of a newer version, by number; at most one of each.
  private var arriving: [Held] = []

  /// Where it is from, and of when: the same in all parts.
  var origin: (author: String, issued: Instant)? {
    standing.first.map { ($0.part.author, $0.part.issued) }
  }

  /// What the disk keeps of it.
  var envelopes: [[UInt8]] { standing.map(\.envelope) }

  /// Whether this very envelope is here already.
  func holds(_ envelope: [UInt8], as number: Int) -> Bool {
    (standing + arriving).contains { $0.part.number == number && $0.envelope == envelope }
  }

  /// Takes in a part that is believed, and says whether the directory is another one now.
  mutating func take(_ part: DirectoryPart, envelope: [UInt8]) throws(Refusal) -> Bool {
    if let known = standing.first?.part {
      guard part.version >= known.version else { throw .rolledBack }
      guard part.version > known.version else {
        guard standing.contains(where: { $0.part == part }) else { throw .contradiction }
        return false
      }
    }
    if let first = arriving.first?.part {
      guard part.version >= first.version else { throw .rolledBack }
      if part.version > first.version {
        arriving = []
      } else if !part.isOf(first) {
        throw .contradiction
      }
    }
    if let same = arriving.first(where: { $0.part.number == part.number }) {
      guard same.part == part else { throw .contradiction }
      return false
    }
    let index = arriving.firstIndex { $0.part.number > part.number } ?? arriving.count
    arriving.insert(Held(part: part, envelope: envelope), at: index)
    precondition(arriving.count <= Bounds.directoryParts, "more parts than a directory may have")
    guard arriving.count == part.count else { return false }
    let whole = arriving
    arriving = []
    guard let directory = DirectoryPart.joined(whole.map(\.part)) else { throw .contradiction }
    (self.directory, standing) = (directory, whole)
    catalogue = Catalogue(directory)
    phoneBook = PhoneBook(directory)
    // A list that can be walked through stays in the ward's order.
    billers =
      directory.billers.count > Browsing.longestList
      ? directory.billers.sorted { Letters.areInOrder($0.title, $1.title) } : directory.billers
    return true
  }
}

/// How the ward's directory comes, stands and goes.
extension HomeTerminal {
  /// Takes up the directory that the disk remembers, verified anew.
  mutating func restoreDirectory(_ memory: Memory) {
    guard !memory.directory.isEmpty else { return }
    do {
      var restored = StandingDirectory()
      for (index, envelope) in memory.directory.prefix(Bounds.directoryParts).enumerated() {
        let part = try verifier.directoryPart(
          envelope, area: profile.ward, number: index + 1, keyrings: keyrings)
        _ = try restored.take(part, envelope: envelope)
      }
      directory = restored
    } catch {
      effects.append(.note("the stored directory is not believed: \(error)"))
      journal.add(.putDirectory([]))
    }
  }

  /// Subscribes to the directory's parts; what is retained comes (again).
  mutating func askForDirectory() {
    effects.append(.subscribe([Topic.directoryFilter(profile.ward)]))
  }

  mutating func receiveDirectory(_ payload: [UInt8], part number: Int, _ moment: Moment) {
    if payload.isEmpty || directory.holds(payload, as: number) { return }
    do throws(Refusal) {
      let part = try verifier.directoryPart(
        payload, area: profile.ward, number: number, keyrings: keyrings)
      guard try directory.take(part, envelope: payload) else { return }
      let count = directory.directory?.count ?? 0
      effects.append(.note("directory version \(part.version) of \(part.area): \(count) entries"))
      journal.add(.putDirectory(directory.envelopes))
      directoryChanged()
    } catch {
      // The keyring is on its way; with it the directory is asked for anew. A part that a newer
      // version no longer has stays on the broker for a moment.
      if error == .noKeyring || error == .rolledBack { return }
      refuse(error, what: "directory of \(profile.ward)", bulletin: nil, moment)
    }
  }

  private mutating func directoryChanged() {
    services.directoryChanged()
    bills.directoryChanged()
    numbers.directoryChanged()
  }

  /// Takes the directory away if the keyring no longer vouches for it.
  mutating func recheckDirectory() {
    let isBelieved = directory.envelopes.enumerated().allSatisfy { index, envelope in
      let part = try? verifier.directoryPart(
        envelope, area: profile.ward, number: index + 1, keyrings: keyrings)
      return part != nil
    }
    let stood = directory.directory != nil
    if stood, isBelieved { return }
    // What has arrived of a newer one is asked for again.
    directory = StandingDirectory()
    guard stood else { return }
    directoryChanged()
    effects.append(.note("the directory is not believed any more"))
    journal.add(.putDirectory([]))
  }
}
