/// Where a broker is and who we are to it.
public struct LinkSettings: Sendable {
  /// Files for TLS 1.3; PEM.
  public struct TLS: Sendable {
    /// The authority that must have signed the broker's certificate.
    public var authorityPath: String
    /// Our certificate; its common name is who we are. `nil` for a broker that asks nobody for one.
    public var certificatePath: String?
    /// Its private key.
    public var keyPath: String?

    /// Files for TLS.
    public init(
      authorityPath: String, certificatePath: String? = nil, keyPath: String? = nil
    ) {
      self.authorityPath = authorityPath
      self.certificatePath = certificatePath
      self.keyPath = keyPath
    }
  }

  /// A message that the broker publishes, retained, when the connection breaks.
  public struct Will: Sendable {
    /// Where it is published.
    public var topic: String
    /// What is published.
    public var payload: [UInt8]

    /// A last will.
    public init(topic: String, payload: [UInt8]) {
      self.topic = topic
      self.payload = payload
    }
  }

  /// Unique on the broker; a second connection under it ends the first.
  public var clientIdentifier: String
  /// Name or address; with TLS it must stand in the broker's certificate.
  public var host: String
  /// TCP port, 1…65,535.
  public var port: Int
  /// Who we are, and whom we trust.
  public var tls: TLS
  /// Silence after which a ping shows that the connection lives, in seconds.
  public var keepaliveSeconds: Int
  /// Published when the connection breaks without a goodbye.
  public var will: Will?
  /// Largest payload that is taken in; a larger one is dropped with an event.
  public var maximumPayloadBytes: Int

  /// Settings for a broker.
  public init(
    clientIdentifier: String, host: String, port: Int, tls: TLS, keepaliveSeconds: Int = 120,
    will: Will? = nil, maximumPayloadBytes: Int
  ) {
    self.clientIdentifier = clientIdentifier
    self.host = host
    self.port = port
    self.tls = tls
    self.keepaliveSeconds = keepaliveSeconds
    self.will = will
    self.maximumPayloadBytes = maximumPayloadBytes
  }
}

/// What happens on a connection.
public enum LinkEvent {
  case up
  /// The attempt failed, or the connection ended; `connect` tries again.
  case down(reason: String)
  case message(topic: String, payload: [UInt8], retained: Bool)
  /// A message was larger than `maximumPayloadBytes`, or its topic was not UTF-8.
  case dropped(topic: String, payloadBytes: Int)
  /// The broker has a message that was published with QoS 1.
  case published(Int32)
  /// The broker does not let us read these.
  case subscriptionRefused(filters: [String])
}
