import Foundation
import LinuxIO
import SQLite
import Signatures
import TerminalCore
import TestSupport
import Testing
import WardContract

@testable import TerminalStore

@Suite("The terminal's disk") struct TerminalDiskTests {
  let folder = TemporaryFolder()
  let reports = try! Mailbox<Event>(capacity: 10_000)

  private func open(_ refusal: String? = nil) throws -> TerminalDisk {
    try TerminalDisk(
      folder: folder.path, reports: reports, inspect: { _, _ in refusal }, startAnew: { _ in })
  }

  private func next() -> [Event] {
    reports.wait(timeoutMilliseconds: 10_000)
    return reports.drain()
  }

  private func receipt(_ number: Int64) -> Receipt {
    Receipt(
      sequence: number, bulletin: Identifier("tin-\(number)")!, revision: 1, fact: .received,
      time: Instant(milliseconds: 1_795_453_200_000))
  }

  private func record(_ number: Int, envelope: [UInt8]?) -> StoredRecord {
    StoredRecord(
      identifier: Identifier("tin-\(number)")!, revision: number, priority: .priority,
      expires: Instant(milliseconds: Int64(number) * 1_000), area: Area("01.00004")!,
      progress: Progress(course: .begun, wasHeard: true, wasShown: false, wasConfirmed: true),
      envelope: envelope)
  }

  private func isStored(_ event: Event) -> Bool { if case .stored = event { true } else { false } }

