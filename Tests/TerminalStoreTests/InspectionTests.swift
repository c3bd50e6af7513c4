import LinuxIO
import TerminalCore
import TestSupport
import Testing
import WardContract

@testable import TerminalStore

extension Diagnosis {
  static func sample(_ sequence: Int64) -> Diagnosis {
    Diagnosis(
      sequence: sequence, ledger: Identifier("so-1")!, terminal: Identifier("nha-1")!,
      time: Instant(milliseconds: 1_795_453_200_000), cause: .household, version: "0.1.0",
      findings: [.init(.storage, .bad(.nearlyFull), [.init(.freeMebibytes, 12)])])
  }
}

@Suite("What a disk says of itself") struct InspectionTests {
  @Test("how full it is, of the file system that the folder lies on")
  func room() throws {
    let folder = TemporaryFolder()
    let state = try StorageInspection.state(of: folder.path)
    #expect(state.freeBytes > 0 && state.freeBytes <= state.sizeBytes)
    #expect(throws: SystemError.self) { try StorageInspection.state(of: folder.file("none")) }
  }

  @Test("what the kernel tells of its wear is read strictly")
  func wear() {
    func life(_ text: String) -> Int? {
      StorageInspection.lifeUsedPercent(text.split(separator: " "))
    }
    #expect(life("0x02 0x01") == 20 && life("0x0b 0x01") == 110)
    #expect(life("0x00 0x00") == nil && life("0x0c 0x01") == nil && life("2 1") == nil)
    #expect(life("") == nil)
    func written(_ text: String) -> Int64? {
      StorageInspection.writtenBytes(text.split(separator: " "))
    }
    #expect(written("1 2 3 4 5 6 2048 8 9 10 11") == 1 << 20)
    #expect(written("1 2 3") == nil && written("1 2 3 4 5 6 -7") == nil)
    #expect(written("1 2 3 4 5 6 \(Int64.max)") == nil)
  }

  @Test("what is no diagnosis on a card that others have written is none")
  func stored() {
    let stored = StoredDiagnosis(.sample(1), isAcknowledged: true)
    #expect(StoredDiagnosis(stored: stored.stored) == stored)
    for text in ["", "1", "1 {}", "x" + stored.stored, "1" + stored.stored] {
      #expect(StoredDiagnosis(stored: text) == nil, "\(text)")
    }
  }
}
