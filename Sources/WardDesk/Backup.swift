import Glibc
import LinuxIO
import SQLite
import Signatures
import WardContract

/// A copy of what a server with pages and its wards know, taken while they run.
///
/// A folder: `office/` and `wards/AREA/` as they are on disk, databases each as of one moment, and
/// `SHA256SUMS`, which `sha256sum --check` reads as well. It has the desk's own keys, so it is as secret
/// as the desk; it has no key that signs for a person, no root key and nothing of the broker. The second
/// factors in it are sealed, and their key is not in it.
public struct Backup {
  /// The folder.
  public let path: String

  static let sumsName = "SHA256SUMS"
  private static let secondFactorKeyName = "second-factor.key"
  /// What is in memory of a file at a time.
  private static let pieceBytes = 1 << 20
  /// Longest list of files.
  private static let sumsBytes = 1 << 26
  private static let databases: Set<String> = ["desk.db", "office.db"]

  /// The backup in the folder `path`.
  public init(path: String) { self.path = path }

  /// Takes a backup of an office and its wards into a folder that is not there yet.
  public static func take(of office: OfficeFolder, to path: String) throws -> Backup {
    guard !Files.exists(path) else {
      throw DeskError("\(path) is there already; a backup goes into a folder of its own")
    }
    // Under another name until it is whole: half a backup is none.
    let unfinished = "\(path).unfinished"
    guard !Files.exists(unfinished) else {
      throw DeskError("\(unfinished) is left of a backup that was cut off; remove it")
    }
    // An older program may have left secrets open.
    _ = try OfficeStore(path: office.databasePath)
    var backup = Backup(path: unfinished)
    try Files.makeFolder(unfinished)
    try backup.copy(office.path, to: "office")
    // What is practised is nothing to keep, and has a broker of its own.
    for ward in try office.wardPaths.map({ try WardFolder(path: $0) }) where !ward.isPractice {
      try backup.copy(ward.path, to: "wards/\(ward.area)")
    }
    try Files.replace("\(unfinished)/\(sumsName)", Array(backup.sums().utf8))
    try systemCall("rename", path) { rename(unfinished, path) }
    backup = Backup(path: path)
    return backup
  }

  /// What stays behind: keys of people and of the root, the key of second factors, homes' identities, the
  /// broker, and what SQLite and sockets keep beside a database.
  private static func staysBehind(_ relative: String) -> Bool {
    let parts = relative.split(separator: "/").map(String.init)
    guard let first = parts.first, let last = parts.last else { return true }
    if last == secondFactorKeyName { return true }
    if first == "keys" { return parts.count > 1 && last != "desk.jwk" }
    if first == "terminals" || first == "broker" { return true }
    return last.hasSuffix("-wal") || last.hasSuffix("-shm") || last.hasSuffix(".part")
  }

  private func copy(_ source: String, to name: String, under relative: String = "") throws {
    let folder = relative.isEmpty ? source : "\(source)/\(relative)"
    try Files.makeFolder("\(path)/\(name)" + (relative.isEmpty ? "" : "/\(relative)"))
    for entry in try Files.list(folder) {
      let inner = relative.isEmpty ? entry : "\(relative)/\(entry)"
      let from = "\(source)/\(inner)"
      let to = "\(path)/\(name)/\(inner)"
      if Self.staysBehind(inner) || Files.isSocket(from) { continue }
      if Files.isFolder(from) {
        try copy(source, to: name, under: inner)
      } else if Self.databases.contains(entry) {
        try Database(path: from).copy(to: to)
      } else {
        try Self.copyFile(from, to: to)
      }
    }
  }

  /// Every file with its SHA-256, as `sha256sum` writes them.
  private func sums() throws -> String {
    try files().map { "\(try digest($0))  \($0)\n" }.joined()
  }

