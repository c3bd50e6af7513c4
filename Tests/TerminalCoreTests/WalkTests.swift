import TestSupport
import Testing
import WardContract

@testable import TerminalCore

/// All that buttons lead to, in a home where everything goes on that can.
@Suite("Walks through every screen") struct WalkTests {
  private struct Situation {
    let name: String
    let bench: Bench
    var holdsSOS = false
  }

  private static let procedures: Directory = {
    var directory = Bench.directory([
      (code: "1.001193", name: "Đăng ký khai sinh", group: "Hộ tịch"),
      (code: "2.000815", name: "Chứng thực bản sao", group: "Chứng thực"),
    ])
    for index in directory.procedures.indices {
      directory.procedures[index].address = "https://dichvucong.gov.vn/p"
    }
    directory.numbers = [
      .init(number: "02437334021", name: "Công an phường", source: Bench.source)
    ]
    return directory
  }()

  /// A home at rest with something in every function.
  private static func home(hasTelephone: Bool = false, hasMicrophone: Bool = false) -> Bench {
    var bench = Bench(hasTelephone: hasTelephone, hasMicrophone: hasMicrophone)
    bench.sendIndex([])
    bench.send(procedures)
    if hasTelephone { bench.tell(.telephone(.ready)) }
    bench.send(bench.bulletin("tin-1"))
    bench.soundOut(after: 1_000)
    return bench
  }

  private static func bill() -> Bench {
    var bench = home()
    bench.open(.bills)
    for button in [Button.ok, .ok] { bench.press(button) }
    bench.enter("PD01")
    bench.reply(.handling, BillsTests.answer(.unpaid))
    return bench
  }

  private static func recording() -> Bench {
    var bench = home(hasMicrophone: true)
    bench.open(.feedback)
    for _ in 0..<3 { bench.press(.ok) }
    for case .record(let token, _) in bench.effects { bench.tell(.recordingStarted(token: token)) }
    return bench
  }

  private static func situations() -> [Situation] {
    var broadcast = home()
    broadcast.send(broadcast.bulletin("tin-2"))
    var emergency = home()
    emergency.send(emergency.bulletin("chay", .emergency))
    var over = emergency
    over.press(.ok)
    var cancel = over.bulletin("chay", .emergency)
    (cancel.revision, cancel.messageType) = (2, .cancel)
    over.send(cancel)
    return [
      Situation(name: "at rest", bench: home()),
      Situation(name: "a broadcast", bench: broadcast),
      Situation(name: "an emergency", bench: emergency),
      Situation(name: "its end", bench: over),
      Situation(name: "a bill", bench: bill()),
      Situation(name: "somebody speaks", bench: recording()),
      Situation(name: "a call", bench: home(hasTelephone: true), holdsSOS: true),
      Situation(name: "a call without a telephone", bench: home(), holdsSOS: true),
    ]
  }

  /// What stands on the screen, without what changes by itself.
  private func name(_ bench: Bench) -> String {
    guard let screen = bench.screen else { return "nothing" }
    let kind = ScreenKind(screen).rawValue
    return switch screen {
    case .news(let news): "\(kind) \(news.selected)"
    case .reader(let reader): "\(kind) \(reader.page)"
    case .air(let air): "\(kind) \(air.page)"
    case .choice(let choice): "\(kind) \(choice.title) \(choice.selected)"
    case .page(let page): "\(kind) \(page.title) \(page.page)"
    case .qr(let code): "\(kind) \(code.title)"
    case .codeEntry(let entry): "\(kind) \(entry.title) \(entry.entered.count) \(entry.isComplete)"
    case .call(let call): "\(kind) \(call.title) \(call.selected ?? 0)"
    case .recording(let recording): "\(kind) \(recording.phase)"
    case .examination(let examination): "\(kind) \(examination.title)"
    case .rest, .broadcast, .emergency, .allClear, .status, .claim, .storageMissing: kind
    }
  }

  private func isAtRest(_ bench: Bench) -> Bool {
    if case .rest = bench.screen { true } else { false }
  }

  /// Back until the rest screen stands; only an emergency wants OK.
  private func goHome(_ bench: Bench) -> Bench {
    var way = bench
    for _ in 0..<40 where !isAtRest(way) {
      if case .emergency = way.screen { way.press(.ok) } else { way.press(.back) }
      // What takes its time to end.
      for effect in way.takeEffects() {
        switch effect {
        case .stopSound(let token):
          way.tell(.soundEnded(token: token, .stopped(part: 0, milliseconds: 9)))
        case .stopRecording(let token):
          way.tell(.recordingEnded(token: token, .failed(.tooShort)))
        case .hangUp(let token): way.tell(.call(token: token, .ended(.closed)))
        default: break
        }
      }
    }
    return way
  }

  @Test("buttons lead to every kind of screen that a home has, and from each of them back to rest")
  func everyKind() {
    var reached: [ScreenKind] = []
    for situation in Self.situations() {
      var seen: [String] = []
      var open = [situation.bench]
      if situation.holdsSOS {
        var calling = situation.bench
        calling.hold(.sos, 3_100)
        open.append(calling)
      }
      while let here = open.popLast() {
        guard !seen.contains(name(here)), let screen = here.screen else { continue }
        seen.append(name(here))
        reached.append(ScreenKind(screen))
        let isHome = isAtRest(goHome(here))
        #expect(isHome, "\(situation.name): from \(name(here))")
        for button in [Button.up, .down, .ok, .back] {
          var there = here
          there.press(button)
          open.append(there)
        }
        #expect(seen.count < 400, "\(situation.name): \(seen)")
      }
    }
    let missing = ScreenKind.allCases.filter { $0.isOfAHome && !reached.contains($0) }
    #expect(missing.isEmpty)
  }
}
