import BroadcastRules
import Configuration
import Foundation
import TestSupport
import Testing
import WardContract

/// The text of a shipped rule file.
func shippedRules(_ name: String) throws -> String {
  try String(contentsOfFile: "\(sourceRoot)/rules/\(name).toml", encoding: .utf8)
}

@Suite("The shipped rule files") struct ShippedRuleTests {
  @Test("R-27: both are read, and govern from their own day on")
  func read() throws {
    let sets = try ["qd-1246-2021", "qd-5133-2017"].map { try RuleSet(shippedRules($0), name: $0) }
    let book = try RuleBook(sets)
    func number(_ date: String) throws -> String? {
      book.ruleSet(on: try #require(LocalDate(date)))?.number
    }
    #expect(try number("2017-07-31") == nil)
    #expect(try number("2017-08-01") == "5133/QĐ-UBND")
    #expect(try number("2021-03-11") == "5133/QĐ-UBND")
    #expect(try number("2021-03-12") == "1246/QĐ-UBND")
    #expect(try number("2026-11-24") == "1246/QĐ-UBND")
  }
}
