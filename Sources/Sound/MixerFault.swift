/// Why an element of a mixer could not be set.
enum MixerFault: Error, Equatable, CustomStringConvertible {
  /// The volume is to be turned by a mixer, and no element is named.
  case notNamed
  /// The card's control device can't be opened.
  case noCard(control: String, reason: String)
  /// The card has no such element; it has those.
  case noElement(MixerElement, control: String, others: [String])
  /// The element has no volume in that direction whose decibels are known.
  case noDecibels(MixerElement, control: String)
  /// ALSA refused to set it.
  case refused(MixerElement, control: String, reason: String)

  /// What is wrong, on which card, and what there is instead.
  var description: String {
    switch self {
    case .notNamed: "volume is set to \"mixer\", and no mixer element is named"
    case .noCard(let control, let reason): "mixer of \(control): \(reason)"
    case .noElement(let element, let control, let others):
      "mixer of \(control): no element \(element); there is "
        + (others.isEmpty ? "none" : others.joined(separator: ", "))
    case .noDecibels(let element, let control):
      "mixer of \(control): \(element) has no volume in decibels"
    case .refused(let element, let control, let reason):
      "mixer of \(control): setting \(element): \(reason)"
    }
  }
}
