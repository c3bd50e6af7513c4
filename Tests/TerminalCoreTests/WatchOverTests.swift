import Simulation
import Testing
import WardContract

@testable import TerminalCore

@Suite("Watching over a household, and its ways into the network") struct WatchOverTests {
  /// From the rest screen to so many hours, and back.
  private func agree(_ bench: inout Bench, choice: Int) {
    let settings = Menu.Function.allCases.firstIndex(of: .settings)!
    let row = Menu.Setting.allCases.firstIndex(of: .watchOver)!
    for button in [Button.down] + Array(repeating: .down, count: settings) + [.ok]
      + Array(repeating: .down, count: row) + [.ok] + Array(repeating: .down, count: choice) + [.ok]
      + Array(repeating: .back, count: 3)
    {
      bench.press(button)
    }
    bench.letGather()
  }

  private func facts(_ bench: Bench) -> [String] {
    bench.receipts.compactMap { receipt in
      switch receipt.fact {
      case .watchOver(let hours): "agreed \(hours)"
      case .untouched(let hours): "untouched \(hours)"
      case .touchedAgain: "touched"
      default: nil
      }
    }
  }

  private func rest(_ bench: Bench) -> RestScreen? {
    if case .rest(let rest) = bench.screen { rest } else { nil }
  }

  @Test("nobody is watched over who has not asked for it")
  func offByDefault() {
    var bench = Bench()
    bench.sendIndex([])
    bench.wait(72 * 3_600_000)
    #expect(facts(bench).isEmpty)
  }

  @Test("consent is in the ward's ledger and on the screen; so is its end")
  func consent() {
    var bench = Bench()
    bench.sendIndex([])
    agree(&bench, choice: 2)
    #expect(facts(bench) == ["agreed 24"])
    #expect(rest(bench)?.quiet == "Trông nom 24 giờ")
    agree(&bench, choice: 0)
    #expect(facts(bench) == ["agreed 24", "agreed 0"])
    #expect(rest(bench)?.quiet == nil)
    bench.wait(72 * 3_600_000)
    #expect(facts(bench) == ["agreed 24", "agreed 0"])
  }

  @Test("untouched for long, the screen asks first, then the ward is told, once; a touch ends it")
  func untouched() {
    var bench = Bench()
    bench.sendIndex([])
    agree(&bench, choice: 1)
    bench.wait(11 * 3_600_000 - 60_000)
    #expect(rest(bench)?.problems.contains(Words.watchOverWarning) == false)
    bench.wait(60_000)
    #expect(rest(bench)?.problems.first == Words.watchOverWarning)
    bench.wait(3_600_000)
    bench.letGather()
    #expect(facts(bench) == ["agreed 12", "untouched 12"])
    #expect(rest(bench)?.problems.first == Words.watchOverTold)
    bench.wait(48 * 3_600_000)
    #expect(facts(bench).count == 2)
    bench.press(.volumeUp)
    bench.letGather()
    #expect(facts(bench) == ["agreed 12", "untouched 12", "touched"])
    #expect(rest(bench)?.problems.isEmpty == true)
  }

  @Test("a button pressed in time tells the ward nothing")
  func touchedInTime() {
    var bench = Bench()
    bench.sendIndex([])
    agree(&bench, choice: 1)
    for _ in 0..<5 {
      bench.wait(11 * 3_600_000)
      bench.press(.volumeDown)
    }
    #expect(facts(bench) == ["agreed 12"])
  }

  @Test("power cuts do not put off the hour; and who was told is not told again")
  func powerCuts() {
    var bench = Bench()
    bench.sendIndex([])
    agree(&bench, choice: 1)
    bench.wait(7 * 3_600_000)
    var again = bench.restarted(after: 60_000)
    again.wait(5 * 3_600_000)
    again.letGather()
    #expect(facts(again) == ["agreed 12", "untouched 12"])
    var third = again.restarted(after: 60_000)
    third.wait(24 * 3_600_000)
    #expect(facts(third) == ["agreed 12", "untouched 12"])
    third.press(.volumeUp)
    third.letGather()
    #expect(facts(third) == ["agreed 12", "untouched 12", "touched"])
  }