  private func digest(_ name: String) throws -> String {
    let hash = SHA256()
    try Self.read("\(path)/\(name)") { hash.update($0) }
    return hash.finish().map { byte in
      let text = String(byte, radix: 16)
      return byte < 16 ? "0" + text : text
    }.joined()
  }

  private static func read(_ path: String, _ take: ([UInt8]) throws -> Void) throws {
    let file = try Descriptor.open(path, O_RDONLY)
    while true {
      let piece = try file.read(atMost: pieceBytes)
      if piece.isEmpty { return }
      try take(piece)
    }
  }

  /// For its owner alone: there are keys among the files.
  private static func copyFile(_ source: String, to target: String) throws {
    let file = try Descriptor.open(target, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
    try read(source) { try file.writeAll($0) }
    try file.synchronize()
  }

  private func files(_ relative: String = "") throws -> [String] {
    var found: [String] = []
    for entry in try Files.list(relative.isEmpty ? path : "\(path)/\(relative)").sorted() {
      let name = relative.isEmpty ? entry : "\(relative)/\(entry)"
      if Files.isFolder("\(path)/\(name)") {
        found += try files(name)
      } else if name != Self.sumsName {
        found.append(name)
      }
    }
    return found
  }

  /// What is wrong with the backup's files; empty if each is there and as it was written.
  public func faults() throws -> [String] {
    let list = "\(path)/\(Self.sumsName)"
    guard Files.exists(list) else {
      return ["\(path) is no whole backup: \(Self.sumsName) is missing"]
    }
    let text = String(decoding: try Files.read(list, limit: Self.sumsBytes), as: UTF8.self)
    var faults: [String] = []
    var listed: Set<String> = []
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        faults.append("\(list): \(line) is no line of sha256sum")
        continue
      }
      let name = String(parts[1].drop { $0 == " " })
      listed.insert(name)
      guard try files().contains(name) else {
        faults.append("\(name) is missing")
        continue
      }
      if try digest(name) != parts[0] { faults.append("\(name) has changed") }
    }
    return faults + (try files().filter { !listed.contains($0) }.map { "\($0) was added" })
  }

  /// Puts office and wards into a folder that is not there yet: `office` and `wards/AREA` within it.
  /// `brokerPath` is the folder of the broker that they are to use, `secondFactorKeyPath` the key of second
  /// factors; neither is in a backup. Without that key people sign in with a recovery code or a new link.
  public func restore(
    into target: String, brokerPath: String, secondFactorKeyPath: String? = nil
  ) throws -> OfficeFolder {
    let faults = try faults()
    let key = try secondFactorKeyPath.map(secondFactorKey) ?? SealingKey()
    guard faults.isEmpty else {
      throw DeskError("nothing was restored: \(faults.joined(separator: "; "))")
    }
    guard !Files.exists(target) else { throw DeskError("\(target) is there already") }
    let broker = try BrokerFolder(path: Founding.absolute(brokerPath))
    for name in try files() {
      try Files.makeFolder(Files.folder(of: "\(target)/\(name)"))
      try Self.copyFile("\(path)/\(name)", to: "\(target)/\(name)")
    }
    var wards: [String] = []
    for area in try Files.list("\(target)/wards").sorted() {
      let folder = "\(target)/wards/\(area)"
      let ward = try WardFolder(path: folder)
      let settings = WardFolder.settings(
        area: ward.area, name: ward.name, areasWithin: ward.areasWithin, brokerPath: broker.path)
      try Files.replace("\(folder)/ward.toml", Array(settings.utf8))
      try DeskStore(path: ward.databasePath).skipSequences()
      wards.append("../wards/\(area)")
    }
    try Files.replace("\(target)/office/\(Self.secondFactorKeyName)", key.bytes)
    return try OfficeFolder.change(wards: wards, in: "\(target)/office")
  }

  private func secondFactorKey(at path: String) throws -> SealingKey {
    guard let key = try SecondFactorSealing.key(at: path) else {
      throw DeskError("there is no key of second factors at \(path); nothing was restored")
    }
    return key
  }
}
