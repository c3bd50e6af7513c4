import Foundation
import TestSupport

/// A ward with its broker, desk and one home, all real programs on loopback.
final class House: @unchecked Sendable {
  let folder = TemporaryFolder()
  let port = freePort()
  let enrolmentPort = freePort()
  private(set) var broker: ChildProcess?
  private(set) var enrolmentBroker: ChildProcess?
  private(set) var desk: ChildProcess?
  private(set) var terminal: ChildProcess?

  /// Files of ALSA's configuration that the terminal reads.
  var alsaConfiguration = ["\(sourceRoot)/provisioning/alsa/alsa.conf"]

  /// How far the wall clocks of all programs are ahead, in seconds.
  private let clockShiftSeconds: Int64

  /// What the terminal's environment has besides this process's, as "NAME=value".
  var environment: [String] = []

  /// Makes the ward and enrols the home; nothing runs yet. Unless `isPaced`, sound goes as fast
  /// as it can. Wall clocks are so many seconds ahead; `more` are lines behind those of its board
  /// file.
  init(isPaced: Bool = false, clockShiftSeconds: Int64 = 0, more: String = "") throws {
    self.clockShiftSeconds = clockShiftSeconds
    try loanha(
      "ward", "init", "--ward", ward, "--area", "01.00004", "--name", "phường Ba Đình", "--port",
      "\(port)", "--enrolment-port", "\(enrolmentPort)", "--area-within", "01.00004.tdp-1")
    try loanha(
      "terminal", "enroll", "--ward", ward, "--id", "nha-1", "--home", home, "--address",
      "Số 12, ngõ 34 phố Đội Cấn, phường Ba Đình")
    try folder.write(
      """
      name = "test"
      [sound]
      pcm = "file:'{home}/speaker.wav',wav"
      pacing = "\(isPaced ? "clock" : "none")"
      [display]
      kind = "png"
      [buttons]
      source = "socket"
      \(more)
      """, to: "board.toml")
  }

  deinit {
    terminal?.kill()
    desk?.kill()
    broker?.kill()
    enrolmentBroker?.kill()
  }

  var ward: String { folder.file("ward") }
  var home: String { folder.file("home") }

  static func program(_ name: String) -> String { "\(programFolder)/\(name)" }

  struct Failure: Error, CustomStringConvertible { var description: String }

  /// Runs `loanha` and returns what it printed; any exit code but those allowed is a failure.
  @discardableResult
  func loanha(_ arguments: String..., allowed: [Int32] = [0]) throws -> String {
    try loanha(arguments, allowed: allowed)
  }

  /// Publishes an ordinary bulletin. It waits for no session: a directive lets it be heard at once.
  @discardableResult
  func publish(
    _ identifier: String, _ title: String, _ more: String..., allowed: [Int32] = [0]
  ) throws -> String {
    try loanha(
      [
        "bulletin", "publish", "--ward", ward, "--id", identifier, "--title", title, "--class",
        "thong-tin-thiet-yeu", "--directive-issuer", "Ban Tuyên giáo Thành ủy",
        "--directive-number", "1-CV/BTGTU", "--lifts",
        "khung-gio,so-buoi,ngay-trong-tuan,thoi-luong",
      ] + more, allowed: allowed)
  }

  @discardableResult
  func loanha(_ arguments: [String], allowed: [Int32] = [0]) throws -> String {
    let (program, arguments) = try ShiftedClock.shifted(
      Self.program("loanha"), arguments, by: clockShiftSeconds)
    let (code, output) = try ChildProcess.run(program, arguments)
    guard allowed.contains(code) else {
      throw Failure(description: "loanha \(arguments.joined(separator: " ")): \(code) \(output)")
    }
    return output
  }

  func startBroker() throws {
    let (program, arguments) = try ShiftedClock.shifted(
      "mosquitto", ["-c", "\(ward)/broker/mosquitto.conf"], by: clockShiftSeconds)
    // A test's threads block signals, and a child inherits that; a broker reads its files on SIGHUP.
    broker = try ChildProcess(
      "--default-signal=HUP", [program] + arguments, log: folder.file("broker.log"))
  }

  /// Starts the broker that devices without a home ask, and has the ward endorsed by a city.
  func startEnrolment() throws {
    enrolmentBroker = try ChildProcess(
      "mosquitto", ["-c", "\(ward)/broker/enrolment.conf"], log: folder.file("enrolment.log"))
    try loanha("city", "init", "--city", folder.file("city"))
    try loanha("city", "endorse", "--city", folder.file("city"), "--ward", ward)
  }