  @Test("without a clock the hours count from the start")
  func noClock() {
    var bench = Bench()
    bench.sendIndex([])
    agree(&bench, choice: 1)
    var again = bench.restarted(after: 60_000, isSynchronized: false)
    again.wait(12 * 3_600_000 - 60_000)
    #expect(facts(again) == ["agreed 12"])
    again.wait(60_000)
    again.letGather()
    #expect(facts(again) == ["agreed 12", "untouched 12"])
  }

  // MARK: Networks

  private func presences(_ bench: inout Bench) -> [[String]] {
    bench.takeEffects().compactMap { effect in
      guard case .publish(.presence, let payload, _) = effect,
        let presence = try? Presence(json: JSONParser.parse(payload))
      else { return nil }
      return presence.networks
    }
  }

  @Test("R-01: Wi-Fi and 4G stand on the status screen, and the ward is told of a change")
  func networks() {
    var bench = Bench()
    bench.sendIndex([])
    _ = bench.takeEffects()
    bench.tell(
      .networks([.init(kind: .wifi, state: .used), .init(kind: .cellular, state: .ready)]))
    #expect(presences(&bench) == [["wifi used", "cellular ready"]])
    bench.press(.back)
    #expect(row(bench)?.value == "Wi-Fi đang dùng · 4G sẵn sàng")
    bench.tell(.networks([.init(kind: .wifi, state: .down), .init(kind: .cellular, state: .used)]))
    #expect(presences(&bench) == [["wifi down", "cellular used"]])
    #expect(row(bench)?.value == "Wi-Fi không có sóng · 4G đang dùng")
    #expect(row(bench)?.isGood == true)
    bench.tell(.networks([.init(kind: .ethernet, state: .down)]))
    #expect(row(bench)?.value == "Dây mạng chưa cắm")
    #expect(row(bench)?.isGood == false)
  }

  @Test(
    "R-01: the network around the modem stands on the status screen, and the ward is told of it")
  func mobileNetwork() {
    var bench = Bench()
    bench.sendIndex([])
    bench.press(.back)
    #expect(row(bench, "Sóng di động") == nil, "no modem, no row")
    for (network, words, isGood) in [
      (
        MobileNetwork(registration: .home, name: "Viettel", signalPercent: 64),
        "Viettel, sóng mạnh (64 %)", true
      ),
      (MobileNetwork(registration: .searching, name: "", signalPercent: 0), "Đang tìm sóng", false),
      (
        MobileNetwork(registration: .denied, name: "", signalPercent: 20),
        "Mạng không nhận thẻ SIM. Xin báo phường.", false
      ),
      (
        MobileNetwork(registration: .roaming, name: "Mobi\u{202E}Fone", signalPercent: 140),
        "Đã vào mạng (nhờ mạng khác), sóng mạnh (100 %)", true
      ),
    ] {
      _ = bench.takeEffects()
      bench.tell(.mobileNetwork(network))
      #expect(row(bench, "Sóng di động")?.value == words)
      #expect(row(bench, "Sóng di động")?.isGood == isGood)
      let told = bench.effects.compactMap { effect -> MobileNetwork? in
        guard case .publish(.presence, let payload, _) = effect else { return nil }
        return (try? Presence(json: JSONParser.parse(payload)))?.mobile
      }
      #expect(told == [network])
    }
    _ = bench.takeEffects()
    bench.tell(.mobileNetwork(nil))
    #expect(row(bench, "Sóng di động") == nil)
    #expect(presences(&bench).count == 1)
  }

  private func row(_ bench: Bench, _ name: String = "Mạng") -> StatusScreen.Row? {
    guard case .status(let status) = bench.screen else { return nil }
    return status.rows.first { $0.name == name }
  }
}
