/// The numbers for emergencies in Việt Nam. They need no area code and cost nothing.
public enum EmergencyNumber: String, CaseIterable, Sendable {
  /// Every emergency (NĐ 200/2025/NĐ-CP); linked with the three others, and the only one that a
  /// modem calls without a network of its own.
  case general = "112"
  case police = "113"
  case fire = "114"
  case ambulance = "115"
}

/// What a terminal can telephone with.
public enum TelephoneState: Equatable, Sendable {
  /// The board has no telephone.
  case none
  /// It should be there, and can't be used.
  case missing(reason: String)
  /// It has no network of its own: it calls 112 through another one, and perhaps what its SIM lists.
  case limited(reason: String)
  case ready
}

/// How a telephone call goes, as the modem says it. Modems say things twice.
public enum CallProgress: Equatable, Sendable {
  case dialling
  case ringing
  /// The line is open. Only after `ringing` does that mean that somebody answered: modems that
  /// can't list their calls say it at once.
  case active
  case ended(CallEnd)
}

/// Why a telephone call is over.
public enum CallEnd: Equatable, Sendable {
  /// Somebody hung up, or the network did, or the other end is busy: modems don't tell which.
  case closed
  /// The modem calls nothing but 112 now.
  case onlyGeneralNumber
  /// There is no telephone (any more).
  case noTelephone(reason: String)
  /// The modem or the network refused it.
  case refused(reason: String)
}