  /// Puts a relay between home and broker; when it is killed, the network is cut.
  func startRelay(port relayPort: Int) throws -> ChildProcess {
    let settings = "\(home)/settings.toml"
    let text = try String(contentsOfFile: settings, encoding: .utf8)
    try text.replacingOccurrences(of: "port = \(port)", with: "port = \(relayPort)")
      .write(toFile: settings, atomically: true, encoding: .utf8)
    // It serves one connection, and takes it along when it is killed.
    return try ChildProcess(
      "socat",
      ["TCP-LISTEN:\(relayPort),bind=127.0.0.1,reuseaddr", "TCP:127.0.0.1:\(port)"],
      log: folder.file("relay.log"))
  }

  func startDesk() throws {
    let (program, arguments) = try ShiftedClock.shifted(
      Self.program("loanha"), ["desk", "serve", "--ward", ward, "--index-interval", "5"],
      by: clockShiftSeconds)
    desk = try ChildProcess(program, arguments, log: folder.file("desk.log"))
  }

  /// With ALSA's configuration as the service has it: the child's own, since other tests of this
  /// process have another.
  func startTerminal(_ options: String..., in home: String? = nil) throws {
    let (program, arguments) = try ShiftedClock.shifted(
      Self.program("loanhad"),
      ["--board", folder.file("board.toml"), "--home", home ?? self.home] + options,
      by: clockShiftSeconds)
    terminal = try ChildProcess(
      "ALSA_CONFIG_PATH=\(alsaConfiguration.joined(separator: ":"))",
      environment + [program] + arguments, log: folder.file("terminal.log"))
  }

  /// Starts everything and waits until the home is connected and knows the time.
  func start() throws {
    try startBroker()
    try startDesk()
    try startTerminal()
    guard eventually({ try isOnline() }) else {
      throw Failure(description: "the home doesn't come online: \(logs)")
    }
  }

  func isOnline() throws -> Bool {
    try loanha("terminal", "list", "--ward", ward, "--json").contains("\"online\":true")
  }

  var logs: String {
    [broker, desk, terminal].compactMap { $0?.log }.joined(separator: "---\n")
  }

  /// The facts that the desk knows of a bulletin, as "fact revision".
  func facts(_ bulletin: String) throws -> [String] {
    struct Row: Decodable {
      struct Receipt: Decodable {
        /// Missing in what is about the terminal itself.
        var bulletin: String?
        var fact: String
        var revision: Int
        var code: String?
      }
      var receipt: Receipt
    }
    let text = try loanha("receipts", "--ward", ward, "--json")
    return try JSONDecoder().decode([Row].self, from: Data(text.utf8)).map(\.receipt)
      .filter { $0.bulletin == bulletin }
      .map { "\($0.fact) \($0.revision)" + ($0.code.map { " \($0)" } ?? "") }
  }

  func hasFact(_ fact: String, of bulletin: String) -> Bool {
    eventually { try facts(bulletin).contains(fact) }
  }

  /// A tone as a sound file, so many seconds long.
  func tone(seconds: Double, kind: String = "wav") throws -> String {
    let path = folder.file("tone-\(seconds).\(kind)")
    _ = try ChildProcess.run(
      "sox",
      ["-n", "-r", "48000", "-c", "1", path, "synth", "\(seconds)", "sine", "440", "vol", "0.5"])
    return path
  }

  /// Publishes bytes as somebody who holds the desk's certificate: a broken-into desk or broker.
  func publishRaw(_ topic: String, file: String, as identity: String = "desk") throws -> Int32 {
    let (certificate, key) =
      identity == "desk"
      ? ("\(ward)/desk/identity.pem", "\(ward)/desk/identity.key")
      : ("\(home)/identity.pem", "\(home)/identity.key")
    return try ChildProcess.run(
      "mosquitto_pub",
      [
        "-h", "localhost", "-p", "\(port)", "-V", "5", "-q", "1", "-r", "--cafile",
        "\(ward)/broker/ca.pem", "--cert", certificate, "--key", key, "--tls-version", "tlsv1.3",
        "-t", topic, "-f", file,
      ]
    ).code
  }
}
