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

  // MARK: Held

  private func billEntry() -> Bench {
    var directory = Bench.directory([])
    directory.billers[0].format = CodeFormat("#{9}")!
    var bench = Bench()
    bench.send(directory)
    bench.open(.bills)
    bench.press(.ok, .ok)
    return bench
  }

  @Test("▼ held goes on by itself, slowly enough to stop at a digit, and stops when it is let go")
  func held() {
    var bench = billEntry()
    #expect(bench.entry?.choice == "0")
    bench.tell(.button(.down))
    #expect(bench.entry?.choice == "1")
    bench.wait(Repeating.firstMilliseconds - 1)
    #expect(bench.entry?.choice == "1")
    bench.wait(1)
    #expect(bench.entry?.choice == "2")
    bench.wait(Repeating.slowMilliseconds)
    #expect(bench.entry?.choice == "3")
    bench.tell(.released(.down))
    bench.wait(2_000)
    #expect(bench.entry?.choice == "3")
  }

  @Test("OK acts once, however long it is held; Back goes on through a code, and not beyond it")
  func heldOnce() {
    var bench = billEntry()
    for _ in 0..<6 { bench.press(.ok) }
    #expect(bench.entry?.entered == "000000")
    bench.hold(.ok, 700)
    #expect(bench.entry?.entered == "0000000")
    bench.hold(.back, 4_000)
    #expect(bench.choice?.title == "Trả cho ai?")
  }

  @Test("a button that never comes up ends by itself, and the terminal sleeps again")
  func leantOn() {
    var bench = billEntry()
    bench.tell(.button(.up))
    bench.wait(Repeating.longestMilliseconds)
    let choice = bench.entry?.choice
    bench.wait(5_000)
    #expect(bench.entry?.choice == choice)
    #expect(bench.core.repeating.deadline == nil)
  }

  @Test("what appears under a held button is not meant by it")
  func appears() {
    var bench = billEntry()
    bench.tell(.button(.volumeUp))
    bench.send(bench.bulletin("kc", .emergency))
    bench.wait(3_000)
    #expect(bench.core.menu.volumePercent == 70)
    // From the rest screen ▼ leads to the functions, and no further.
    var home = Bench()
    home.hold(.down, 3_000)
    #expect(home.choice?.selected == 0)
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
