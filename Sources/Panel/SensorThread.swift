import LinuxIO

/// Reads gauges, on a thread of its own: reading may take seconds, or for ever if a bus hangs.
///
/// The loop asks (`ask`) when it is awake anyway, about once a minute, watches `descriptor`, and
/// takes the answers (`take`); one message a round. The thread has no clock and wakes up for
/// nothing else.
///
/// **A gauge that hangs** is `NoData.late` after 30 s, and costs nobody else anything: the thread
/// that is stuck in it is left behind, and another one goes on with the rest. It isn't asked again
/// before it has answered; when it has, all is as before, and the thread that was stuck ends. So
/// there are at most as many threads left behind as there are gauges.
public final class SensorThread {
  /// Most gauges.
  public static let maximumGauges = 16
  /// How long `close` waits for a reading to end.
  private static let closingMilliseconds: Int64 = 1_000

  /// What the loop and the threads share.
  private final class Shared: @unchecked Sendable {
    private struct Answer {
      var index: Int
      var reading: Gauge.Reading
    }

    private let lock = Lock()
    private let sysfs: Sysfs
    private let gauges: [Gauge]
    /// Wakes the threads; its messages mean nothing.
    private let work: Mailbox<Bool>
    /// Wakes the loop; its messages mean nothing.
    let news: Mailbox<Bool>
    // Under the lock from here on.
    private var queue: [Int] = []
    private var answers: [Answer] = []
    /// The thread that takes from the queue; those before it were left behind.
    private var generation = 0
    /// What that thread reads.
    private var current: Int?
    private var isClosing = false
    private var isEnded = false

    init(_ sysfs: Sysfs, _ gauges: [Gauge]) throws(SystemError) {
      self.sysfs = sysfs
      self.gauges = gauges
      work = try Mailbox(capacity: 1)
      news = try Mailbox(capacity: 1)
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
      lock.lock()
      defer { lock.unlock() }
      return body()
    }

    // MARK: The loop's side

    func add(_ indices: [Int]) {
      guard !indices.isEmpty else { return }
      locked { queue += indices }
      _ = work.post(true)
    }

    /// What is read now, and what waits behind it.
    var state: (current: Int?, waiting: [Int]) { locked { (current, queue) } }

    /// Leaves the thread that reads to itself, and returns the number of its successor.
    func succeed() -> Int {
      locked {
        generation += 1
        current = nil
        return generation
      }
    }

    func takeAnswers() -> [(Int, Gauge.Reading)] {
      _ = news.drain()
      return locked {
        defer { answers = [] }
        return answers.map { ($0.index, $0.reading) }
      }
    }

    /// Asks the thread to end and waits for it until the time has come; false if it didn't.
    func end(until deadline: Int64) -> Bool {
      locked { isClosing = true }
      _ = work.post(true)
      while true {
        if locked({ isEnded }) { return true }
        let rest = deadline - Clock.monotonicMilliseconds()
        if rest <= 0 { return false }
        news.wait(timeoutMilliseconds: Int32(rest))
        _ = news.drain()
      }
    }

    // MARK: The threads' side

    /// The life of a thread.
    func run(_ number: Int) {
      while isWanted(number) {
        if let index = next(number) {
          let reading = gauges[index].read(sysfs)
          finish(number, index, reading)
        } else {
          work.wait(timeoutMilliseconds: -1)
          _ = work.drain()
        }
      }
      locked { if number == generation { isEnded = true } }
      _ = news.post(true)
    }

    private func isWanted(_ number: Int) -> Bool { locked { number == generation && !isClosing } }

    private func next(_ number: Int) -> Int? {
      locked {
        guard number == generation, !queue.isEmpty else { return nil }
        current = queue.removeFirst()
        return current
      }
    }

    private func finish(_ number: Int, _ index: Int, _ reading: Gauge.Reading) {
      let isRoundOver = locked {
        answers.append(Answer(index: index, reading: reading))
        // One that was left behind tells at once.
        guard number == generation else { return true }
        current = nil
        return queue.isEmpty
      }
      if isRoundOver { _ = news.post(true) }
    }
  }

  private let shared: Shared
  private var watch: SensorWatch
  /// How many threads were left behind so far.
  private(set) var number = 0
  /// The thread with that number; `nil` if the system had none to give.
  private var thread: WorkerThread?
  /// What is read, in the order of `reading`.
  public let gauges: [Gauge]

  /// Starts the thread; nothing is read until it is asked for.
  public init(_ sysfs: Sysfs, _ gauges: [Gauge]) throws(SystemError) {
    precondition(gauges.count <= Self.maximumGauges, "more gauges than a board has roles for")
    self.gauges = gauges
    watch = SensorWatch(periodsMilliseconds: gauges.map(\.periodMilliseconds))
    shared = try Shared(sysfs, gauges)
    try start()
  }

  private func start() throws(SystemError) {
    guard thread == nil else { return }
    thread = try WorkerThread(name: "sensors") { [shared, number] in shared.run(number) }
  }

  /// Readable when there are answers to `take`.
  public var descriptor: Int32 { shared.news.descriptor }

  /// Has everything read that is due, and goes round a gauge that hangs. Returns at once; `now`
  /// is in monotonic milliseconds here and everywhere.
  public func ask(at now: Int64) throws(SystemError) {
    take(at: now)
    let (current, waiting) = shared.state
    if let current, watch.isLate(current, at: now) {
      thread = nil
      number = shared.succeed()
      // Those that waited behind it wait from now on.
      watch.asked(waiting, at: now)
    }
    let due = watch.due(at: now)
    watch.asked(due, at: now)
    shared.add(due)
    try start()
  }

  /// Takes the answers that have come.
  public func take(at now: Int64) {
    for (index, reading) in shared.takeAnswers() { watch.answered(index, reading, at: now) }
  }

  /// What a gauge says, or why it says nothing. Never waits.
  public func reading(_ index: Int, at now: Int64) -> Gauge.Reading {
    watch.reading(index, at: now)
  }

  /// Ends the thread. One that is stuck in a reading is left to itself after a second: the end of
  /// the program is its end.
  public func close() {
    let deadline = Clock.monotonicMilliseconds() + Self.closingMilliseconds
    if shared.end(until: deadline) { thread?.join() }
    thread = nil
  }

  /// What every gauge says, once, within so many milliseconds; for a description of the board.
  /// Each has a thread of its own: one that hangs is named alone.
  public static func readOnce(
    _ sysfs: Sysfs, _ gauges: [Gauge], timeoutMilliseconds: Int64
  ) throws(SystemError) -> [Gauge.Reading] {
    let deadline = Clock.monotonicMilliseconds() + timeoutMilliseconds
    var threads: [SensorThread] = []
    for gauge in gauges {
      let thread = try SensorThread(sysfs, [gauge])
      try thread.ask(at: 0)
      threads.append(thread)
    }
    return threads.map { $0.wait(until: deadline) }
  }

  /// What the only gauge says, asked at 0; then the thread ends, or is left where it hangs.
  private func wait(until deadline: Int64) -> Gauge.Reading {
    while true {
      take(at: 0)
      if watch.isAnswered {
        close()
        return reading(0, at: 0)
      }
      let rest = deadline - Clock.monotonicMilliseconds()
      if rest <= 0 {
        _ = shared.end(until: 0)
        return .failure(.late)
      }
      shared.news.wait(timeoutMilliseconds: Int32(clamping: rest))
    }
  }
}
