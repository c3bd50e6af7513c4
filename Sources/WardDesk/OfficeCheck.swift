import LinuxIO
import SQLite
import Signatures
import WardContract

/// Looks at everything that a ward's desk keeps, and says what is wrong with it.
public struct OfficeCheck {
  /// What was looked at, one line each.
  public private(set) var seen: [String] = []
  /// What is wrong, one line each; empty if all is well.
  public private(set) var faults: [String] = []

  /// Looks at nothing yet.
  public init() {}

  private mutating func look(_ what: String, _ body: () throws -> [String]) {
    seen.append(what)
    do { faults += try body().map { "\(what): \($0)" } } catch {
      faults.append("\(what): \(error)")
    }
  }

  /// The office's database, and whether its audit log is what was written.
  public mutating func look(at office: OfficeFolder) {
    look("office.db") { try Database(path: office.databasePath).faults() }
    look("office.db, second factors") {
      let count = try OfficeStore(path: office.databasePath).unreadableSecondFactors()
      return count == 0
        ? [] : ["\(count) can't be read with second-factor.key: it belongs to another office.db"]
    }
    look("office.db, audit log") {
      try OfficeStore(path: office.databasePath).verifyAudit().map { ["\($0)"] } ?? []
    }
  }

  /// The ward's keyring, its database, what was signed, and every medium that hangs.
  public mutating func look(at folder: WardFolder) {
    look("\(folder.name), keyring") {
      _ = try folder.keyring()
      return []
    }
    look("\(folder.name), desk.db") { try Database(path: folder.databasePath).faults() }
    look("\(folder.name), items") {
      let store = try DeskStore(path: folder.databasePath)
      let keyring = try folder.keyring()
      return try store.board().compactMap { post in
        guard let area = post.bulletin.areas.first else { return "an item is for no area" }
        do {
          _ = try Verifier.sodium.bulletin(
            post.envelope, topicArea: area, identifier: post.bulletin.identifier,
            keyrings: [keyring])
          return nil
        } catch {
          return "\(post.bulletin.identifier): homes would refuse it: \(error)"
        }
      }
    }
    look("\(folder.name), media") {
      try DeskStore(path: folder.databasePath).board().flatMap(\.bulletin.resources).compactMap {
        let path = "\(folder.mediaPath)/\($0.digest)"
        guard Files.exists(path) else { return "\($0.digest) is missing" }
        let digest = SHA256.mediaDigest(
          SHA256.digest(try Files.read(path, limit: Bounds.mediaBytes)))
        return digest == $0.digest ? nil : "\($0.digest) has changed"
      }
    }
  }
}
