import Foundation
import Signatures
import TestSupport
import WardContract

@testable import WardDesk

/// A ward with its store and keys, for tests of what officers do.
struct Office {
  let folder = TemporaryFolder()
  let ward: WardFolder
  let store: DeskStore
  /// Tuesday, before the morning's session.
  static let now = Instant("2026-11-24T06:05:00+07:00")!

  init() throws {
    ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: [Area("01.00004.tdp-1")!], host: "localhost", port: 8883, brokerPath: nil,
      areaType: .innerDistrict, rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
    store = try DeskStore(path: ward.databasePath)
  }

  static func bulletin(
    _ name: String = "tin-1", _ priority: Priority = .ordinary, revision: Int = 1
  ) -> Bulletin {
    Bulletin(
      identifier: Identifier(name)!, revision: revision, senderName: "UBND phường Ba Đình",
      sent: now, priority: priority, areas: [Area("01.00004")!], expires: now + 86_400_000,
      headline: "Họp tổ dân phố", regulation: .init(contentClass: "thong-tin-thiet-yeu"))
  }

  func submit(_ bulletin: Bulletin = bulletin()) throws -> Int64 {
    try ward.submit(bulletin, to: store, by: "lan", at: Self.now)
  }

  /// The signature that the ward's key of that role makes, as a browser would bring it.
  func signature(_ role: Role, of number: Int64) throws -> (key: String, bytes: [UInt8]) {
    let signer = try WardFolder.signer(ward.keyPath(role.rawValue))
    let request = try store.submission(number).request(to: signer.keyIdentifier)
    return (signer.keyIdentifier, signer.sign(request.signingInput))
  }

  @discardableResult
  func sign(
    _ number: Int64, _ role: Role, by account: String, at now: Instant = now,
    in store: DeskStore? = nil
  ) throws -> Bulletin? {
    let made = try signature(role, of: number)
    return try ward.add(
      made.bytes, of: made.key, to: number, in: store ?? self.store, by: account, at: now)?.bulletin
  }
}
