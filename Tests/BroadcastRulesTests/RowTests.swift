import Foundation
import TestSupport
import Testing

/// The requirements that rule local broadcasting, row by row.
@Suite("Rows of the requirements") struct RowTests {
  private static let rows = Array(10...28) + [33, 35, 36]

  @Test("every row has a test that names it", arguments: rows)
  func named(_ row: Int) throws {
    let root = "\(sourceRoot)/Tests"
    let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
    let isNamed = files.filter { $0.hasSuffix(".swift") }.contains { file in
      let text = (try? String(contentsOfFile: "\(root)/\(file)", encoding: .utf8)) ?? ""
      return text.contains("\"R-\(row): ")
    }
    #expect(isNamed, "no test is called R-\(row)")
  }
}
