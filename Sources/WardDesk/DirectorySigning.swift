import LinuxIO
import Signatures
import WardContract

extension WardFolder {
  /// The directory that homes get, verified as a home would; `nil` if there is none.
  public func directory() throws -> (first: DirectoryPart, entries: Directory)? {
    let parts = try DeskStore(path: databasePath).directory().enumerated().map { index, envelope in
      do {
        return try Verifier.sodium.directoryPart(
          envelope, area: area, number: index + 1, keyrings: [keyring()])
      } catch let refusal as Refusal {
        throw DeskError(
          "homes don't believe the directory: \(refusal); `loanha directory publish` signs it anew")
      }
    }
    guard let first = parts.first, let entries = DirectoryPart.joined(parts) else { return nil }
    return (first, entries)
  }

  /// What people call areas of the ward, by the directory that homes get; none of one that homes would not
  /// believe.
  public func areaNames() -> [Area: String] {
    let names = (try? directory())??.entries.areaNames ?? []
    return Dictionary(names.map { ($0.area, $0.name) }) { first, _ in first }
  }

  /// Reads the directory in the files at `paths`, divides it, signs it with the keys in these files,
  /// and keeps it for the desk. Returns its first part and its entries.
  public func publishDirectory(
    _ paths: [String], keyPaths: [String], now: Instant
  ) throws -> (first: DirectoryPart, entries: Directory) {
    let entries = try DirectoryFile.read(paths)
    let store = try DeskStore(path: databasePath)
    let version = try store.directoryVersion() + 1
    let parts: [DirectoryPart]
    do throws(Malformed) {
      parts = try DirectoryPart.divided(
        entries, area: area, version: version, issued: now, author: "UBND \(name)")
    } catch {
      throw DeskError("the directory is too large: \(error)")
    }
    let signers = try keyPaths.map(Self.signer)
    let keyring = try keyring()
    let envelopes = try parts.map { part in
      let envelope = Envelope.sign(part.json, as: .directory, by: signers)
      do throws(Refusal) {
        let read = try Verifier.sodium.directoryPart(
          envelope, area: area, number: part.number, keyrings: [keyring])
        precondition(read == part, "a part changes when it is read again")
      } catch {
        throw DeskError("homes would refuse this directory: \(error)")
      }
      return envelope
    }
    try store.keep(directory: envelopes, version: version)
    return (parts[0], entries)
  }
}
