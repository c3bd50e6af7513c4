import CMosquitto
import Glibc
import LinuxIO

/// One MQTT 5 connection over TLS 1.3, on the caller's own event loop: libmosquitto's network
/// thread is never started, and nothing wakes the process but the socket and `deadline`.
///
/// One call of `connect` is one attempt; when to try again is for the caller to decide. Name
/// resolution is the one step that may block the loop, for as long as the system's resolver
/// takes (resolv.conf(5), `timeout`).
public final class BrokerLink {
  /// An attempt that has not come to an answer after this long has failed, in milliseconds.
  public static let connectPatienceMilliseconds: Int64 = 20_000

  private let settings: LinkSettings
  /// Our certificate's file from the next attempt on; that of the settings to begin with.
  public var certificatePath: String?
  private let loop: EventLoop
  private let handler: (LinkEvent) -> Void
  private var client: OpaquePointer?
  private var watched: Int32?
  private var watchedFor: EventLoop.Readiness = []
  private var connectBy: Int64?
  private var pingCheckAt: Int64?
  /// What happened while libmosquitto was at work; told once it has returned.
  private var events: [LinkEvent] = []
  private var lastError = ""
  private var filtersByMessage: [Int32: [String]] = [:]
  /// How sure it is that a message arrives (MQTT 5, 4.3).
  public enum Delivery: Int32, Sendable {
    /// QoS 0: once or not at all, and nobody learns of it. `published` says that it was sent.
    case atMostOnce = 0
    /// QoS 1: at least once. `published` says that the broker has it.
    case atLeastOnce = 1
  }

  /// Messages that were published and not yet taken by the broker.
  public private(set) var unacknowledged = 0
  /// Whether the broker has accepted us.
  public private(set) var isUp = false
  /// Whether somebody has ever accepted a connection, whatever came of it.
  public private(set) var hasBeenAnswered = false

  /// A link that isn't connected yet. `handler` is called in the loop.
  public init(_ settings: LinkSettings, _ loop: EventLoop, handler: @escaping (LinkEvent) -> Void) {
    self.settings = settings
    certificatePath = settings.tls.certificatePath
    self.loop = loop
    self.handler = handler
    mosquitto_lib_init()
  }

  deinit {
    release()
    mosquitto_lib_cleanup()
  }

  /// When `tick` must be called at the latest, in monotonic milliseconds.
  public var deadline: Int64? {
    guard let connectBy else { return pingCheckAt }
    return min(connectBy, pingCheckAt ?? connectBy)
  }

  // MARK: Connecting

  /// Starts one attempt. Answered by `up` or `down`.
  public func connect() {
    release()
    lastError = ""
    let failure = start()
    if let failure {
      release()
      handler(.down(reason: failure))
      return
    }
    connectBy = Clock.monotonicMilliseconds() + Self.connectPatienceMilliseconds
    watch()
    deliver()
  }

  /// Says goodbye; the broker then publishes no last will. What has not gone out yet goes first.
  public func disconnect() {
    guard let client else { return }
    mosquitto_disconnect_v5(client, 0, nil)
    let end = Clock.monotonicMilliseconds() + 1_000
    while mosquitto_want_write(client), mosquitto_socket(client) >= 0,
      Clock.monotonicMilliseconds() < end
    {
      guard mosquitto_loop_write(client, 1) == MOSQ_ERR_SUCCESS.rawValue else { break }
    }
    release()
    events = []
  }

