import Signatures
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("Diagnoses at the desk") struct DiagnosisTests {
  let folder = TemporaryFolder()
  static let now = Instant("2026-11-28T20:05:00+07:00")!

  private func store() throws -> DeskStore {
    let store = try DeskStore(path: folder.file("desk.db"))
    try store.enrol(Identifier("nha-1")!, area: Area("01.00004")!, at: Self.now)
    return store
  }

  static func diagnosis(
    _ sequence: Int64, _ findings: [Diagnosis.Finding] = [.init(.power, .good)]
  ) -> Diagnosis {
    Diagnosis(
      sequence: sequence, ledger: Identifier("so-1")!, terminal: Identifier("nha-1")!,
      time: now + sequence * 1_000, cause: .ward, version: "0.1.0", findings: findings)
  }

  @Test("each is there once, the newest first, and no more than fifty of a terminal")
  func stored() throws {
    let store = try store()
    for sequence in Int64(1)...60 {
      for _ in 0..<2 {
        try store.store(Self.diagnosis(sequence), at: Self.now + sequence * 60_000)
      }
    }
    let all = try store.diagnoses(of: Identifier("nha-1")!, limit: 1_000)
    #expect(all.map(\.sequence) == (11...60).reversed())
    #expect(try store.diagnoses(of: Identifier("nha-2")!, limit: 2).isEmpty)
  }

  @Test("what is stored is acknowledged under the desk's key, what speaks for others is not stored")
  func received() throws {
    let store = try store()
    var said: [(Topic, [UInt8])] = []
    let reception = DiagnosisReception(store, ("desk", { _ in [UInt8](repeating: 0, count: 64) })) {
      said.append(($0, $1))
    }
    let id = Identifier("so-1-7")!
    try reception.receive(
      Self.diagnosis(7).json.bytes, from: Identifier("nha-1")!, id, at: Self.now)
    let envelope = try Envelope(parsing: said[0].1)
    let word = try Acknowledgement(json: JSONParser.parse(envelope.payload))
    #expect(word.diagnosis == 7 && word.sequences.isEmpty)
    #expect(said[0].0 == .down(terminal: Identifier("nha-1")!, kind: .acknowledgement, id))
    #expect(throws: DeskError.self) {
      try reception.receive(
        Self.diagnosis(8).json.bytes, from: Identifier("nha-2")!, id, at: Self.now)
    }
    #expect(said.count == 1)
  }

  @Test("a terminal that is not there, or not ours, is not asked")
  func notAsked() throws {
    let store = try store()
    var said = 0
    let reception = DiagnosisReception(store, ("desk", { _ in [UInt8](repeating: 0, count: 64) })) {
      _, _ in said += 1
    }
    for name in ["nha-1", "nha-9"] {
      #expect(throws: DeskError.self) { try reception.ask(Identifier(name)!, at: Self.now) }
    }
    try store.note(
      Presence(online: true, version: "1", boardSequence: 0), of: Identifier("nha-1")!, at: Self.now
    )
    _ = try reception.ask(Identifier("nha-1")!, at: Self.now)
    #expect(said == 1)
  }

  @Test("a report has what is wrong first with what to do, and says what is new and what is mended")
  func report() {
    let before = Self.diagnosis(
      1, [.init(.storage, .bad(.nearlyFull)), .init(.speaker, .good), .init(.power, .good)])
    let newest = Self.diagnosis(
      2,
      [
        .init(.storage, .good), .init(.modem, .absent), .init(.display, .skipped),
        .init(.speaker, .bad(.notHeard)), .init(.power, .good),
      ])
    let report = ExaminationReport(newest, before: before)
    #expect(report.lines.map(\.name) == ["Loa", "Bộ nhớ", "Nguồn điện", "Màn hình"])
    #expect(report.lines.map(\.change) == [.broken, .mended, nil, nil])
    #expect(report.faultCount == 1 && report.lines[0].advice?.isEmpty == false)
    #expect(ExaminationReport(newest).lines.allSatisfy { $0.change == nil })
  }

  @Test(
    "every reason of every part has words and something to do",
    arguments: Diagnosis.Subject.allCases)
  func words(subject: Diagnosis.Subject) {
    for reason in Diagnosis.Reason.allCases {
      let line = ExaminationReport(Self.diagnosis(1, [.init(subject, .bad(reason))])).lines[0]
      #expect(!line.name.isEmpty && !line.words.isEmpty && line.advice?.isEmpty == false)
    }
  }
}
