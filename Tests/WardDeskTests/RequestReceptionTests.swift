import LinuxIO
import SQLite
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// everything that people tell the ward is taken in, none of it goes, and it is answered.
@Suite("The desk takes requests") final class RequestReceptionTests {
  let folder = TemporaryFolder()
  static let now = Instant("2026-11-24T08:05:00+07:00")!
  static let home = Identifier("nha-1")!
  let name = Identifier("0123456789abcdef")!
  let ward: WardFolder
  let store: DeskStore
  private var sent: [(topic: Topic, payload: [UInt8])] = []
  private var reception: RequestReception?

  init() throws {
    ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
    store = try DeskStore(path: ward.databasePath)
    try store.enrol(Self.home, area: Area("01.00004")!, at: Self.now)
    try store.note(
      Presence(online: true, version: "1", boardSequence: 1), of: Self.home, at: Self.now)
    reception = try RequestReception(ward, store, WardFolder.signer(ward.keyPath("desk"))) {
      [unowned self] in sent.append(($0, $1))
    }
  }

  private func desk() throws -> RequestReception { try #require(reception) }

  private func request(
    isAnonymous: Bool = false, recording: Request.Recording? = nil
  ) -> Request {
    Request(
      identifier: name, kind: .feedback, isAnonymous: isAnonymous, created: Self.now,
      body: Feedback(subject: Identifier("rac")!, title: "Rác").json, recording: recording)
  }

  private func take(_ request: Request, from home: Identifier = home) throws {
    try desk().receive(request: request.json.bytes, from: home, name, at: Self.now)
  }

  /// The desk's last acknowledgement, as a home reads it.
  private func acknowledgement() throws -> RequestAcknowledgement {
    let last = try #require(
      sent.last { $0.topic == .down(terminal: Self.home, kind: .requestAcknowledgement, name) })
    return try Verifier.sodium.requestAcknowledgement(
      last.payload, terminal: Self.home, area: ward.area, keyrings: [ward.keyring()])
  }

  private func replies() throws -> [Reply] {
    try sent.filter { $0.topic == .down(terminal: Self.home, kind: .reply, name) }.map {
      try Verifier.sodium.reply(
        $0.payload, terminal: Self.home, area: ward.area, keyrings: [ward.keyring()])
    }
  }

  private func receipt(
    _ revision: Int, _ state: ReplyReceipt.State = .held, pieces: Int? = nil,
    from home: Identifier = home
  ) throws {
    let receipt = ReplyReceipt(request: name, revision: revision, state: state, pieces: pieces)
    try desk().receive(receipt: receipt.json.bytes, from: home, at: Self.now)
  }

  /// A tone of so many seconds, as a browser records it.
  private func tone(seconds: Double) throws -> [UInt8] {
    let path = folder.file("tone.wav")
    let (code, words) = try ChildProcess.run(
      "sox",
      ["-n", "-r", "24000", "-c", "1", "-b", "16", path, "synth", "\(seconds)", "sine", "440"])
    try #require(code == 0, "\(words)")
    return try Files.read(path, limit: 1 << 24)
  }

