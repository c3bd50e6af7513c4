import LinuxIO

/// The broker that devices without a home ask: a process of its own, since strangers may talk to it. Under
/// one roof with the ward's broker they could take the name of a home's connection and so end it, and no
/// limit on packets and what is kept would be theirs alone (decision 32).
extension BrokerFolder {
  /// Most strangers that are connected at once.
  static let enrolmentConnections = 512

  /// The configuration to start the broker for enrolment with: `mosquitto -c FILE`.
  public var enrolmentConfigurationPath: String { "\(path)/enrolment.conf" }

  /// Where desks listen to devices without a home.
  var enrolmentDeskPort: Int { enrolmentPort + 1 }

  /// Anybody may say who they are under the name of their connection, and read what is said to that name.
  /// Desks show a certificate, on a port of their own. Nothing is kept.
  var enrolmentConfiguration: String {
    """
    # Written by `loanha ward init`. Start with: mosquitto -c \(enrolmentConfigurationPath)
    per_listener_settings true
    user \(Self.userName)
    persistence false
    retain_available false
    # An answer has at most 80 KiB.
    max_packet_size 98304
    max_queued_messages 64
    max_inflight_messages 4
    max_keepalive 60
    persistent_client_expiration 1h
    log_dest stderr
    log_type error
    log_type warning
    connection_messages false

    listener \(enrolmentPort) \(listeningAddress)
    max_connections \(Self.enrolmentConnections)
    max_qos 1
    max_topic_alias 0
    allow_anonymous true
    acl_file \(path)/enrolment.acl
    certfile \(path)/server.pem
    keyfile \(path)/server.key
    tls_version tlsv1.3

    listener \(enrolmentDeskPort) \(listeningAddress)
    allow_anonymous false
    acl_file \(path)/enrolment-desks.acl
    cafile \(path)/ca.pem
    certfile \(path)/server.pem
    keyfile \(path)/server.key
    tls_version tlsv1.3
    require_certificate true
    use_identity_as_username true

    """
  }

  func writeEnrolmentPermissions(desks: [String]) throws {
    let strangers = """
      # Written by `loanha ward init`. %c is the name of a connection: the fingerprint of a device's key.
      pattern write loanha/v1/enrol/up/%c
      pattern read loanha/v1/enrol/down/%c

      """
    try Files.replace("\(path)/enrolment.acl", Array(strangers.utf8))
    let lines = desks.flatMap {
      ["", "user \($0)", "topic read loanha/v1/enrol/up/#", "topic write loanha/v1/enrol/down/#"]
    }
    let text = (["# Written by `loanha ward init`."] + lines).joined(separator: "\n") + "\n"
    try Files.replace("\(path)/enrolment-desks.acl", Array(text.utf8))
  }
}
