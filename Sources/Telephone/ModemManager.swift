/// The names of ModemManager 1.20 on D-Bus, and what it says of its modems.
enum ModemManager {
  static let name = "org.freedesktop.ModemManager1"
  static let path = "/org/freedesktop/ModemManager1"
  static let modem = "org.freedesktop.ModemManager1.Modem"
  static let network = "org.freedesktop.ModemManager1.Modem.Modem3gpp"
  static let voice = "org.freedesktop.ModemManager1.Modem.Voice"
  static let call = "org.freedesktop.ModemManager1.Call"
  static let unauthorized = "org.freedesktop.ModemManager1.Error.Core.Unauthorized"
  static let objects = "org.freedesktop.DBus.ObjectManager"
  static let properties = "org.freedesktop.DBus.Properties"

  /// The state of a call (MMCallState), as far as it matters.
  enum CallState: Int32 {
    case dialing = 1
    case ringingOut = 2
    case active = 4
    case terminated = 7
  }

  /// The state of a modem (MMModemState).
  struct ModemState: Equatable {
    var number: Int32

    /// It could be switched on.
    var isDisabled: Bool { number == 3 }

    /// Why it can't call every number; `nil` if it can.
    var fault: String? {
      switch number {
      case 8...: nil
      case -1: "the modem has failed; is there a SIM card?"
      case 2: "the SIM card is locked"
      case 6, 7: "no telephone network"
      default: "the modem is not on yet"
      }
    }
  }

  /// A modem that telephones.
  struct Modem {
    var path: String
    var state = ModemState(number: 0)
    var network = Telephone.Network()
  }

  /// The first modem that telephones, out of an answer to GetManagedObjects; its place in the list
  /// means nothing, so the one with the least path counts.
  static func firstModem(_ answer: BusMessage) -> Modem? {
    var found: Modem?
    answer.entries("oa{sa{sv}}") { object in
      guard let path = object.string("o") else { return }
      var modem = Modem(path: path)
      var hasVoice = false
      object.entries("sa{sv}") { interface in
        let name = interface.string()
        if name == voice { hasVoice = true }
        guard name == Self.modem || name == network else { return interface.skip("a{sv}") }
        interface.entries("sv") { read($0, into: &modem) }
      }
      guard hasVoice, found.map({ path < $0.path }) ?? true else { return }
      found = modem
    }
    return found
  }

  /// Reads one property of a modem; their names differ between its interfaces.
  private static func read(_ property: BusMessage, into modem: inout Modem) {
    switch property.string() {
    case "State":
      property.within("v", "i") { modem.state.number = $0.integer() ?? 0 }
    case "SignalQuality":
      property.within("v", "(ub)") { value in
        value.within("r", "ub") { modem.network.signalPercent = Int($0.unsigned() ?? 0) }
      }
    case "RegistrationState":
      property.within("v", "u") { modem.network.registration = registration($0.unsigned()) }
    case "OperatorName":
      property.within("v", "s") { modem.network.name = $0.string() ?? "" }
    default: property.skip("v")
    }
  }

  /// A state of registration (MMModem3gppRegistrationState), those of texts alone with the others.
  private static func registration(_ state: UInt32?) -> Telephone.Network.Registration {
    switch state {
    case 1, 6, 9: .home
    case 5, 7, 10: .roaming
    case 2: .searching
    case 3: .denied
    default: .none
    }
  }

  /// The paths in an answer to ListCalls.
  static func calls(_ answer: BusMessage) -> [String] {
    var paths: [String] = []
    answer.within("a", "o") { array in
      while let path = array.string("o") { paths.append(path) }
    }
    return paths
  }
}
