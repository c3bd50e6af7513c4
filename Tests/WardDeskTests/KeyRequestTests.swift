import Foundation
import LinuxIO
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("Keys that people make") struct KeyRequestTests {
  let office: Office
  let key: Ed25519.PrivateKey
  let lan = Identifier("lan")!

  init() throws {
    office = try Office()
    key = try Ed25519.PrivateKey()
  }

  private func request(_ role: Role = .approver, proof: [UInt8]? = nil) throws {
    let message = KeyRequest.proof(
      area: office.ward.area, holder: lan, role: role, publicKey: key.publicKey)
    try office.store.requestKey(
      key.publicKey, holder: lan, title: "Nguyễn Thị Lan", role: role,
      proof: proof ?? key.sign(message), area: office.ward.area, by: "lan", at: Office.now)
  }

  private func newest() throws -> KeyRequest {
    try #require(try office.store.keyRequests().first)
  }

  private func state() throws -> KeyRequest.State {
    try newest().state(under: office.ward.keyring())
  }

  @Test("a key made elsewhere signs once the root has taken it up, and not before")
  func enrolment() throws {
    try request()
    #expect(try state() == .waiting)
    let number = try office.submit()
    try office.sign(number, .editor, by: "editor")
    let name = JSONWebKey.thumbprint(key.publicKey)
    let input = try office.store.submission(number).request(to: name).signingInput
    #expect(throws: SubmissionFault.notBelieved(.unknownKey(name))) {
      try office.ward.add(
        key.sign(input), of: name, to: number, in: office.store, by: "lan", at: Office.now)
    }
    let code = KeyRequest.code(of: key.publicKey)
    #expect(try office.ward.accept(newest(), code: code, now: Office.now) == 2)
    #expect(try state() == .done)
    let post = try office.ward.add(
      key.sign(input), of: name, to: number, in: office.store, by: "lan", at: Office.now)
    #expect(post?.bulletin == Office.bulletin())
  }

  @Test("a key that the server swapped is not taken up: its code is not the one read out")
  func swapped() throws {
    try request()
    let read = KeyRequest.code(of: try Ed25519.PrivateKey().publicKey)
    #expect(throws: DeskError.self) {
      try office.ward.accept(newest(), code: read, now: Office.now)
    }
    #expect(throws: DeskError.self) { try office.ward.accept(newest(), code: "", now: Office.now) }
    #expect(try office.ward.keyring().version == 1)
  }

  @Test("a code has 30 digits in groups that can be read out")
  func code() {
    let code = KeyRequest.code(of: key.publicKey)
    #expect(code.split(separator: " ").map(\.count) == [5, 5, 5, 5, 5, 5])
    #expect(code.allSatisfy { $0 == " " || $0.isNumber })
  }

  @Test("nobody asks for somebody else's key, or for a desk's")
  func proof() throws {
    let thief = try Ed25519.PrivateKey()
    let message = KeyRequest.proof(
      area: office.ward.area, holder: lan, role: .approver, publicKey: key.publicKey)
    #expect(throws: DeskError.self) { try request(proof: thief.sign(message)) }
    #expect(throws: DeskError.self) { try request(.editor, proof: key.sign(message)) }
    #expect(throws: DeskError.self) { try request(.desk) }
    #expect(try office.store.keyRequests().isEmpty)
  }

  @Test("asking twice is asking once; after a no one may ask again")
  func twice() throws {
    try request()
    try request()
    #expect(try office.store.keyRequests().count == 1)
    try office.store.reject(keyRequest: newest().number, reason: "chưa có quyết định")
    #expect(try state() == .rejected(reason: "chưa có quyết định"))
    try request()
    #expect(try office.store.keyRequests().count == 2)
    #expect(try state() == .waiting)
  }

  @Test("a lost key: asked for, then revoked by a root key that lies elsewhere")
  func lost() throws {
    let lost = try #require(office.ward.keyring().keys.first { $0.role == .approver })
    try office.store.requestRevocation(
      of: lost, reason: "Mất máy tính", by: "lan", at: Office.now)
    let elsewhere = office.folder.file("usb.jwk")
    try FileManager.default.moveItem(atPath: office.ward.keyPath("root"), toPath: elsewhere)
    #expect(throws: SystemError.self) {
      try office.ward.revoke(lost.keyIdentifier, now: Office.now)
    }
    _ = try office.ward.revoke(lost.keyIdentifier, rootPath: elsewhere, now: Office.now)
    #expect(try state() == .done)
    #expect(try office.ward.keyring().key(lost.keyIdentifier)?.revokedAt == Office.now)
  }

  @Test("another ward's root key changes nothing")
  func wrongRoot() throws {
    let stranger = try Ed25519.PrivateKey()
    let path = office.folder.file("stranger.jwk")
    try Files.replace(path, JSONWebKey.encode(stranger).bytes)
    let editor = try #require(office.ward.keyring().keys.first { $0.role == .editor })
    #expect(throws: DeskError.self) {
      try office.ward.revoke(editor.keyIdentifier, rootPath: path, now: Office.now)
    }
    #expect(try office.ward.keyring().version == 1)
  }
}