  /// A reason if not even an attempt could be made.
  private func start() -> String? {
    let context = Unmanaged.passUnretained(self).toOpaque()
    guard let client = mosquitto_new(settings.clientIdentifier, true, context) else {
      return "no memory for a connection"
    }
    self.client = client
    mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5)
    mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1)
    // It then leaves the moment of writing to us: what came is acted upon before it is
    // acknowledged.
    mosquitto_threaded_set(client, true)
    setCallbacks(client)
    let tls = settings.tls
    let paths = [tls.authorityPath, certificatePath, tls.keyPath].compactMap(\.self)
    for path in paths where !Files.exists(path) { return "there is no file \(path)" }
    var answer = mosquitto_tls_set(
      client, tls.authorityPath, nil, certificatePath, tls.keyPath, nil)
    if answer == MOSQ_ERR_SUCCESS.rawValue {
      answer = mosquitto_tls_opts_set(client, 1, "tlsv1.3", nil)
    }
    if answer == MOSQ_ERR_SUCCESS.rawValue, let will = settings.will {
      answer = mosquitto_will_set_v5(
        client, will.topic, Int32(will.payload.count), will.payload, 1, true, nil)
    }
    if answer == MOSQ_ERR_SUCCESS.rawValue {
      answer = mosquitto_connect_async(
        client, settings.host, Int32(settings.port), Int32(settings.keepaliveSeconds))
    }
    return answer == MOSQ_ERR_SUCCESS.rawValue ? nil : reason(answer)
  }

  private func reason(_ code: Int32) -> String {
    let words =
      code == MOSQ_ERR_ERRNO.rawValue
      ? String(cString: strerror(errno)) : String(cString: mosquitto_strerror(code))
    return lastError.isEmpty ? words : "\(words) (\(lastError))"
  }

  private func release() {
    unwatch()
    isUp = false
    connectBy = nil
    pingCheckAt = nil
    filtersByMessage = [:]
    unacknowledged = 0
    if let client { mosquitto_destroy(client) }
    client = nil
  }

  // MARK: The loop

  private func watch() {
    guard let client else { return }
    let socket = mosquitto_socket(client)
    let readiness: EventLoop.Readiness =
      mosquitto_want_write(client) ? [.reading, .writing] : .reading
    if socket != watched { unwatch() }
    guard socket >= 0 else { return }
    do throws(SystemError) {
      if watched == nil {
        try loop.watch(socket, for: readiness) { [unowned self] in serve($0) }
        watched = socket
      } else if readiness != watchedFor {
        try loop.change(socket, to: readiness)
      }
      watchedFor = readiness
    } catch {
      lost("the socket can't be watched: \(error)")
    }
  }

  private func unwatch() {
    if let watched { loop.unwatch(watched) }
    watched = nil
  }

  private func serve(_ readiness: EventLoop.Readiness) {
    guard let client else { return }
    guard isUp || isConnected(mosquitto_socket(client)) else {
      return lost("nobody answers at \(settings.host) port \(settings.port)")
    }
    hasBeenAnswered = true
    var answer = MOSQ_ERR_SUCCESS.rawValue
    if readiness.contains(.reading) { answer = mosquitto_loop_read(client, 1) }
    if answer == MOSQ_ERR_SUCCESS.rawValue, readiness.contains(.writing) {
      answer = mosquitto_loop_write(client, 1)
    }
    finish(answer)
  }

  /// Whether the other end has accepted. libmosquitto 2.0 passes over a refused connection under
  /// TLS, and its socket would be ready for ever without anything to read.
  private func isConnected(_ socket: Int32) -> Bool {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getpeername(socket, $0, &length) == 0
      }
    }
  }

  /// Looks after pings and patience. To be called at `deadline`; any time else is fine, too.
  public func tick() {
    guard let client else { return }
    let now = Clock.monotonicMilliseconds()
    if let connectBy, now >= connectBy { return lost("no answer from the broker") }
    if isUp {
      pingCheckAt = now + Int64(settings.keepaliveSeconds) * 500
      finish(mosquitto_loop_misc(client))
    }
  }

  private func finish(_ answer: Int32) {
    if answer == MOSQ_ERR_SUCCESS.rawValue {
      deliver()
      flush()
    } else {
      let reason = reason(answer)
      deliver()
      if client != nil { lost(reason) }
    }
  }

  private func lost(_ reason: String) {
    release()
    handler(.down(reason: reason))
  }

  private func deliver() {
    while !events.isEmpty {
      let batch = events
      events = []
      for event in batch { handler(event) }
    }
    // A handler may have published: ask to be told when there is room.
    watch()
  }

  /// Writes what waits to be written: acknowledgements, and what handlers have published.
  private func flush() {
    guard let client, isUp, mosquitto_want_write(client) else { return }
    let answer = mosquitto_loop_write(client, 1)
    guard answer == MOSQ_ERR_SUCCESS.rawValue else { return lost(reason(answer)) }
    watch()
  }

  // MARK: Talking

  /// Subscribes with QoS 1; what is retained comes (again).
  public func subscribe(_ filters: [String]) {
    request(filters) { client, message, strings in
      mosquitto_subscribe_multiple(client, message, Int32(filters.count), strings, 1, 0, nil)
    }
  }

  /// Unsubscribes.
  public func unsubscribe(_ filters: [String]) {
    request(filters) { client, message, strings in
      mosquitto_unsubscribe_multiple(client, message, Int32(filters.count), strings, nil)
    }
  }

  private func request(
    _ filters: [String],
    _ send: (
      OpaquePointer, UnsafeMutablePointer<Int32>,
      UnsafePointer<UnsafeMutablePointer<CChar>?>
    ) -> Int32
  ) {
    guard let client, isUp, !filters.isEmpty else { return }
    let strings: [UnsafeMutablePointer<CChar>?] = filters.map { strdup($0) }
    defer { for string in strings { free(string) } }
    var message: Int32 = 0
    let answer = send(client, &message, strings)
    if answer == MOSQ_ERR_SUCCESS.rawValue { filtersByMessage[message] = filters }
    watch()
  }

  /// Publishes and returns the number under which `published` will come; `nil` if there is no
  /// connection or the message can't be sent on it.
  @discardableResult
  public func publish(
    _ topic: String, _ payload: [UInt8], retained: Bool, delivery: Delivery = .atLeastOnce
  ) -> Int32? {
    guard let client, isUp else { return nil }
    var message: Int32 = 0
    let answer = mosquitto_publish_v5(
      client, &message, topic, Int32(payload.count), payload, delivery.rawValue, retained, nil)
    watch()
    guard answer == MOSQ_ERR_SUCCESS.rawValue else { return nil }
    unacknowledged += 1
    return message
  }

  // MARK: What libmosquitto tells

  private static func link(_ context: UnsafeMutableRawPointer?) -> BrokerLink? {
    context.map { Unmanaged<BrokerLink>.fromOpaque($0).takeUnretainedValue() }
  }

  private func setCallbacks(_ client: OpaquePointer) {
    mosquitto_connect_v5_callback_set(client) { _, context, code, _, _ in
      BrokerLink.link(context)?.connected(code)
    }
    mosquitto_message_v5_callback_set(client) { _, context, message, _ in
      guard let message else { return }
      BrokerLink.link(context)?.received(message.pointee)
    }
    mosquitto_publish_v5_callback_set(client) { _, context, message, _, _ in
      BrokerLink.link(context)?.published(message)
    }
    mosquitto_subscribe_v5_callback_set(client) { _, context, message, count, granted, _ in
      let codes = Array(UnsafeBufferPointer(start: granted, count: Int(count)))
      BrokerLink.link(context)?.subscribed(message, codes)
    }
    mosquitto_unsubscribe_v5_callback_set(client) { _, context, message, _ in
      BrokerLink.link(context)?.filtersByMessage[message] = nil
    }
    mosquitto_disconnect_v5_callback_set(client) { _, context, code, _ in
      guard code != 0 else { return }
      BrokerLink.link(context)?.lastError = String(cString: mosquitto_strerror(code))
    }
    mosquitto_log_callback_set(client) { _, context, level, text in
      guard level == MOSQ_LOG_ERR, let text else { return }
      BrokerLink.link(context)?.lastError = String(cString: text)
    }
  }

  private func connected(_ code: Int32) {
    guard code == 0 else {
      lastError = String(cString: mosquitto_reason_string(code))
      return
    }
    isUp = true
    connectBy = nil
    pingCheckAt = Clock.monotonicMilliseconds() + Int64(settings.keepaliveSeconds) * 500
    events.append(.up)
  }

  private func received(_ message: mosquitto_message) {
    let count = Int(message.payloadlen)
    let topic = message.topic.flatMap { String(validatingCString: $0) }
    guard let topic, count <= settings.maximumPayloadBytes else {
      events.append(.dropped(topic: topic ?? "", payloadBytes: count))
      return
    }
    let payload = Array(UnsafeRawBufferPointer(start: message.payload, count: count))
    events.append(.message(topic: topic, payload: payload, retained: message.retain))
  }

  private func published(_ message: Int32) {
    unacknowledged = max(0, unacknowledged - 1)
    events.append(.published(message))
  }

  private func subscribed(_ message: Int32, _ codes: [Int32]) {
    let filters = filtersByMessage.removeValue(forKey: message) ?? []
    let refused = zip(filters, codes).filter { $1 >= 128 }.map(\.0)
    if !refused.isEmpty { events.append(.subscriptionRefused(filters: refused)) }
  }
}
