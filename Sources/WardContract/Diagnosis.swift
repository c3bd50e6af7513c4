/// What a terminal found when it examined itself. Closed words and numbers alone: there is no place in it
/// for an address, a name or anything that somebody said.
public struct Diagnosis: Equatable, Sendable {
  /// What was examined.
  public enum Subject: String, CaseIterable, Sendable {
    case power
    case temperature
    case storage
    case clock
    case network
    case broker
    /// Whether the ward's desk is heard through the broker.
    case desk
    case modem
    /// The board file.
    case board
    /// The ward's broadcast plan.
    case plan
    case speech
    case speaker
    case mixer
    case secondSpeaker = "second-speaker"
    case display
    case lamps
    /// All buttons together, and each by itself.
    case buttons
    case buttonUp = "button-up"
    case buttonDown = "button-down"
    case buttonOK = "button-ok"
    case buttonBack = "button-back"
    case buttonVolumeUp = "button-volume-up"
    case buttonVolumeDown = "button-volume-down"
    case buttonSOS = "button-sos"
    /// All sensors together, and each by itself.
    case sensors
    case sensorTemperature = "sensor-temperature"
    case sensorHumidity = "sensor-humidity"
    case sensorPressure = "sensor-pressure"
    case sensorPM25 = "sensor-pm25"
    case sensorPM10 = "sensor-pm10"
    case sensorCO2 = "sensor-co2"
    case sensorLight = "sensor-light"
  }

  /// Why something is bad.
  public enum Reason: String, CaseIterable, Sendable {
    /// Its driver says so.
    case failing
    /// It did not answer in time.
    case noAnswer = "no-answer"
    /// A person did not hear it.
    case notHeard = "not-heard"
    /// A person did not see all of it.
    case notSeen = "not-seen"
    /// A person pressed it, and nothing came.
    case notPressed = "not-pressed"
    /// There is no reading to rely on.
    case noReading = "no-reading"
    case onBattery = "on-battery"
    case tooHot = "too-hot"
    case nearlyFull = "nearly-full"
    /// The memory says that its life is nearly used up.
    case worn
    case unknown
    case wrong
    /// None of the ways into the network can be used.
    case noNetwork = "no-network"
    case notConnected = "not-connected"
    /// Only emergencies can be called.
    case limited
    case missing
  }

  /// What came of it.
  public enum Verdict: Equatable, Sendable {
    case good
    case bad(Reason)
    /// The board has none.
    case absent
    /// Nobody was there to judge it, somebody passed over it, or something more urgent came.
    case skipped

    /// The word in JSON.
    public var word: String {
      switch self {
      case .good: "good"
      case .bad: "bad"
      case .absent: "absent"
      case .skipped: "skipped"
      }
    }
  }

  /// What was counted or measured of it. A sensor's value is not among it: it would tell the ward more
  /// than whether the sensor works.
  public enum Quantity: String, CaseIterable, Sendable {
    case freeMebibytes = "free-mebibytes"
    case sizeMebibytes = "size-mebibytes"
    /// Since the kernel started.
    case writtenMebibytes = "written-mebibytes"
    /// Of the life that the memory's maker promises, in steps of ten.
    case lifeUsedPercent = "life-used-percent"
    case roundTripMilliseconds = "round-trip-milliseconds"
    case signalPercent = "signal-percent"
    case batteryPercent = "battery-percent"

    /// What it can be.
    public var range: ClosedRange<Int64> {
      switch self {
      case .freeMebibytes, .sizeMebibytes, .writtenMebibytes: 0...(1 << 40)
      case .lifeUsedPercent: 0...110
      case .roundTripMilliseconds: 0...600_000
      case .signalPercent, .batteryPercent: 0...100
      }
    }
  }

  /// One quantity and its value.
  public struct Figure: Equatable, Sendable {
    /// What was measured.
    public var quantity: Quantity
    /// Within the quantity's range.
    public var value: Int64

    /// A figure; a value beyond its range counts as the nearest within.
    public init(_ quantity: Quantity, _ value: Int64) {
      self.quantity = quantity
      self.value = min(max(value, quantity.range.lowerBound), quantity.range.upperBound)
    }
  }

  /// What was found of one subject.
  public struct Finding: Equatable, Sendable {
    /// What was examined.
    public var subject: Subject
    /// What came of it.
    public var verdict: Verdict
    /// In the order of `Quantity`, each once.
    public var figures: [Figure]

    /// A finding.
    public init(_ subject: Subject, _ verdict: Verdict, _ figures: [Figure] = []) {
      self.subject = subject
      self.verdict = verdict
      self.figures = figures
    }

    /// The value of that quantity, if it was measured.
    public func value(_ quantity: Quantity) -> Int64? {
      figures.first { $0.quantity == quantity }?.value
    }

    /// Why it is bad; `nil` if it isn't.
    public var reason: Reason? {
      if case .bad(let reason) = verdict { reason } else { nil }
    }
  }

  /// Who asked for it.
  public enum Cause: String, CaseIterable, Sendable {
    /// Somebody at the terminal, who answered its questions.
    case household
    /// The ward, by a command.
    case ward
    /// A technician on the device.
    case device
  }

  /// Counts up from 1 over all diagnoses of one ledger.
  public var sequence: Int64
  /// The terminal's ledger, the one of its receipts.
  public var ledger: Identifier
  /// The terminal that speaks.
  public var terminal: Identifier
  /// When it was made, as far as the terminal knows.
  public var time: Instant
  /// Who asked for it.
  public var cause: Cause
  /// The ward's command that it answers; `nil` without one.
  public var command: Identifier?
  /// The version of `loanhad`.
  public var version: String
  /// Each subject at most once.
  public var findings: [Finding]

  /// A diagnosis.
  public init(
    sequence: Int64, ledger: Identifier, terminal: Identifier, time: Instant, cause: Cause,
    command: Identifier? = nil, version: String, findings: [Finding]
  ) {
    self.sequence = sequence
    self.ledger = ledger
    self.terminal = terminal
    self.time = time
    self.cause = cause
    self.command = command
    self.version = version
    self.findings = findings
  }

  /// What is bad.
  public var faults: [Finding] { findings.filter { $0.reason != nil } }
}
