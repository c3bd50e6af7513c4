import LinuxIO
import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

/// Issue 6 row 9: the directory is written entry by entry, and reaches homes once two people have signed it.
@Suite("The directory while it is written") struct DirectoryDraftTests {
  let office: Office
  static let source = Directory.Source(text: "UBND phường", date: LocalDate("2026-11-20")!)

  init() throws { office = try Office() }

  private func number(_ digits: String, _ name: String = "Công an phường") -> Directory.Entry {
    .number(.init(number: digits, name: name, source: Self.source))
  }

  private func save(
    _ entry: Directory.Entry, over old: (String, Int64)? = nil, by editor: String = "lan"
  ) throws -> DeskStore.EntrySaving {
    try office.store.save(entry, over: old, by: editor, at: Office.now)
  }

  private func names() throws -> [String] {
    try office.store.directoryDraft().map { "\($0.entry.key) \($0.entry.name)" }
  }

  @Test("of two who change the same entry the second is told, and nothing is overwritten")
  func two() throws {
    #expect(try save(number("113")) == .saved)
    #expect(try save(number("113", "Công an quận"), over: ("113", 1)) == .saved)
    guard case .outdated(let kept) = try save(number("113", "CA"), over: ("113", 1), by: "minh")
    else {
      Issue.record("it was overwritten")
      return
    }
    #expect(kept.editor == "lan" && kept.revision == 2 && kept.entry.name == "Công an quận")
    #expect(try !office.store.remove(.number, "113", revision: 1))
    #expect(try office.store.remove(.number, "113", revision: 2))
    #expect(try save(number("113", "CA"), over: ("113", 2)) == .gone)
    #expect(try names().isEmpty)
  }

  @Test("an entry keeps its place when its code changes; no two have the same one")
  func keys() throws {
    for digits in ["111", "222", "333"] { #expect(try save(number(digits)) == .saved) }
    #expect(try save(number("222")) == .taken)
    #expect(try save(number("333"), over: ("111", 1)) == .taken)
    #expect(try save(number("999", "Khác"), over: ("222", 1)) == .saved)
    #expect(
      try names() == ["111 Công an phường", "999 Khác", "333 Công an phường"])
  }

  @Test("the files that come with the program, written out and read again, are the same directory")
  func files() throws {
    let paths = ["thu-tuc", "hoa-don", "phuong"].map { "\(sourceRoot)/directory/\($0).toml" }
    var directory = try DirectoryFile.read(paths)
    directory.subjects = [
      .init(
        identifier: Identifier("rac")!, name: "Rác \"thải\" \\ môi trường", isAnonymous: true,
        source: Self.source)
    ]
    directory.subjects[0].sentences = ["Rác chưa dọn.", "Có người đổ \"trộm\"."]
    directory.procedures[0].papers = ["Tờ khai", "Giấy chứng sinh"]
    directory.procedures[0].level = .whole
    directory.areaNames = [
      .init(area: Area("01.00004.tdp-7")!, name: "Tổ dân phố số 7", source: Self.source)
    ]
    directory.writingForm = .init(address: "https://phuong.vn/f", source: Self.source)
    let files = directory.files
    #expect(files.count == 1)
    #expect(try Directory(file: files[0]) == directory)
    // One that is too large for a file is several.
    for number in 0..<700 {
      directory.numbers.append(
        .init(
          number: "09\(1_000_000 + number)", name: String(repeating: "ổ", count: 60),
          source: Self.source))
    }
    let many = try directory.files.map { try DirectoryFile.read(Array($0.utf8), name: "x") }
    #expect(many.count > 1)
    #expect(Directory(many.flatMap(\.entries)).count == directory.count)
  }

  @Test("a file adds and replaces by code, and leaves the rest; a wrong line is named")
  func merge() throws {
    _ = try save(number("111"))
    _ = try save(number("222"))
    let text = """
      source = "UBND"
      date = "2026-11-20"
      [number.222]
      name = "Trạm y tế"
      [number.333]
      name = "Tổ trưởng"
      """
    let counts = try office.store.merge(Directory(file: text), by: "minh", at: Office.now)
    #expect(try #require(counts) == (1, 1))
    #expect(try names() == ["111 Công an phường", "222 Trạm y tế", "333 Tổ trưởng"])
    let wrong = text.replacing("name = \"Tổ trưởng\"", with: "name = Tổ trưởng")
    #expect(throws: DirectoryFileFault(line: 6, text: "name = Tổ trưởng")) {
      try Directory(file: wrong)
    }
  }

  private func sign(_ submission: Int64, _ role: Role, by account: String) throws -> Bool {
    let found = try #require(try office.store.directorySubmission(submission))
    let signer = try WardFolder.signer(office.ward.keyPath(role.rawValue))
    let signatures = found.payloads.map {
      signer.sign(
        SigningRequest($0, as: .directory, by: signer.keyIdentifier).signingInput)
    }
    return try office.ward.add(
      signatures, of: signer.keyIdentifier, toDirectory: submission, in: office.store, by: account,
      at: Office.now)
  }

  @Test("an editor and an approver sign all parts, and homes believe what they get; neither alone")
  func signed() throws {
    for number in 0..<600 {
      _ = try save(self.number("09\(1_000_000 + number)", String(repeating: "ổ", count: 70)))
    }
    let submission = try office.ward.submitDirectory(
      to: office.store, by: "lan", at: Office.now)
    #expect(try #require(try office.store.waitingDirectory()).payloads.count > 1)
    #expect(throws: SubmissionFault.waitsAlready(submission)) {
      try office.ward.submitDirectory(to: office.store, by: "minh", at: Office.now)
    }
    #expect(try !sign(submission, .editor, by: "lan"))
    #expect(throws: SubmissionFault.signedAlready) { try sign(submission, .editor, by: "lan") }
    #expect(try office.ward.directory() == nil)
    // What is changed meanwhile is not what they sign.
    _ = try save(number("113"))
    #expect(try sign(submission, .approver, by: "minh"))
    let directory = try #require(try office.ward.directory())
    #expect(directory.entries.count == 600 && directory.first.version == 1)
    #expect(try office.store.directorySubmission(submission)?.state == .hung)
    #expect(throws: SubmissionFault.self) { try sign(submission, .approver, by: "hoa") }
  }

  @Test("signatures of one part only, of strangers or for a version that was overtaken are refused")
  func refused() throws {
    _ = try save(number("113"))
    let submission = try office.ward.submitDirectory(to: office.store, by: "lan", at: Office.now)
    let key = try Ed25519.PrivateKey()
    let stranger = JSONWebKey.thumbprint(key.publicKey)
    for signatures in [[], [[UInt8](repeating: 0, count: 64)], [[1], [2]]] as [[[UInt8]]] {
      #expect(throws: SubmissionFault.self) {
        try office.ward.add(
          signatures, of: stranger, toDirectory: submission, in: office.store, by: "x",
          at: Office.now)
      }
    }
    _ = try sign(submission, .editor, by: "lan")
    _ = try office.ward.publishDirectory(
      ["\(sourceRoot)/directory/phuong.toml"],
      keyPaths: office.ward.usualKeyPaths(.ordinary), now: Office.now)
    #expect(throws: SubmissionFault.superseded(revision: 1)) {
      try sign(submission, .approver, by: "minh")
    }
    try office.store.decide(
      directory: submission, as: .returned, note: "Cũ rồi", by: "minh", at: Office.now)
    #expect(try office.store.waitingDirectory() == nil)
    #expect(try office.ward.directory()?.entries.count == 6)
  }
}
