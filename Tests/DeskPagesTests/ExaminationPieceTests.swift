import TestSupport
import Testing
import WardContract
import WardDesk

@testable import DeskPages

@Suite("A terminal's examination on its page") struct ExaminationPieceTests {
  let folder = TemporaryFolder()
  static let now = Instant("2026-11-28T20:05:00+07:00")!

  private func office() throws -> WardOffice {
    let ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: .innerDistrict,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
    let store = try DeskStore(path: ward.databasePath)
    try store.enrol(Identifier("nha-1")!, area: ward.area, at: Self.now)
    try store.note(
      Presence(online: true, version: "1", boardSequence: 0), of: Identifier("nha-1")!, at: Self.now
    )
    for (sequence, verdict) in [Diagnosis.Verdict.good, .bad(.notHeard)].enumerated() {
      let diagnosis = Diagnosis(
        sequence: Int64(sequence + 1), ledger: Identifier("so-1")!, terminal: Identifier("nha-1")!,
        time: Self.now, cause: .household, version: "1", findings: [.init(.speaker, verdict)])
      try store.store(diagnosis, at: Self.now + Int64(sequence))
    }
    return try WardOffice(ward)
  }

  private func client(_ roles: Set<OfficeRole>) throws -> WardClient {
    WardClient(try office(), roles: roles) { HomePages.add(to: $0, simulators: nil) }
  }

  @Test("what is wrong stands there with what to do, and that it is new")
  func shown() async throws {
    let page = try await client([.operator]).ask("/homes/nha-1").text
    for words in ["1 chỗ hỏng", "Không nghe thấy", "xem dây loa", "mới hỏng", "người ở nhà bấm"] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(page.contains("Cho máy tự kiểm tra"))
  }

  @Test("who only reads has no terminal examine itself; without a desk a sentence says why")
  func asking() async throws {
    let reader = try client([.viewer])
    #expect(try await reader.ask("/homes/nha-1").text.contains("Cho máy tự kiểm tra") == false)
    #expect(try await reader.send([], to: "/homes/nha-1/examination").status == .forbidden)
  }

  @Test("while no desk runs, the page says that it could not be asked")
  func noDesk() async throws {
    let answer = try await client([.operator]).send([], to: "/homes/nha-1/examination")
    #expect(answer.status == .unprocessableContent && answer.text.contains("chưa hỏi được"))
  }
}
