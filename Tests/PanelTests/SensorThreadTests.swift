import Glibc
import LinuxIO
import TestSupport
import Testing

@testable import Panel

/// What is due, late and stale; times are given.
@Suite("What is known of gauges") struct SensorWatchTests {
  private static let minute: Int64 = 60_000

  @Test("asked once a minute, each gauge is due in its own period")
  func due() {
    var watch = SensorWatch(periodsMilliseconds: [60_000, 600_000])
    var asked = [0, 0]
    for number in 0..<30 {
      // The loop isn't punctual.
      let now = Int64(number) * Self.minute + Int64(number % 3) * 900
      for index in watch.due(at: now) {
        asked[index] += 1
        watch.asked([index], at: now)
        watch.answered(index, .success(.quantity(1)), at: now + 10)
      }
    }
    #expect(asked == [30, 3])
  }

  @Test("late is who was asked and is silent; an answer heals it")
  func late() {
    var watch = SensorWatch(periodsMilliseconds: [60_000])
    #expect(watch.reading(0, at: 0) == .failure(.stale))
    watch.asked([0], at: 1_000)
    watch.answered(0, .success(.quantity(7)), at: 2_000)
    watch.asked([0], at: 61_000)
    #expect(watch.reading(0, at: 90_999) == .success(.quantity(7)))
    #expect(watch.reading(0, at: 91_000) == .failure(.late))
    #expect(watch.due(at: 500_000) == [])
    watch.answered(0, .success(.quantity(8)), at: 500_000)
    #expect(watch.reading(0, at: 500_001) == .success(.quantity(8)))
    #expect(watch.due(at: 500_001) == [0])
  }

  @Test("what was read counts for three periods")
  func stale() {
    var watch = SensorWatch(periodsMilliseconds: [60_000])
    watch.asked([0], at: 0)
    watch.answered(0, .failure(.outOfRange(1, 2...3)), at: 0)
    #expect(watch.reading(0, at: 179_999) == .failure(.outOfRange(1, 2...3)))
    #expect(watch.reading(0, at: 180_000) == .failure(.stale))
  }
}

