import Foundation
import LinuxIO
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// Issue 6 row 8, issue 9 row 7: nothing that is practised leaves the building.
@Suite("A ward for practice") struct PracticeWardTests {
  let folder = TemporaryFolder()
  static let now = Instant("2026-11-24T08:05:00+07:00")!

  private func found(
    _ name: String, _ area: String, isPractice: Bool, broker: String? = nil,
    host: String = "localhost"
  ) throws -> WardFolder {
    try Founding(
      path: folder.file(name), area: Area(area)!, name: "phường \(name)", areasWithin: [],
      host: host, port: 8_883, brokerPath: broker, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules", isPractice: isPractice
    ).found(now: Self.now)
  }

  private func rewrite(_ file: String, _ old: String, _ new: String) throws {
    let text = try String(contentsOfFile: folder.file(file), encoding: .utf8)
    try #require(text.contains(old))
    try text.replacingOccurrences(of: old, with: new)
      .write(toFile: folder.file(file), atomically: true, encoding: .utf8)
  }

  @Test("it has a broker of its own on loopback, and an area that is no unit's")
  func founded() throws {
    let practice = try found("tap", "tap.00004", isPractice: true)
    #expect(practice.isPractice)
    let configuration = try String(
      contentsOfFile: BrokerFolder(path: practice.brokerPath).configurationPath, encoding: .utf8)
    #expect(configuration.contains("listener 8883 127.0.0.1\n"))
    let real = try found("that", "01.00004", isPractice: false)
    #expect(!real.isPractice)
    for attempt in [
      { try found("a", "01.00008", isPractice: true) },
      { try found("b", "tap.00008", isPractice: false) },
      { try found("c", "tap.00008", isPractice: true, broker: real.brokerPath) },
      { try found("d", "tap.00008", isPractice: true, host: "192.0.2.1") },
    ] {
      #expect(throws: DeskError.self) { try attempt() }
    }
  }

  @Test(
    "a hand that leads it to another broker, or opens or bridges its own, keeps it from opening")
  func edited() throws {
    let real = try found("that", "01.00004", isPractice: false)
    let practice = try found("tap", "tap.00004", isPractice: true)
    try rewrite("tap/ward.toml", practice.brokerPath, real.brokerPath)
    #expect(throws: DeskError.self) { try WardFolder(path: practice.path) }
    try rewrite("tap/ward.toml", real.brokerPath, practice.brokerPath)
    #expect(try WardFolder(path: practice.path).isPractice)
    try rewrite("tap/broker/mosquitto.conf", "listener 8883 127.0.0.1", "listener 8883")
    #expect(throws: DeskError.self) { try WardFolder(path: practice.path) }
    try rewrite(
      "tap/broker/mosquitto.conf", "listener 8883", "connection phuong\nlistener 8883 127.0.0.1")
    #expect(throws: DeskError.self) { try WardFolder(path: practice.path) }
  }

  @Test("no real home believes what is signed there, and its settings reach no device")
  func unbelieved() throws {
    let real = try found("that", "01.00004", isPractice: false)
    let practice = try found("tap", "tap.00004", isPractice: true)
    let keyring = try Files.read(practice.keyringPath, limit: Bounds.envelopeBytes)
    #expect(throws: Refusal.badSignature("root")) {
      try Verifier.sodium.keyring(keyring, area: real.area, root: real.rootPublicKey())
    }
    #expect(throws: DeskError.self) {
      try practice.enrol(
        Identifier("nha-1")!, area: practice.area, home: folder.file("the-nho"), now: Self.now)
    }
    let home = Identifier("nha-1")!
    try practice.enrol(
      home, area: practice.area, home: practice.terminalPath(home), now: Self.now)
    #expect(try DeskStore(path: practice.databasePath).isEnrolled(home))
  }

  @Test("a backup leaves it out, and can be restored without it")
  func backup() throws {
    let real = try found("that", "01.00004", isPractice: false)
    let practice = try found("tap", "tap.00004", isPractice: true)
    let office = try OfficeFolder.make(
      path: folder.file("office"), wardPaths: [real.path, practice.path], address: "127.0.0.1",
      port: 0)
    let backup = try Backup.take(of: office, to: folder.file("backup"))
    let restored = try backup.restore(into: folder.file("new"), brokerPath: real.brokerPath)
    #expect(restored.wardPaths.count == 1)
  }
}
