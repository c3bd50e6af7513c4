import Testing
import WardContract

@testable import TerminalCore

@Suite("Commands of the ward") struct CommandTests {
  private func command(
    _ bench: Bench, _ name: String = "lenh-1", terminal: String = "nha-1", age: Int64 = 0
  ) -> Command {
    Command(
      identifier: Identifier(name)!, terminal: Identifier(terminal)!, kind: .examine,
      issued: bench.now + -(bench.now.milliseconds % 1_000) + -age)
  }

  private func send(
    _ command: Command, _ bench: inout Bench, by name: String = "desk", as topic: String? = nil,
    retained: Bool = false
  ) {
    bench.tell(
      .message(
        .down(
          terminal: Identifier("nha-1")!, kind: .command,
          Identifier(topic ?? command.identifier.description)!),
        payload: Bench.sign(command.json, as: .command, [name]), retained: retained))
  }

  /// How often the disk was asked how it is.
  private func examinations(_ bench: inout Bench) -> Int {
    bench.takeEffects().count { if case .inspectStorage = $0 { true } else { false } }
  }

  @Test(
    "the ward has a terminal examine itself without a sound; the answer bears the command's name")
  func obeyed() {
    var bench = Bench()
    bench.sendIndex([])
    send(command(bench), &bench)
    for effect in bench.takeEffects() {
      switch effect {
      case .inspectStorage(let token):
        bench.tell(
          .storageInspected(token: token, StorageState(freeBytes: 6 << 30, sizeBytes: 8 << 30)))
      case .measureBroker(let token, _, _):
        bench.tell(.brokerAnswered(token: token, milliseconds: 12))
      default: break
      }
    }
    #expect(bench.core.diagnosis?.command == Identifier("lenh-1"))
    #expect(bench.core.diagnosis?.cause == .ward && bench.plays.isEmpty)
    guard case .rest = bench.screen else { Issue.record("\(bench.screen as Any)"); return }
  }

  @Test("what strangers sign, is kept, is for others, is over or came before is not obeyed")
  func refused() {
    var bench = Bench()
    bench.sendIndex([])
    bench.wait(3_600_000)
    bench.sendIndex([])
    _ = bench.takeEffects()
    send(command(bench), &bench, by: "stranger")
    send(command(bench), &bench, by: "editor")
    send(command(bench), &bench, retained: true)
    send(command(bench), &bench, as: "lenh-2")
    send(command(bench, terminal: "nha-2"), &bench)
    send(command(bench, age: Bounds.commandMilliseconds + 1_000), &bench)
    var endless = command(bench)
    endless.expires = endless.issued + (Bounds.commandMilliseconds + 1_000)
    send(endless, &bench)
    #expect(examinations(&bench) == 0)
    let first = command(bench)
    send(first, &bench)
    #expect(examinations(&bench) == 1)
    bench.wait(Examination.probeMilliseconds)
    send(first, &bench)
    send(command(bench, "lenh-0", age: 60_000), &bench)
    #expect(examinations(&bench) == 0)
    bench.wait(2_000)
    send(command(bench, "lenh-3"), &bench)
    #expect(examinations(&bench) == 1)
  }
}