  @Test("everything that was stored is remembered after a restart, and nothing else")
  func remembers() throws {
    let disk = try open()
    #expect(disk.memory.records.isEmpty && disk.memory.nextReceipt == 1)
    let piece = Progress.Piece(fromMilliseconds: 1_000, toMilliseconds: 61_000)
    var quiet = QuietTimes()
    (quiet.beginsHour, quiet.hours, quiet.isDaily) = (22, 7, true)
    quiet.pauseUntil = Instant(milliseconds: 1_795_453_200_000)
    quiet.secondSpeakerUntil = Instant(milliseconds: 1_795_453_300_000)
    let closed = ["2026-11-24 sang", "2026-11-24 chieu"].compactMap { BroadcastSlot($0) }
    let airings = [nil, Session.afternoon].map {
      Airing(
        bulletin: Identifier("tin-1")!, date: LocalDate("2026-11-24")!, session: $0,
        milliseconds: 60_000)
    }
    let sos = OpenSOS(sos: 41, calls: 2, onTheLine: "112")
    var stale = airings[0]
    stale.bulletin = Identifier("tin-0")!
    let form = BillForm(biller: Identifier("dien")!, service: "Tiền điện", code: "PD01")
    var bills = BillMemory()
    bills.codes = [form]
    bills.paid = [
      .init(
        request: Identifier("r-1")!, form: form, answer: BillAnswer(isTrial: true, state: .unpaid))
    ]
    func notice(_ number: UInt8) -> StoredNotice {
      .init(
        identifier: Identifier("chay-\(number)")!, area: Area("01.00004")!, envelope: [number])
    }
    let operations: [StoreOperation] = [
      .putRecord(record(1, envelope: [1, 2, 3])), .putRecord(record(2, envelope: nil)),
      .putRecord(record(3, envelope: [4])), .removeRecord(Identifier("tin-3")!),
      .putProgress(Identifier("tin-1")!, Progress(course: .over, wasShown: true, noted: piece)),
      .putKeyring([9, 9]), .putBoard([8]), .putPlan([7]), .putDirectory([[6], [5]]),
      .putDirectory([[4], [3], [2]]), .putBills(bills), .putVolume(percent: 35),
      .putReceipt(receipt(1)), .putReceipt(receipt(2)), .removeReceipts([1]),
      .putQuietTimes(quiet), .putClosedSessions(closed), .putAiring(airings[0]),
      .putAiring(airings[1]), .putAiring(stale), .removeAiring(stale),
      .putRequest(request("phan-anh-1")), .putRequest(request("phan-anh-2")),
      .putReply(Identifier("phan-anh-1")!, [5, 6]),
      .putRequestProgress(
        Identifier("phan-anh-1")!,
        RequestProgress(committed: Instant(milliseconds: 7_000), shownRevision: 3)),
      .putRequest(request("phan-anh-3")), .removeRequest(Identifier("phan-anh-3")!), .putSOS(nil),
      .putSOS(sos), .putNotices([notice(1), notice(2)]), .putNotices([notice(2), notice(3)]),
      .putRequest(request("phan-anh-3")), .removeRequest(Identifier("phan-anh-3")!),
      .putDraft(request("nhap-1")), .putDraft(nil), .putDraft(request("nhap-2")),
      .putSettings([1]), .putSettings(nil), .putSettings([3]),
      .putDiagnosis(StoredDiagnosis(Diagnosis.sample(1))),
      .putDiagnosis(StoredDiagnosis(Diagnosis.sample(2), isAcknowledged: true)),
    ]
    disk.perform(.store(operations, token: 7))
    #expect(next().contains(where: isStored))
    disk.close()
    let memory = try open().memory
    #expect(memory.readings.isEmpty)
    var first = record(1, envelope: [1, 2, 3])
    first.progress = Progress(course: .over, wasShown: true, noted: piece)
    #expect(memory.records == [first, record(2, envelope: nil)])
    #expect(memory.settings == [3])
    #expect(memory.keyring == [9, 9] && memory.board == [8] && memory.volumePercent == 35)
    #expect(memory.directory == [[4], [3], [2]] && memory.bills == bills)
    #expect(memory.plan == [7] && memory.quietTimes == quiet && memory.closedSessions == closed)
    #expect(memory.airings == airings && memory.sos == sos)
    #expect(memory.notices == [notice(2), notice(3)])
    #expect(memory.outbox == [receipt(2)] && memory.nextReceipt == 3)
    #expect(memory.ledger == disk.memory.ledger)
    #expect(memory.draft == request("nhap-2"))
    #expect(memory.diagnosis == StoredDiagnosis(Diagnosis.sample(2), isAcknowledged: true))
    #expect(
      memory.requests == [
        StoredRequest(
          request: request("phan-anh-1"),
          progress: RequestProgress(committed: Instant(milliseconds: 7_000), shownRevision: 3),
          reply: [5, 6]),
        StoredRequest(request: request("phan-anh-2"), progress: RequestProgress(), reply: nil),
      ])
  }

  private func request(_ name: String) -> Request {
    Request(
      identifier: Identifier(name)!, kind: .feedback, isAnonymous: true,
      created: Instant(milliseconds: 1_795_453_200_000),
      body: Feedback(subject: Identifier("rac")!, title: "Rác").json)
  }

  @Test("a recording is read in pieces, is remembered, and goes; half a one goes at the start")
  func recordings() throws {
    let bytes = [UInt8](repeating: 7, count: Bounds.mediaPieceBytes + 5)
    let digest = SHA256.mediaDigest(SHA256.digest(bytes))
    _ = try open()
    try Files.replace("\(folder.path)/recordings/\(digest)", bytes)
    try Files.replace("\(folder.path)/recordings/new.part", [1, 2])
    let disk = try open()
    #expect(disk.memory.recordings == [digest])
    #expect(!Files.exists("\(folder.path)/recordings/new.part"))
    disk.perform(.readRecording(digest, piece: 1))
    guard case .recordingRead(digest, 1, let piece) = next().first else {
      Issue.record("no piece")
      return
    }
    #expect(piece == [7, 7, 7, 7, 7])
    disk.perform(.dropRecording(digest))
    disk.perform(.readRecording(digest, piece: 0))
    guard case .recordingUnreadable(digest, _) = next().first else {
      Issue.record("it is still there")
      return
    }
  }

  @Test("hours of air are remembered by sequence, with what the desk has of them")
  func air() throws {
    func reading(_ sequence: Int64) -> AirReading {
      var means = AirValues()
      (means[.pm25], means[.temperature]) = (20_600, -500)
      return AirReading(
        sequence: sequence, hour: Instant(milliseconds: sequence * 3_600_000), means: means)
    }
    let disk = try open()
    let operations: [StoreOperation] = [
      .putReading(reading(2)), .putReading(reading(1)), .putReading(reading(3)),
      .acknowledgeReadings([1, 2]), .removeReadings([1]),
    ]
    disk.perform(.store(operations, token: 1))
    #expect(next().contains(where: isStored))
    disk.close()
    let again = try open()
    #expect(
      again.memory.readings == [
        StoredReading(reading(2), isAcknowledged: true), StoredReading(reading(3)),
      ])
    again.perform(.store([.removeReadings([3]), .removeReadings([2])], token: 2))
    #expect(next().contains(where: isStored))
    again.close()
    let memory = try open().memory
    #expect(memory.readings.isEmpty && memory.nextReading == 4, "a number is never given twice")
  }

  @Test("a number is never given twice, however and in which order the outbox is emptied")
  func numbers() throws {
    for (removals, next) in [
      ([[41]], 42), ([[42], [41]], 43), ([[41], [42]], 43), ([[41, 42]], 43), ([[42, 41]], 43),
    ] as [([[Int64]], Int64)] {
      let folder = TemporaryFolder()
      func open() throws -> TerminalDatabase {
        try TerminalDatabase(path: folder.file("a.db"), newLedger: Identifier("so")!)
      }
      try open().write((41..<next).map { [.putReceipt(receipt($0))] })
      for sequences in removals {
        try open().write([[.removeReceipts(sequences)]])
        #expect(try open().memory().nextReceipt == next, "\(removals)")
      }
      #expect(try open().memory().outbox.isEmpty)
    }
  }

  /// Bytes that this thread has handed to `write`.
  private func writtenBytes() throws -> Int {
    let lines = try String(contentsOfFile: "/proc/thread-self/io", encoding: .utf8)
    let field = try #require(lines.split(separator: "\n").first { $0.hasPrefix("wchar: ") })
    return try #require(Int(field.dropFirst(7)))
  }

  @Test("of a bulletin hardly more is written than itself, of a note that it begins one page")
  func pages() throws {
    let database = try TerminalDatabase(
      path: folder.file("store.db"), newLedger: Identifier("so")!)
    var most: (bulletin: Int, note: Int) = (0, 0)
    let start = try writtenBytes()
    for number in 1...200 {
      let record = record(number, envelope: [UInt8](repeating: UInt8(number), count: 2_500))
      let before = try writtenBytes()
      try database.write([
        [
          .removeReceipts([Int64(number - 1)]), .putRecord(record),
          .putReceipt(receipt(Int64(number))),
        ]
      ])
      let between = try writtenBytes()
      try database.write([[.putProgress(record.identifier, Progress(course: .over))]])
      most.bulletin = max(most.bulletin, between - before)
      most.note = max(most.note, try writtenBytes() - between)
    }
    let all = try writtenBytes() - start
    let page = 24 + 1_024
    // Its own three; of file, records, envelopes and outbox one each; a page that is split now and
    // then makes three of one.
    #expect(most.note == page)
    #expect(most.bulletin <= 12 * page, "\(most.bulletin / page) pages")
    #expect(all <= 200 * 10 * page, "\(all / page / 200) pages each")
  }

  @Test("a medium arrives in order, goes on after a restart, is checked and found again")
  func media() throws {
    let bytes = (0..<150_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let digest = SHA256.mediaDigest(SHA256.digest(bytes))
    let resource = Resource(mimeType: .png, sizeBytes: bytes.count, digest: digest)
    func piece(_ number: Int) -> [UInt8] {
      Array(bytes.dropFirst(number * 65_536).prefix(65_536))
    }
    var disk = try open()
    disk.perform(.storeMediaPiece(digest, piece: 1, bytes: piece(1)))
    guard case .mediaFailed(_, let reason) = next().first else {
      Issue.record("a piece out of order was taken")
      return
    }
    #expect(reason == "piece 1 came when 0 was next")
    disk.perform(.storeMediaPiece(digest, piece: 0, bytes: piece(0)))
    _ = next()
    disk.close()
    // Power went in the middle of the next piece.
    let part = "\(folder.path)/media/\(digest).part"
    let handle = try #require(FileHandle(forWritingAtPath: part))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(repeating: 0xEE, count: 1_000))
    try handle.close()
    disk = try open()
    #expect(
      disk.memory.media == [StoredMedium(digest: digest, pieces: 1, isReady: false)])
    disk.perform(.storeMediaPiece(digest, piece: 1, bytes: piece(1)))
    _ = next()
    disk.perform(.storeMediaPiece(digest, piece: 2, bytes: piece(2)))
    _ = next()
    disk.perform(.checkMedia(resource))
    guard case .mediaReady(digest) = next().first else {
      Issue.record("a good medium was refused")
      return
    }
    disk.close()
    disk = try open()
    #expect(disk.memory.media == [StoredMedium(digest: digest, pieces: 3, isReady: true)])
    #expect(try Files.read(disk.path(of: digest), limit: 1 << 20) == bytes)
    disk.perform(.dropMedia(digest))
    disk.close()
    #expect(try open().memory.media.isEmpty)
  }

  @Test("a wrong digest, a wrong size and a refused inside take the medium off the disk")
  func wrongMedia() throws {
    let bytes: [UInt8] = [1, 2, 3]
    let right = SHA256.mediaDigest(SHA256.digest(bytes))
    let wrong = SHA256.mediaDigest(SHA256.digest([9]))
    for (digest, size, refusal, expected) in [
      (wrong, 3, nil, "the digest is not the one that was signed"),
      (right, 4, nil, "3 bytes, 4 were announced"), (right, 3, "no sound", "no sound"),
    ] as [(MediaDigest, Int, String?, String)] {
      let disk = try open(refusal)
      disk.perform(.storeMediaPiece(digest, piece: 0, bytes: bytes))
      _ = next()
      disk.perform(
        .checkMedia(Resource(mimeType: .png, sizeBytes: size, digest: digest)))
      guard case .mediaRefused(digest, let reason) = next().first else {
        Issue.record("taken in spite of \(expected)")
        continue
      }
      #expect(reason == expected)
      disk.close()
      #expect(try open().memory.media.isEmpty)
    }
  }

  @Test("a damaged database is put aside, told of, and the home goes on under a new ledger")
  func damaged() throws {
    let disk = try open()
    let ledger = disk.memory.ledger
    disk.close()
    let path = folder.file("store.db")
    try? FileManager.default.removeItem(atPath: path + "-wal")
    try Data(repeating: 0x5A, count: 5_000).write(to: URL(fileURLWithPath: path))
    let again = try open()
    #expect(again.warning?.contains("put aside") == true)
    #expect(again.memory.ledger != ledger)
    #expect(FileManager.default.fileExists(atPath: path + ".damaged"))
    again.close()
  }

  @Test("a store of the first version keeps its bulletins, receipts and numbers")
  func firstVersion() throws {
    try Database(path: folder.file("store.db")).run(
      """
      CREATE TABLE settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
      CREATE TABLE records (
        identifier TEXT PRIMARY KEY, revision INTEGER, priority TEXT, expires INTEGER, area TEXT,
        course TEXT, heard INTEGER, shown INTEGER, confirmed INTEGER) WITHOUT ROWID;
      CREATE TABLE envelopes (identifier TEXT PRIMARY KEY, envelope BLOB);
      CREATE TABLE outbox (sequence INTEGER PRIMARY KEY, receipt TEXT);
      INSERT INTO settings VALUES ('ledger', 'so-cai'), ('next-receipt', 8);
      INSERT INTO records VALUES
        ('tin-1', 2, 'thong-thuong', 9, '01.00004', 'over', 1, 0, 0),
        ('tin-2', 1, 'uu-tien', 9, '01.00004', 'waiting', 0, 0, 0),
        ('tin-3', 1, 'khan-cap', 9, '01.00004', 'waiting', 0, 0, 0);
      INSERT INTO envelopes VALUES ('tin-3', x'33'), ('tin-1', x'31');
      PRAGMA user_version = 1;
      """)
    let memory = try TerminalDatabase(
      path: folder.file("store.db"), newLedger: Identifier("khac")!
    ).memory()
    #expect(memory.ledger.description == "so-cai")
    #expect(memory.nextReceipt == 8)
    #expect(memory.records.map(\.envelope) == [[0x31], nil, [0x33]])
    #expect(memory.records.map(\.progress.wasHeard) == [true, false, false])
  }

  @Test("a database of a newer program is left alone")
  func newer() throws {
    try open().close()
    try Database(path: folder.file("store.db")).run("PRAGMA user_version=99")
    #expect(throws: DatabaseError.self) { _ = try open() }
    #expect(!FileManager.default.fileExists(atPath: folder.file("store.db.damaged")))
  }

  /// A small disk of its own, which only root can mount; `nil` and a printed reason otherwise.
  private func mountSmall() throws -> String? {
    let mount = folder.file("small")
    try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
    let mounted = try ChildProcess.run(
      "mount", ["-t", "tmpfs", "-o", "size=512k", "tmpfs", mount])
    guard mounted.code == 0 else {
      print("skipped: a small disk can be mounted by root only: \(mounted.output)")
      return nil
    }
    return mount
  }

  @Test("a read-only disk is read whole, its last transactions too, and written when it heals")
  func readOnly() throws {
    guard let mount = try mountSmall() else { return }
    defer { _ = try? ChildProcess.run("umount", ["-l", mount]) }
    func open() throws -> TerminalDisk {
      try TerminalDisk(
        folder: mount, reports: reports, inspect: { _, _ in nil },
        startAnew: { Issue.record("started anew: \($0)") })
    }
    let before = try open()
    before.perform(.store([.putReceipt(receipt(1)), .putVolume(percent: 35)], token: 1))
    #expect(next().contains(where: isStored))
    // As after a power cut: what was written last stands in the write-ahead log alone.
    before.close()
    #expect(try ChildProcess.run("mount", ["-o", "remount,ro", mount]).code == 0)
    let disk = try open()
    #expect(disk.memory.isUnwritten)
    #expect(disk.warning?.contains("can't be written") == true)
    #expect(disk.memory.outbox == [receipt(1)] && disk.memory.volumePercent == 35)
    #expect(disk.memory.ledger == before.memory.ledger && disk.memory.nextReceipt == 2)
    disk.perform(.store([.putReceipt(receipt(2))], token: 2))
    let refused = next()
    #expect(refused.contains { if case .storeFailed(2, _) = $0 { true } else { false } })
    _ = try ChildProcess.run("mount", ["-o", "remount,rw", mount])
    disk.perform(.store([.putReceipt(receipt(2))], token: 3))
    #expect(next().contains(where: isStored))
    disk.close()
    #expect(try open().memory.outbox == [receipt(1), receipt(2)])
  }

  @Test("a store that comes back unread is not written over: the program starts anew")
  func unreadable() throws {
    try open().close()
    let path = folder.file("store.db")
    let hidden = folder.file("hidden")
    try FileManager.default.moveItem(atPath: path, toPath: hidden)
    // Neither a database nor a place for one.
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let anew = try Mailbox<String>(capacity: 4)
    let disk = try TerminalDisk(
      folder: folder.path, reports: reports, inspect: { _, _ in nil },
      startAnew: { _ = anew.post($0) })
    #expect(disk.memory.isUnwritten)
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.moveItem(atPath: hidden, toPath: path)
    disk.perform(.store([.putReceipt(receipt(1))], token: 1))
    anew.wait(timeoutMilliseconds: 10_000)
    #expect(anew.drain().count == 1)
    disk.close()
    #expect(try open().memory.outbox.isEmpty)
  }

  @Test("what a store remembers can be read beside the program that has it open")
  func readBeside() throws {
    #expect(try TerminalDisk.memory(in: folder.path) == nil)
    let disk = try open()
    disk.perform(.store([.putVolume(percent: 42)], token: 1))
    _ = next()
    #expect(try TerminalDisk.memory(in: folder.path)?.volumePercent == 42)
    disk.close()
  }

  @Test("a full disk is answered as one, and what comes after it is stored again")
  func full() throws {
    guard let mount = try mountSmall() else { return }
    defer { _ = try? ChildProcess.run("umount", ["-l", mount]) }
    let disk = try TerminalDisk(
      folder: mount, reports: reports, inspect: { _, _ in nil }, startAnew: { _ in })
    let ballast = "\(mount)/ballast"
    _ = try? Data(count: 400_000).write(to: URL(fileURLWithPath: ballast))
    disk.perform(
      .store([.putRecord(record(1, envelope: [UInt8](repeating: 7, count: 60_000)))], token: 1))
    disk.perform(
      .store([.putRecord(record(2, envelope: [UInt8](repeating: 7, count: 60_000)))], token: 2))
    var events: [Event] = []
    while events.count < 2 { events += next() }
    let failures = events.compactMap { event -> String? in
      if case .storeFailed(_, let reason) = event { reason } else { nil }
    }
    #expect(
      failures.contains { $0.contains("SQLITE_FULL") || $0.contains("SQLITE_IOERR") }, "\(events)")
    disk.perform(
      .storeMediaPiece(
        SHA256.mediaDigest(SHA256.digest([])), piece: 0, bytes: [UInt8](repeating: 1, count: 65_536)
      ))
    let piece = next()
    try FileManager.default.removeItem(atPath: ballast)
    disk.perform(.store([.putVolume(percent: 11)], token: 3))
    let after = next()
    #expect(after.contains(where: isStored), "\(piece) \(after)")
    disk.close()
  }
}
