import Testing
import WardContract

@testable import Simulation
@testable import TerminalCore

@Suite("The directory in a home") struct DirectoryTests {
  private static func parts(version: Int64, procedures count: Int) -> [DirectoryPart] {
    var directory = Directory()
    let source = Directory.Source(text: "dichvucong.gov.vn", date: LocalDate("2026-11-20")!)
    directory.procedures = (0..<count).map { number in
      var procedure = Directory.Procedure(
        code: "1.\(String(1_000_000 + number).dropFirst())", name: "Thủ tục \(number)",
        group: "Hộ tịch", source: source)
      procedure.papers = Array(repeating: String(repeating: "Giấy. ", count: 30), count: 8)
      return procedure
    }
    return try! DirectoryPart.divided(
      directory, area: Bench.area, version: version, issued: Bench.start, author: "UBND")
  }

  private static func send(
    _ parts: some Sequence<DirectoryPart>, to bench: inout Bench,
    by names: [String] = ["editor", "approver"]
  ) {
    for part in parts {
      let payload = Bench.sign(part.json, as: .directory, names)
      bench.tell(
        .message(.directory(Bench.area, part: part.number), payload: payload, retained: true))
    }
    bench.wait(1_000)
  }

  private static func count(_ bench: Bench) -> Int? { bench.core.directory.directory?.count }

  @Test("a directory stands once all of its parts are here, in whatever order they come")
  func gathers() {
    var bench = Bench()
    let parts = Self.parts(version: 1, procedures: 100)
    #expect(parts.count > 2)
    Self.send(parts.dropFirst().reversed(), to: &bench)
    #expect(bench.core.directory.directory == nil)
    Self.send(parts.prefix(1), to: &bench)
    #expect(Self.count(bench) == 100)
  }

  @Test("half of a newer version leaves the older one whole")
  func halves() {
    var bench = Bench()
    Self.send(Self.parts(version: 1, procedures: 100), to: &bench)
    Self.send(Self.parts(version: 2, procedures: 200).prefix(1), to: &bench)
    #expect(Self.count(bench) == 100)
    // A version after that one takes its place among what arrives.
    Self.send(Self.parts(version: 3, procedures: 50), to: &bench)
    #expect(Self.count(bench) == 50)
  }

  @Test("a lower version, another part under one version, and a forged one change nothing")
  func refused() {
    var bench = Bench()
    Self.send(Self.parts(version: 3, procedures: 3), to: &bench)
    Self.send(Self.parts(version: 2, procedures: 2), to: &bench)
    Self.send(Self.parts(version: 3, procedures: 4), to: &bench)
    Self.send(Self.parts(version: 4, procedures: 4), to: &bench, by: ["editor"])
    Self.send(Self.parts(version: 5, procedures: 5), to: &bench, by: ["editor", "stranger"])
    #expect(Self.count(bench) == 3)
    Self.send(Self.parts(version: 4, procedures: 0), to: &bench)
    #expect(Self.count(bench) == 0)
  }

  @Test(
    "a directory is remembered over a restart, verified anew, and a stranger's on the card is not")
  func restart() {
    var bench = Bench()
    Self.send(Self.parts(version: 7, procedures: 100), to: &bench)
    #expect(Self.count(bench.restarted(after: 60_000)) == 100)
    let forged = bench.restarted(after: 60_000) { memory in
      memory.directory[1] = Bench.sign(
        Self.parts(version: 7, procedures: 100)[1].json, as: .directory, ["editor", "stranger"])
    }
    #expect(Self.count(forged) == nil)
    let half = bench.restarted(after: 60_000) { $0.directory.removeLast() }
    #expect(Self.count(half) == nil)
  }

  @Test(
    "a directory that a revoked key signed is taken away; what others sign may have any version")
  func revoked() {
    var bench = Bench()
    Self.send(Self.parts(version: 9, procedures: 9), to: &bench)
    bench.sendKeyring(version: 2, revoked: "approver")
    #expect(Self.count(bench) == nil)
    bench.wait(1_000)
    #expect(Self.count(bench.restarted(after: 1_000)) == nil)
    bench.sendKeyring(version: 3)
    Self.send(Self.parts(version: 1, procedures: 1), to: &bench)
    #expect(Self.count(bench) == 1)
  }

  @Test("a directory is asked for with each connection, and again with a keyring that is new")
  func asked() {
    var bench = Bench(keyring: false)
    let filter = Effect.subscribe([Topic.directoryFilter(Bench.area)])
    #expect(!bench.effects.contains(filter))
    bench.sendKeyring()
    #expect(bench.effects.contains(filter))
  }
}
