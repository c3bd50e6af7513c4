import Foundation
import LinuxIO
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("The ward's desk") struct WardDeskTests {
  let folder = TemporaryFolder()
  static let now = Instant("2026-11-24T08:05:00+07:00")!

  private func found() throws -> WardFolder {
    try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường \"Ba\" Đình",
      areasWithin: [], host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
  }

  private func bulletin(_ priority: Priority = .ordinary) -> Bulletin {
    Bulletin(
      identifier: Identifier("tin-1")!, senderName: "UBND", sent: Self.now, priority: priority,
      areas: [Area("01.00004")!], expires: Self.now + 86_400_000, headline: "Tin",
      regulation: .init(contentClass: "thong-tin-thiet-yeu"))
  }

  @Test("a ward that was founded opens again, and its keyring is believed")
  func founded() throws {
    let ward = try found()
    #expect(try WardFolder(path: ward.path).name == "phường \"Ba\" Đình")
    let keyring = try ward.keyring()
    #expect(keyring.version == 1)
    #expect(Set(keyring.keys.map(\.role)) == Set(Role.allCases))
    #expect(throws: DeskError.self) { try found() }
  }

  @Test("what a home would refuse is not hung: one signer, a stranger's area, a revoked key")
  func refused() throws {
    let ward = try found()
    #expect(throws: DeskError.self) {
      try ward.sign(bulletin(), keyPaths: [ward.keyPath("editor")])
    }
    var abroad = bulletin()
    abroad.areas = [Area("01.00082")!]
    #expect(throws: DeskError.self) {
      try ward.sign(abroad, keyPaths: ward.usualKeyPaths(.ordinary))
    }
    _ = try ward.sign(bulletin(), keyPaths: ward.usualKeyPaths(.ordinary))
    let key = try #require(ward.keyring().keys.first { $0.role == .approver })
    #expect(try ward.revoke(key.keyIdentifier, now: Self.now) == 2)
    var next = bulletin()
    next.revision = 2
    next.messageType = .update
    #expect(throws: DeskError.self) {
      try ward.sign(next, keyPaths: ward.usualKeyPaths(.ordinary))
    }
    #expect(try DeskStore(path: ward.databasePath).board().map(\.bulletin) == [bulletin()])
  }

  @Test("a revision takes the place of the one before; an expired one comes off")
  func board() throws {
    let ward = try found()
    let store = try DeskStore(path: ward.databasePath)
    _ = try ward.sign(bulletin(), keyPaths: ward.usualKeyPaths(.ordinary))
    var update = bulletin()
    update.revision = 2
    update.messageType = .update
    update.headline = "Tin sửa"
    _ = try ward.sign(update, keyPaths: ward.usualKeyPaths(.ordinary))
    #expect(try store.board().map(\.bulletin) == [update])
    #expect(try store.newest(update.identifier)?.bulletin == update)
    try store.takeOffExpired(now: update.expires)
    #expect(try store.board().isEmpty)
    #expect(try store.newestOfAll().count == 1)
  }

  @Test("a board sequence is never given twice, also not after a restart")
  func sequence() throws {
    let path = folder.file("desk.db")
    #expect(try DeskStore(path: path).nextSequence() == 1)
    #expect(try (0..<3).map { _ in try DeskStore(path: path).nextSequence() } == [2, 3, 4])
  }

  @Test("a receipt is counted once, however often it comes, and apart for every ledger")
  func receipts() throws {
    let store = try DeskStore(path: folder.file("desk.db"))
    func batch(_ ledger: String, _ sequences: [Int64]) -> ReceiptBatch {
      ReceiptBatch(
        ledger: Identifier(ledger)!, terminal: Identifier("nha-1")!,
        receipts: sequences.map {
          Receipt(
            sequence: $0, bulletin: Identifier("tin-1")!, revision: 1, fact: .received,
            time: Self.now)
        })
    }
    #expect(try store.store(batch("a", [1, 2]), at: Self.now).count == 2)
    #expect(try store.store(batch("a", [2, 3]), at: Self.now).map(\.sequence) == [3])
    #expect(try store.store(batch("b", [1]), at: Self.now).count == 1)
    #expect(try store.receipts().count == 4)
    #expect(try store.receipts(of: Identifier("tin-2")!).isEmpty)
  }

  @Test("a terminal is enrolled once, within its ward, with a key of its own")
  func enrolment() throws {
    let ward = try found()
    let id = Identifier("nha-1")!
    let home = folder.file("home")
    #expect(throws: DeskError.self) {
      try ward.enrol(id, area: Area("01.00082")!, home: home, now: Self.now)
    }
    try ward.enrol(id, area: ward.area, home: home, now: Self.now)
    #expect(throws: DeskError.self) {
      try ward.enrol(id, area: ward.area, home: folder.file("other"), now: Self.now)
    }
    let key = try FileManager.default.attributesOfItem(atPath: "\(home)/identity.key")
    #expect(key[.posixPermissions] as? Int == 0o600)
  }

  @Test("a home's address is known to its terminal and to the desk, and can't break its settings")
  func address() throws {
    let ward = try found()
    let id = Identifier("nha-1")!
    let home = folder.file("home")
    for address in ["", "Số \"12\"", "Số 12\nroot-key = 1", String(repeating: "a", count: 161)] {
      #expect(throws: DeskError.self, "\(address)") {
        try ward.enrol(id, area: ward.area, home: home, address: address, now: Self.now)
      }
    }
    let address = "Số 12, ngõ 34 phố Đội Cấn"
    try ward.enrol(id, area: ward.area, home: home, address: address, now: Self.now)
    let settings = try String(contentsOfFile: "\(home)/settings.toml", encoding: .utf8)
    #expect(settings.contains("address = \"\(address)\"\n"))
    let store = try DeskStore(path: ward.databasePath)
    #expect(try store.address(of: id) == address)
    #expect(try store.terminals().map(\.address) == [address])
  }

  @Test("a medium is known by its bytes, not by its name")
  func media() throws {
    let ward = try found()
    let wave = folder.file("a.png")
    _ = try ChildProcess.run(
      "sox", ["-n", "-t", "wav", "-b", "16", wave, "synth", "1.5", "sine", "440"])
    let resource = try ward.take(mediumAt: wave)
    #expect(resource.mimeType == .wav && resource.durationMilliseconds == 1_500)
    let text = try folder.write("no medium", to: "b.wav")
    #expect(throws: DeskError.self) { try ward.take(mediumAt: text) }
  }
}
