import Testing
import WardContract

@testable import TerminalCore

@Suite("A code entered with three buttons") struct CodeEntryTests {
  private static func entry(_ format: String) -> CodeEntry {
    CodeEntry(format: CodeFormat(format)!)
  }

  private static func press(
    _ buttons: [Button], _ entry: inout CodeEntry
  ) -> CodeEntry.Outcome {
    var outcome = CodeEntry.Outcome.goesOn
    for button in buttons { outcome = entry.press(button) }
    return outcome
  }

  @Test("what the format leaves no choice of stands by itself")
  func filled() {
    var entry = Self.entry("PD#-#")
    #expect(entry.entered == "PD")
    #expect(Self.press([.down, .ok], &entry) == .goesOn)
    #expect(entry.entered == "PD1-")
    #expect(Self.press([.up, .ok], &entry) == .goesOn)
    #expect(entry.entered == "PD1-9")
    #expect(entry.screen(title: "", help: "").isComplete)
    #expect(entry.press(.ok) == .entered("PD1-9"))
  }

  @Test("Back takes back the last choice and offers it again, and leaves before the first")
  func back() {
    var entry = Self.entry("PD#-#")
    _ = Self.press([.down, .down, .down, .ok, .back], &entry)
    #expect(entry.entered == "PD")
    #expect(entry.screen(title: "", help: "").choice == "3")
    #expect(entry.press(.back) == .left)
  }

  @Test("a code that may end offers its end one step above the first character")
  func mayEnd() {
    var entry = Self.entry("#{2,4}")
    _ = Self.press([.ok], &entry)
    #expect(entry.screen(title: "", help: "").previous == "9")
    _ = Self.press([.ok], &entry)
    #expect(entry.screen(title: "", help: "").previous == CodeEntry.done)
    #expect(Self.press([.up, .ok], &entry) == .entered("00"))
  }

  @Test("a sentence about a fault goes with the next button")
  func fault() {
    var entry = Self.entry("#")
    entry.fault = "Sai"
    #expect(entry.screen(title: "", help: "").fault == "Sai")
    _ = entry.press(.down)
    #expect(entry.screen(title: "", help: "").fault == nil)
  }
}
