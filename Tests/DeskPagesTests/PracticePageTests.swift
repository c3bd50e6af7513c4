import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import DeskPages
@testable import WardDesk

@Suite("Practice on the pages") struct PracticePageTests {
  let folder = TemporaryFolder()

  private func client(isPractice: Bool) throws -> (WardClient, DeskStore) {
    let now = Instant(milliseconds: Clock.wallMilliseconds() / 1_000 * 1_000)
    let ward = try Founding(
      path: folder.file("ward"), area: Area(isPractice ? "tap.00004" : "01.00004")!,
      name: "phường Tập", areasWithin: [], host: "localhost", port: 8883, brokerPath: nil,
      areaType: .innerDistrict, rulesPath: "\(sourceRoot)/rules", isPractice: isPractice
    ).found(now: now)
    let office = try WardOffice(ward)
    let client = WardClient(office, roles: [.editor]) { group in
      PracticePage.add(to: group)
      HomePages.add(to: group, simulators: nil)
    }
    return (client, try DeskStore(path: ward.databasePath))
  }

  @Test("every page of a practice ward says so, in band and title, and no page of a real one")
  func band() async throws {
    let (practice, _) = try client(isPractice: true)
    let page = try await practice.ask("/homes").text
    #expect(
      page.contains("TẬP – không phát ra ngoài") && page.contains("– TẬP – phường Tập</title>"))
  }

  @Test("a real ward has neither band nor steps")
  func real() async throws {
    let (real, _) = try client(isPractice: false)
    #expect(try await !real.ask("/homes").text.contains("TẬP – không phát"))
    #expect(try await real.ask("/practice").status == .notFound)
    #expect(try await real.send([], to: "/practice/ledger").status == .notFound)
  }

  @Test("steps tick themselves off by what has happened, and by nothing else")
  func steps() async throws {
    let (practice, store) = try client(isPractice: true)
    func done() async throws -> Int {
      try await practice.ask("/practice").text.split(separator: "✓ ").count - 1
    }
    #expect(try await done() == 0)
    let draft = Draft(identifier: Identifier("nhap-1")!, areas: [])
    try store.begin(draft, by: "lan", at: Instant(milliseconds: 0))
    #expect(try await done() == 1)
    let opened = try await practice.send([], to: "/practice/ledger")
    #expect(practice.place(opened) == "/items")
    #expect(try await done() == 2)
  }
}