  @Test(
    "a spoken reply goes to its home piece by piece and to no other one; a kill in between loses none"
  )
  func spoken() throws {
    try take(request(isAnonymous: true))
    let voice = try ward.takeIn(spokenReply: tone(seconds: 20), to: name)
    #expect(voice.pieces > 1 && (19_900...20_100).contains(voice.durationMilliseconds))
    #expect(throws: DeskError.self) {
      try store.reply(.answered, "", recording: voice, to: name, at: Self.now)
    }
    try store.reply(.answered, "Đã dọn.", recording: voice, to: name, at: Self.now)
    try desk().sendReplies(at: Self.now)
    #expect(try replies().last?.recording == voice)
    func arrived() -> [[UInt8]] {
      sent.filter {
        if case .replyRecording(Self.home, voice.digest, _) = $0.topic { true } else { false }
      }.map(\.payload)
    }
    #expect(throws: DeskError.self) {
      try receipt(1, pieces: 0, from: Identifier("nha-2")!)
    }
    for piece in 0..<voice.pieces {
      // Another process of the same desk goes on from what the home says.
      reception = try RequestReception(
        ward, DeskStore(path: ward.databasePath), WardFolder.signer(ward.keyPath("desk"))
      ) { [unowned self] in sent.append(($0, $1)) }
      try receipt(1, pieces: piece)
      #expect(try store.request(name)?.replies.last?.isRecordingHome == false)
      #expect(try store.wayBack(name) == Self.home, "the way back stays while a piece is lacking")
    }
    try receipt(1, pieces: voice.pieces)
    let bytes = arrived().flatMap { $0 }
    #expect(SHA256.mediaDigest(SHA256.digest(bytes)) == voice.digest)
    try receipt(1)
    #expect(try store.request(name)?.replies.last?.isRecordingHome == true)
    #expect(try store.wayBack(name) == nil)
    try receipt(1, pieces: 0)
    #expect(arrived().count == voice.pieces, "without a way back nothing goes to whoever asks")
  }

  @Test(
    "what is too long, silent or no sound is refused in words",
    arguments: [(61.0, IntakeFault.tooLongReply), (0, .unknownSound), (-1, .empty)])
  func unusable(seconds: Double, fault: IntakeFault) throws {
    let bytes: [UInt8] =
      seconds > 0 ? try tone(seconds: seconds) : seconds == 0 ? Array("<script>".utf8) : []
    #expect(throws: fault) { try ward.takeIn(spokenReply: bytes, to: name) }
  }

  @Test("a request that comes twice is stored once and acknowledged twice")
  func once() throws {
    for _ in 0..<2 { try take(request()) }
    #expect(sent.count == 2)
    #expect(try acknowledgement().isComplete)
    let all = try store.requests(.feedback)
    #expect(all.map(\.request) == [request()] && all[0].terminal == Self.home)
    var other = request()
    other.body = Feedback(subject: Identifier("dien")!, title: "Điện").json
    #expect(throws: DeskError.self) { try take(other) }
    #expect(throws: DeskError.self) { try take(request(), from: Identifier("nha-2")!) }
  }

  @Test(
    "pieces of a recording come in order, again and out of order; what arrives is what was sent")
  func recording() throws {
    let bytes = (0..<Bounds.mediaPieceBytes + 9).map { UInt8(truncatingIfNeeded: $0) }
    let digest = SHA256.mediaDigest(SHA256.digest(bytes))
    let pieces = [Array(bytes[..<Bounds.mediaPieceBytes]), Array(bytes[Bounds.mediaPieceBytes...])]
    let recording = Request.Recording(
      digest: digest, sizeBytes: bytes.count, durationMilliseconds: 9_000)
    func take(_ piece: Int, _ bytes: [UInt8]) throws {
      try desk().receive(piece: piece, bytes, of: name, from: Self.home, at: Self.now)
    }
    #expect(throws: DeskError.self) { try take(0, pieces[0]) }
    try self.take(request(recording: recording))
    #expect(throws: DeskError.self) { try store.reply(.handling, "", to: name, at: Self.now) }
    for (piece, expected) in [(1, 0), (0, 1), (0, 1)] {
      try take(piece, pieces[piece])
      #expect(try acknowledgement().pieces == expected)
    }
    // A wrong last piece: all of it goes, and it begins anew.
    try take(1, [UInt8](repeating: 1, count: 9))
    #expect(try acknowledgement().pieces == 0)
    for piece in 0...1 { try take(piece, pieces[piece]) }
    #expect(try acknowledgement().isComplete)
    #expect(try Files.read(ward.recordingPath(name), limit: 1 << 20) == bytes)
  }

  @Test("a reply is repeated until the home has it, and a newer one takes its place")
  func replied() throws {
    try take(request())
    try store.reply(.handling, "", to: name, at: Self.now)
    try desk().sendReplies(at: Self.now)
    try store.reply(.answered, "Đã dọn.", to: name, at: Self.now)
    for _ in 0..<2 { try desk().sendReplies(at: Self.now) }
    #expect(try replies().map(\.revision) == [1, 2, 2])
    #expect(try replies().last?.office == "UBND phường Ba Đình")
    try receipt(1)
    try desk().sendReplies(at: Self.now)
    #expect(try replies().count == 4)
    try receipt(2)
    try receipt(2, .shown)
    try desk().sendReplies(at: Self.now)
    #expect(try replies().count == 4)
    #expect(try store.request(name)?.replies.map(\.receipt) == [.held, .shown])
    // A home that lost it asks again.
    try take(request())
    #expect(try replies().count == 5)
    #expect(throws: DeskError.self) { try receipt(3) }
  }

  @Test("R-39: nothing that people said, and nothing that was answered, can be deleted or changed")
  func nothingGoes() throws {
    try take(request())
    try store.reply(.answered, "Đã dọn.", to: name, at: Self.now)
    try receipt(1)
    for table in ["requests", "completions", "replies", "reply_receipts"] {
      #expect(throws: DatabaseError.self) { try store.database.query("DELETE FROM \(table)") }
      #expect(throws: DatabaseError.self) {
        try store.database.query("UPDATE \(table) SET identifier = 'x'")
      }
    }
  }

  @Test("an anonymous request names no home; the way back goes with the ward's last word")
  func anonymous() throws {
    try take(request(isAnonymous: true))
    #expect(try store.request(name)?.terminal == nil)
    #expect(try store.wayBack(name) == Self.home)
    try store.reply(.handling, "", to: name, at: Self.now)
    try receipt(1)
    #expect(try store.wayBack(name) == Self.home)
    try store.reply(.answered, "Đã nhắc nhở.", to: name, at: Self.now)
    try desk().sendReplies(at: Self.now)
    #expect(try replies().last?.words == "Đã nhắc nhở.")
    try receipt(2)
    #expect(try store.wayBack(name) == nil)
    for table in ["requests", "ways_back", "completions", "replies", "reply_receipts"] {
      let rows = try store.database.query("SELECT * FROM \(table)")
      let mentions = rows.joined().contains { $0.text.map { $0.contains("nha-1") } ?? false }
      #expect(!mentions, "\(table) names the home")
    }
    #expect(throws: DeskError.self) { try store.reply(.handling, "", to: name, at: Self.now) }
    // The home hears it again even so.
    try take(request(isAnonymous: true))
    #expect(try replies().last?.words == "Đã nhắc nhở.")
    try receipt(2, .shown)
    #expect(try store.request(name)?.replies.last?.receipt == .shown)
  }

  @Test("one home can't fill the desk's disk")
  func bound() throws {
    func take(_ number: Int) throws {
      var request = request()
      request.identifier = Identifier("phan-anh-\(number)")!
      try desk().receive(
        request: request.json.bytes, from: Self.home, request.identifier, at: Self.now)
    }
    for number in 0..<200 { try take(number) }
    #expect(throws: DeskError.self) { try take(200) }
    try take(7)
  }
}
