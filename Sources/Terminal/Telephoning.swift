import Telephone
import TerminalCore
import WardContract

// What the telephone says, in the words of the core.

extension Event {
  /// What the core has to know of a report; `nil` for a note.
  init?(_ report: Telephone.Report) {
    switch report {
    case .state(.missing(let reason)): self = .telephone(.missing(reason: reason))
    case .state(.limited(let reason)): self = .telephone(.limited(reason: reason))
    case .state(.ready): self = .telephone(.ready)
    case .network(let network): self = .mobileNetwork(network.map { MobileNetwork($0) })
    case .call(let token, let progress): self = .call(token: token, CallProgress(progress))
    case .note: return nil
    }
  }
}

extension MobileNetwork {
  fileprivate init(_ network: Telephone.Network) {
    let registration: Registration =
      switch network.registration {
      case .home: .home
      case .roaming: .roaming
      case .searching: .searching
      case .denied: .denied
      case .none: .none
      }
    self.init(
      registration: registration, name: network.name, signalPercent: network.signalPercent)
  }
}

extension CallProgress {
  fileprivate init(_ progress: Telephone.Progress) {
    switch progress {
    case .dialling: self = .dialling
    case .ringing: self = .ringing
    case .active: self = .active
    case .ended(let end): self = .ended(CallEnd(end))
    }
  }
}

extension CallEnd {
  fileprivate init(_ end: Telephone.End) {
    switch end {
    case .closed: self = .closed
    case .onlyEmergencyNumbers: self = .onlyGeneralNumber
    case .noTelephone(let reason): self = .noTelephone(reason: reason)
    case .refused(let reason): self = .refused(reason: reason)
    }
  }
}
