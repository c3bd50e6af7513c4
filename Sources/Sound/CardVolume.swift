/// Brings the household's volume to the card: by the card's mixer if the settings say so and it
/// obeys, else by scaling the samples.
struct CardVolume {
  private let settings: SoundSettings
  private var fault: MixerFault?

  init(_ settings: SoundSettings) { self.settings = settings }

  /// The percentage by which samples are scaled at a volume of the household's.
  func scale(percent: Int) -> Int {
    guard settings.volumeControl == .mixer, fault == nil else { return percent }
    // Not every element that is at its lowest is silent.
    return percent > 0 ? 100 : 0
  }

  /// Sets the mixer, if there is one to set; tells what has changed about its obedience.
  mutating func setMixer(percent: Int) -> SoundReport? {
    let before = fault
    do throws(MixerFault) {
      try set(percent)
      fault = nil
    } catch {
      fault = error
    }
    guard fault != before else { return nil }
    return fault.map { .mixerFailed(reason: $0.description) } ?? .mixerBack
  }

  private func set(_ percent: Int) throws(MixerFault) {
    guard let element = settings.mixer else {
      if settings.volumeControl == .mixer { throw .notNamed }
      return
    }
    let mixer = try Mixer(element, ofPCM: settings.pcm, .playback)
    switch settings.volumeControl {
    case .software: try mixer.set(decibels: settings.mixerMaximumDecibels)
    case .mixer where percent <= 0: try mixer.turn(on: false)
    case .mixer: try mixer.set(decibels: decibels(percent))
    }
  }

  /// Decibels at 1…100 %: in equal steps, which an ear takes for equal.
  private func decibels(_ percent: Int) -> Double {
    let lowest = settings.mixerMinimumDecibels
    let part = Double(min(percent, 100) - 1) / 99
    return lowest + (settings.mixerMaximumDecibels - lowest) * part
  }
}
