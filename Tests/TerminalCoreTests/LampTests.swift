import Testing
import WardContract

@testable import TerminalCore

@Suite("Lamps, light and readings") struct LampTests {
  private func lamps(_ bench: inout Bench) -> Lamps? {
    bench.takeEffects().compactMap { effect -> Lamps? in
      if case .setLamps(let lamps) = effect { lamps } else { nil }
    }.last
  }

  private func lights(_ bench: inout Bench) -> [DisplayLight] {
    bench.takeEffects().compactMap { effect in
      if case .setDisplayLight(let light) = effect { light } else { nil }
    }
  }

  @Test("the ready lamp blinks until the ward is heard, and goes out when it no longer is")
  func ready() {
    var bench = Bench()
    #expect(lamps(&bench)?.ready == .blinking)
    bench.sendIndex([])
    #expect(lamps(&bench) == Lamps(alert: .off, ready: .on))
    bench.tell(.linkDown(reason: "cut"))
    #expect(lamps(&bench)?.ready == .blinking)
    bench.wait(BoardWatch.graceMilliseconds)
    #expect(lamps(&bench)?.ready == .off)
  }

  @Test("the alert lamp shines for a fault, and blinks for an emergency until it is confirmed")
  func alert() {
    var bench = Bench()
    bench.sendIndex([])
    bench.tell(.partFailed(.display, reason: "none"))
    #expect(lamps(&bench)?.alert == .on)
    let emergency = bench.bulletin("kc", .emergency)
    bench.send(emergency)
    #expect(lamps(&bench)?.alert == .blinking)
    bench.press(.ok)
    #expect(lamps(&bench)?.alert == .on)
    bench.tell(.partBack(.display))
    #expect(lamps(&bench)?.alert == .off)
  }

  @Test("at night the resting display is dim; a touch or an emergency makes it bright")
  func night() {
    var bench = Bench()
    bench.sendIndex([])
    #expect(lights(&bench) == [.day(percent: 100)])
    // The bench begins at 8 in the morning.
    bench.wait(13 * 3_600_000 + 59 * 60_000)
    #expect(lights(&bench).isEmpty)
    bench.wait(2 * 60_000)
    #expect(lights(&bench) == [.night])
    bench.press(.ok)
    #expect(lights(&bench) == [.day(percent: 100)])
    bench.wait(Menu.patienceMilliseconds)
    #expect(lights(&bench) == [.night])
    bench.wait(8 * 3_600_000)
    #expect(lights(&bench) == [.day(percent: 100)])
  }

  @Test("a display is not dimmed by a clock that nobody relies on")
  func unknownTime() {
    var bench = Bench()
    bench.isSynchronized = false
    bench.wait(15 * 3_600_000)
    #expect(lights(&bench) == [.day(percent: 100)])
  }

  @Test("readings are told on the status screen, those that lie or are missing by name")
  func readings() {
    var bench = Bench()
    func row() -> StatusScreen.Row? {
      guard case .status(let status) = bench.screen else { return nil }
      return status.rows.first { $0.name == "Trong nhà" }
    }
    bench.press(.back)
    #expect(row() == nil)
    bench.tell(
      .measured([
        Measurement(quantity: .temperature, thousandths: -1_250),
        Measurement(quantity: .pressure, thousandths: 1_006_530),
      ]))
    #expect(row()?.value == "-1,3 °C · 1007 hPa" && row()?.isGood == true)
    bench.tell(
      .measured([
        Measurement(quantity: .temperature, thousandths: nil),
        Measurement(quantity: .pm25, thousandths: 12_400),
      ]))
    #expect(row()?.value == "Không đo được nhiệt độ · PM2.5 12 µg/m³" && row()?.isGood == false)
  }

  @Test("the household is told that the mains are off, and how long the battery lasts")
  func mains() {
    var bench = Bench()
    func problems() -> [String] {
      if case .rest(let rest) = bench.screen { rest.problems } else { [] }
    }
    bench.tell(.supplied(Supply(hasMains: false, batteryPercent: 80)))
    #expect(problems() == ["Mất điện, pin còn 80 %"])
    bench.tell(.supplied(Supply(hasMains: true, batteryPercent: 80)))
    #expect(problems().isEmpty)
  }
}
