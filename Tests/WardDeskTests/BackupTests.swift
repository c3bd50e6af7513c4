import Foundation
import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// What the desk knows outlives its disk.
@Suite("Backup of the desk") struct BackupTests {
  let folder = TemporaryFolder()
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let home = Identifier("nha-1")!

  private func office() throws -> OfficeFolder {
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
    try DeskStore(path: ward.databasePath).enrol(Self.home, area: ward.area, at: Self.now)
    let office = try OfficeFolder.make(
      path: folder.file("office"), wardPaths: [ward.path], address: "127.0.0.1", port: 0)
    _ = try OfficeStore(path: office.databasePath)
    return office
  }

  private func store(_ office: OfficeFolder) throws -> DeskStore {
    try DeskStore(path: WardFolder(path: office.wardPaths[0]).databasePath)
  }

  @Test("a backup that is taken while the desk writes is restored with all it had committed")
  func restored() throws {
    let office = try office()
    let open = try store(office)
    let sequence = try open.nextSequence()
    let backup = try Backup.take(of: office, to: folder.file("backup"))
    #expect(try backup.faults() == [])
    try open.enrol(Identifier("nha-2")!, area: Area("01.00004")!, at: Self.now)

    let restored = try backup.restore(
      into: folder.file("new"), brokerPath: folder.file("ward/broker"))
    let store = try store(restored)
    #expect(try store.terminals().map(\.identifier) == ["nha-1"])
    // Homes believe no index that is older than one they know.
    #expect(try store.nextSequence() > sequence + 1_000_000)
    let ward = try WardFolder(path: restored.wardPaths[0])
    #expect(ward.name == "phường Ba Đình")
    _ = try WardFolder.signer(ward.keyPath("desk"))
    var check = OfficeCheck()
    check.look(at: restored)
    check.look(at: ward)
    #expect(check.faults == [])
  }

  @Test(
    "second factors are restored with their key from elsewhere; without it recovery codes lead in")
  func secondFactors() throws {
    let office = try office()
    let name = Identifier("lan")!
    let people = try OfficeStore(path: office.databasePath)
    try people.makeAccount(name, fullName: "Lan", by: .server, at: Self.now)
    _ = try people.invite(name, by: .server, at: Self.now)
    let backup = try Backup.take(of: office, to: folder.file("backup"))
    let broker = folder.file("ward/broker")
    #expect(throws: DeskError.self) {
      try backup.restore(
        into: folder.file("none"), brokerPath: broker, secondFactorKeyPath: folder.file("no.key"))
    }
    #expect(!Files.exists(folder.file("none")))
    for (target, key, strangers) in [
      ("with", "\(office.path)/second-factor.key", 0), ("without", nil, 1),
    ] {
      let restored = try backup.restore(
        into: folder.file(target), brokerPath: broker, secondFactorKeyPath: key)
      let store = try OfficeStore(path: restored.databasePath)
      #expect(try store.unreadableSecondFactors() == strangers, "\(target) the key")
    }
  }

  @Test("no key that signs for a person, no root key and no home's identity is in a backup")
  func secrets() throws {
    let backup = try Backup.take(of: office(), to: folder.file("backup"))
    let names = try FileManager.default.subpathsOfDirectory(atPath: backup.path)
    let keys = names.filter { $0.hasSuffix(".jwk") || $0.hasSuffix(".key") }.sorted()
    #expect(keys == ["wards/01.00004/desk/identity.key", "wards/01.00004/keys/desk.jwk"])
  }

  @Test(
    "a backup that lost a file, or whose file was changed or added, says which and is not restored")
  func faults() throws {
    let office = try office()
    let broker = folder.file("ward/broker")
    for (name, fault) in [
      ("wards/01.00004/plan.toml", "wards/01.00004/plan.toml has changed"),
      ("wards/01.00004/strange", "wards/01.00004/strange was added"),
    ] {
      let backup = try Backup.take(of: office, to: folder.file("backup-\(fault.count)"))
      try Files.replace("\(backup.path)/\(name)", Array("x".utf8))
      #expect(try backup.faults() == [fault])
      #expect(throws: DeskError.self) {
        try backup.restore(into: folder.file("new"), brokerPath: broker)
      }
    }
    let backup = try Backup.take(of: office, to: folder.file("backup"))
    try Files.remove("\(backup.path)/office/office.toml")
    #expect(try backup.faults() == ["office/office.toml is missing"])
    #expect(!Files.exists(folder.file("new")))
  }

  @Test("a database of an older program is copied before it is brought forward")
  func migrated() throws {
    let office = try office()
    let path = try WardFolder(path: office.wardPaths[0]).databasePath
    let version = try DeskStore(path: path).database.version()
    #expect(!Files.exists("\(path).before-\(version)"))
    // The first migration's tables are there already: it fails, and nothing of the copy is lost.
    try DeskStore(path: path).database.run("PRAGMA user_version=1")
    #expect(throws: (any Error).self) { try DeskStore(path: path) }
    #expect(Files.exists("\(path).before-\(version)"))
  }

  @Test("the check finds a medium that is missing and a database that is no database")
  func check() throws {
    let office = try office()
    let ward = try WardFolder(path: office.wardPaths[0])
    try Files.replace(office.databasePath, Array(repeating: 0x41, count: 8_192))
    try Files.replace(ward.keyringPath, Array("{}".utf8))
    var check = OfficeCheck()
    check.look(at: office)
    check.look(at: ward)
    #expect(check.faults.contains { $0.hasPrefix("office.db: ") }, "\(check.faults)")
    #expect(check.faults.contains { $0.hasPrefix("phường Ba Đình, keyring: ") }, "\(check.faults)")
  }
}