/// Real threads, and files that really hang: FIFOs.
@Suite("The thread of the sensors", .serialized, .timeLimit(.minutes(5))) struct SensorThreadTests {
  private static let minute: Int64 = 60_000
  private static let folder = "bus/iio/devices/iio:device0"

  /// A thermometer, a hygrometer and the mains.
  private static let gauges: [Gauge] = [
    .sensor(
      Sensor(quantity: .temperature, kind: .iio, driver: "a", channel: "in_temp", range: 0...50)),
    .sensor(
      Sensor(
        quantity: .humidity, kind: .iio, driver: "a", channel: "in_humidityrelative",
        range: 0...100)),
    .mains(Mains()),
  ]

  private func tree() throws -> SysfsTree {
    try SysfsTree([
      "\(Self.folder)/name": "a", "\(Self.folder)/in_temp_input": "21000",
      "\(Self.folder)/in_humidityrelative_input": "55000", "class/power_supply/ac/type": "Mains",
      "class/power_supply/ac/online": "1",
    ])
  }

  /// Tries again until it is so; a minute is more than anything here may take.
  private func wait(for what: String, until isDone: () throws -> Bool) rethrows {
    let deadline = Clock.monotonicMilliseconds() + Self.minute
    while try !isDone() {
      guard Clock.monotonicMilliseconds() < deadline else {
        Issue.record("waited in vain for \(what)")
        return
      }
      sched_yield()
    }
  }

  /// Takes answers until what is expected is there.
  private func wait(_ thread: SensorThread, at now: Int64, until isDone: () -> Bool) {
    wait(for: "answers") {
      thread.take(at: now)
      return isDone()
    }
  }

  /// Holds a FIFO open for writing, as soon as somebody reads it: they hang from here on.
  private func hold(_ path: String) -> Int32 {
    var writer: Int32 = -1
    wait(for: "a reader of \(path)") {
      writer = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      return writer >= 0
    }
    return writer
  }

  private func answer(_ writer: Int32, _ text: String) {
    _ = text.withCString { write(writer, $0, strlen($0)) }
    close(writer)
  }

  /// How many threads of this process have that name.
  private func threads(named name: String) throws -> Int {
    try Files.list("/proc/self/task").filter {
      (try? Files.read("/proc/self/task/\($0)/comm", limit: 64)) == Array("\(name)\n".utf8)
    }.count
  }

  @Test("all that is due is read in one round, and the loop is woken once")
  func round() throws {
    let tree = try tree()
    defer { withExtendedLifetime(tree) {} }
    let thread = try SensorThread(tree.sysfs, Self.gauges)
    defer { thread.close() }
    #expect((0..<3).allSatisfy { thread.reading($0, at: 0) == .failure(.stale) })
    try thread.ask(at: 0)
    var request = pollfd(fd: thread.descriptor, events: Int16(POLLIN), revents: 0)
    #expect(poll(&request, 1, -1) == 1)
    thread.take(at: 10)
    #expect(thread.reading(0, at: 10) == .success(.quantity(21_000)))
    #expect(thread.reading(1, at: 10) == .success(.quantity(55_000)))
    #expect(thread.reading(2, at: 10) == .success(.mains(isOnline: true)))
    #expect(poll(&request, 1, 0) == 0)
  }

  @Test("a sensor that hangs is late, the others are read all the same, and it heals")
  func hangs() throws {
    let tree = try tree()
    let file = "\(Self.folder)/in_temp_input"
    try tree.makeFIFO(file)
    let thread = try SensorThread(tree.sysfs, Self.gauges)
    defer { thread.close() }
    try thread.ask(at: 0)
    let writer = hold(tree.path(file))
    // Nobody knows yet: it may be slow.
    #expect(thread.reading(0, at: 29_999) == .failure(.stale))
    #expect(thread.reading(0, at: 30_000) == .failure(.late))
    for number in 1...5 {
      let now = Int64(number) * Self.minute
      try tree.write("\(50 + number)000", to: "\(Self.folder)/in_humidityrelative_input")
      try thread.ask(at: now)
      wait(thread, at: now) {
        thread.reading(1, at: now) == .success(.quantity((50 + number) * 1_000))
          && thread.reading(2, at: now) == .success(.mains(isOnline: true))
      }
      #expect(thread.reading(0, at: now) == .failure(.late))
    }
    // It answers, at last.
    answer(writer, "22000\n")
    wait(thread, at: 301_000) { thread.reading(0, at: 301_000) == .success(.quantity(22_000)) }
    unlink(tree.path(file))
    try tree.write("23000", to: file)
    try thread.ask(at: 6 * Self.minute)
    wait(thread, at: 361_000) { thread.reading(0, at: 361_000) == .success(.quantity(23_000)) }
    // The thread that was stuck has ended, or will in a moment.
    try wait(for: "the end of a thread") { try threads(named: "sensors") == 1 }
  }

  @Test("even if all of them hang, no thread is started twice for one")
  func allHang() throws {
    let tree = try tree()
    let files = [
      "\(Self.folder)/in_temp_input", "\(Self.folder)/in_humidityrelative_input",
      "class/power_supply/ac/online",
    ]
    for file in files { try tree.makeFIFO(file) }
    let thread = try SensorThread(tree.sysfs, Self.gauges)
    var writers: [Int32] = []
    for number in 0..<10 {
      let now = Int64(number) * Self.minute
      try thread.ask(at: now)
      guard number < files.count else { continue }
      writers.append(hold(tree.path(files[number])))
      // Whoever was reached only now isn't late yet.
      #expect(thread.reading(number, at: now + 1) == .failure(.stale))
      try thread.ask(at: now + 1)
      #expect(thread.number == number)
    }
    let now = 10 * Self.minute
    #expect((0..<3).allSatisfy { thread.reading($0, at: now) == .failure(.late) })
    #expect(thread.number == files.count)
    for (writer, text) in zip(writers, ["24000", "60000", "0"]) { answer(writer, text) }
    wait(thread, at: now) {
      thread.reading(0, at: now) == .success(.quantity(24_000))
        && thread.reading(1, at: now) == .success(.quantity(60_000))
        && thread.reading(2, at: now) == .success(.mains(isOnline: false))
    }
    thread.close()
  }

  @Test("a reading that never ends doesn't keep the program from its end")
  func closes() throws {
    let tree = try tree()
    let file = "\(Self.folder)/in_temp_input"
    try tree.makeFIFO(file)
    let thread = try SensorThread(tree.sysfs, Self.gauges)
    try thread.ask(at: 0)
    let writer = hold(tree.path(file))
    thread.close()
    // It is still in there.
    answer(writer, "1\n")
  }

  @Test("a description waits for whoever answers, and says who doesn't")
  func describes() throws {
    let tree = try tree()
    let file = "\(Self.folder)/in_humidityrelative_input"
    try tree.makeFIFO(file)
    let readings = try SensorThread.readOnce(tree.sysfs, Self.gauges, timeoutMilliseconds: 3_000)
    #expect(
      zip(Self.gauges, readings).map { $0.describe($1, in: tree.sysfs) } == [
        "temperature (iio a in_temp at iio:device0): 21.000 °C",
        "humidity (iio a in_humidityrelative at iio:device0): no data, it doesn't answer",
        "mains: online",
      ])
    answer(hold(tree.path(file)), "1\n")
  }

  @Test func everyRoleIsDescribed() throws {
    let tree = try SysfsTree(named: "household")
    let gauges: [Gauge] = [
      .battery(Battery()), .thermalZone(ThermalZone(type: "cpu-thermal")),
      .mains(Mains(name: "ups-ac")), .battery(Battery(name: "none")),
      .sensor(
        Sensor(
          quantity: .co2, kind: .iio, driver: "scd30", channel: "in_concentration_co2",
          range: 400...700)),
      .sensor(
        Sensor(
          quantity: .humidity, kind: .hwmon, driver: "sht3x", channel: "humidity1",
          range: 0...100)),
      .sensor(
        Sensor(
          quantity: .humidity, kind: .hwmon, driver: "sht4x", channel: "humidity1",
          range: 0...100)),
    ]
    let readings = try SensorThread.readOnce(tree.sysfs, gauges, timeoutMilliseconds: 30_000)
    #expect(
      zip(gauges, readings).map { $0.describe($1, in: tree.sysfs) } == [
        "battery: 97 %, Not charging", "thermal zone (cpu-thermal): 48.312 °C",
        "mains (ups-ac): online", "battery (none): no data, no battery is named none",
        "co2 (iio scd30 in_concentration_co2 at iio:device0): "
          + "no data, 712.340 is not within 400…700",
        "humidity (hwmon sht3x humidity1 at hwmon2, the first of 2): 68.230 %",
        "humidity (hwmon sht4x humidity1): no data, no hwmon device is named sht4x",
      ])
  }
}
