import LinuxIO
import MQTTLink
import WardContract

/// The certificate of a household's connection, kept young. What fails is told, and tried again later: the
/// connection goes on with what there is.
final class Renewing {
  private let terminal: Identifier
  private var renewal: Renewal?

  /// For a terminal with its certificate and key in these files.
  init(_ terminal: Identifier, _ tls: LinkSettings.TLS) {
    self.terminal = terminal
    attempt("read the certificate") { renewal = try Renewal(terminal, tls) }
  }

  private func attempt(_ what: String, _ body: () throws -> Void) {
    do { try body() } catch { StandardStream.error.print("loanhad: could not \(what): \(error)") }
  }

  /// Connects with the certificate whose turn it is.
  func connect(_ link: BrokerLink?) {
    if let renewal { link?.certificatePath = renewal.pathToConnect() }
    link?.connect()
  }

  /// The broker has let us in.
  func connected() {
    attempt("take up the new certificate") { try renewal?.connected() }
  }

  /// Asks for a new certificate if it is time and there is a connection.
  func tick(_ link: BrokerLink?, earliest: Instant?) {
    guard let link, link.isUp, let name = Identifier(Renewal.name) else { return }
    attempt("ask for a new certificate") {
      let request = try renewal?.request(
        earliest: earliest, atMonotonicMilliseconds: Clock.monotonicMilliseconds())
      guard let request else { return }
      let topic = Topic.up(terminal: terminal, kind: .renewal, name)
      link.publish(topic.text, request, retained: false)
      StandardStream.error.print("loanhad: asks for a new certificate")
    }
  }

  /// Takes what the desk has sent.
  func receive(_ chain: [UInt8], earliest: Instant?) {
    attempt("keep a new certificate") {
      let isTaken = try renewal?.receive(chain, earliest: earliest) == true
      StandardStream.error.print(
        isTaken
          ? "loanhad: has a new certificate, for its next connection"
          : "loanhad: a certificate that is not ours, or not a newer one, is passed over")
    }
  }
}
