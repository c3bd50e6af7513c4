import LinuxIO
import TerminalCore

/// How long the broker takes to say that it has a message.
struct BrokerTiming {
  private var sent: (message: Int32, token: UInt64, atMilliseconds: Int64)?

  /// A message was handed to the link under that number; `nil` if it could not be.
  mutating func sent(_ message: Int32?, token: UInt64) {
    sent = message.map { ($0, token, Clock.monotonicMilliseconds()) }
  }

  /// The broker has a message; the event if it is the one that is timed.
  mutating func published(_ message: Int32) -> Event? {
    guard let sent, sent.message == message else { return nil }
    self.sent = nil
    let milliseconds = Clock.monotonicMilliseconds() - sent.atMilliseconds
    return .brokerAnswered(token: sent.token, milliseconds: Int(milliseconds))
  }
}
