import Foundation
import Testing

@testable import WardContract

@Suite("Diagnoses") struct DiagnosisTests {
  private let diagnosis = Diagnosis(
    sequence: 3, ledger: Identifier("so-1")!, terminal: Identifier("nha-1")!,
    time: Instant("2026-11-28T20:05:00+07:00")!, cause: .ward, command: Identifier("lenh-1")!,
    version: "0.1.0",
    findings: [
      .init(.power, .good, [.init(.batteryPercent, 96)]), .init(.modem, .absent),
      .init(
        .storage, .bad(.nearlyFull), [.init(.freeMebibytes, 12), .init(.sizeMebibytes, 7_600)]),
      .init(.speaker, .skipped),
    ])

  @Test("what is written is what is read")
  func roundTrip() throws {
    #expect(try Diagnosis(json: JSONParser.parse(diagnosis.json.bytes)) == diagnosis)
    #expect(diagnosis.faults.map(\.subject) == [.storage])
  }

  @Test("every subject has a word of its own, and all of them fit into one message")
  func bounds() throws {
    var full = diagnosis
    full.findings = Diagnosis.Subject.allCases.map { subject in
      .init(
        subject, .bad(.nearlyFull),
        Diagnosis.Quantity.allCases.map { .init($0, $0.range.upperBound) })
    }
    #expect(full.json.bytes.count < Bounds.envelopeBytes)
    #expect(try Diagnosis(json: JSONParser.parse(full.json.bytes)) == full)
  }

  @Test(
    "what doesn't belong is refused",
    arguments: [
      ("\"good\"", "\"fine\""), ("\"power\"", "\"storage\""), ("\"nearly-full\"", "\"stolen\""),
      ("\"reason\":\"nearly-full\",", ""), ("96", "101"), ("\"ward\"", "\"nobody\""),
      ("\"sequence\":3", "\"sequence\":0"),
      ("\"0.1.0\"", "\"\(String(repeating: "1", count: 65))\""),
    ])
  func refused(old: String, new: String) throws {
    let text = diagnosis.json.text
    let range = try #require(text.range(of: old))
    let wrong = text.replacingCharacters(in: range, with: new)
    #expect(throws: Malformed.self) {
      try Diagnosis(json: JSONParser.parse(Array(wrong.utf8)))
    }
  }
}
