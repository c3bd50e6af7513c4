import CALSA

/// One element of a card's mixer. It is opened anew whenever it is to be set: what somebody else
/// set in between is seen, nothing stale outlives a card that was put back, and nothing is held
/// while nothing changes.
final class Mixer {
  /// What the element turns.
  enum Direction {
    case playback
    case capture
  }

  private let element: MixerElement
  private let control: String
  private let direction: Direction
  private let mixer: OpaquePointer
  private let handle: OpaquePointer

  /// Opens the element on the card of the PCM with that name.
  init(
    _ element: MixerElement, ofPCM pcm: String, _ direction: Direction
  ) throws(MixerFault) {
    let control = Self.control(ofPCM: pcm)
    let mixer = try Self.open(control)
    guard let handle = Self.find(element, in: mixer) else {
      let others = Self.names(in: mixer, direction)
      snd_mixer_close(mixer)
      throw .noElement(element, control: control, others: others)
    }
    self.element = element
    self.control = control
    self.direction = direction
    self.mixer = mixer
    self.handle = handle
  }

  deinit { snd_mixer_close(mixer) }

  /// The control device beside a PCM: that of the card that the PCM's name tells, or else the one
  /// of the same name, as asound.conf defines them in pairs.
  static func control(ofPCM pcm: String) -> String {
    guard let colon = pcm.firstIndex(of: ":") else { return pcm }
    let arguments = pcm[pcm.index(after: colon)...].split(separator: ",")
    if let card = arguments.first(where: { $0.hasPrefix("CARD=") }) {
      return "hw:\(card)"
    }
    let kind = pcm[..<colon]
    guard kind == "hw" || kind == "plughw", let card = arguments.first else { return pcm }
    return "hw:\(card)"
  }

  private static func open(_ control: String) throws(MixerFault) -> OpaquePointer {
    ALSAMessage.begin()
    var opened: OpaquePointer?
    var answer = snd_mixer_open(&opened, 0)
    guard answer >= 0, let mixer = opened else {
      throw .noCard(control: control, reason: String(cString: snd_strerror(answer)))
    }
    answer = snd_mixer_attach(mixer, control)
    if answer >= 0 { answer = snd_mixer_selem_register(mixer, nil, nil) }
    if answer >= 0 { answer = snd_mixer_load(mixer) }
    guard answer >= 0 else {
      snd_mixer_close(mixer)
      throw .noCard(control: control, reason: String(cString: snd_strerror(answer)))
    }
    return mixer
  }

  private static func find(_ element: MixerElement, in mixer: OpaquePointer) -> OpaquePointer? {
    var identifier: OpaquePointer?
    guard snd_mixer_selem_id_malloc(&identifier) >= 0, let identifier else { return nil }
    defer { snd_mixer_selem_id_free(identifier) }
    snd_mixer_selem_id_set_name(identifier, element.name)
    snd_mixer_selem_id_set_index(identifier, UInt32(clamping: element.index))
    return snd_mixer_find_selem(mixer, identifier)
  }

  /// The elements that have a volume in that direction.
  private static func names(in mixer: OpaquePointer, _ direction: Direction) -> [String] {
    var names: [String] = []
    var next = snd_mixer_first_elem(mixer)
    while let element = next {
      next = snd_mixer_elem_next(element)
      let hasVolume =
        switch direction {
        case .playback: snd_mixer_selem_has_playback_volume(element)
        case .capture: snd_mixer_selem_has_capture_volume(element)
        }
      guard hasVolume != 0 else { continue }
      let name = String(cString: snd_mixer_selem_get_name(element))
      let index = Int(snd_mixer_selem_get_index(element))
      names.append(MixerElement(name, index: index).description)
    }
    return names
  }

  /// Sets all channels to so many decibels, or the nearest below that the element has, and
  /// switches it on if it has a switch.
  func set(decibels: Double) throws(MixerFault) {
    var lowest = 0
    var highest = 0
    let hundredths = Int((decibels * 100).rounded())
    switch direction {
    case .playback:
      guard snd_mixer_selem_has_playback_volume(handle) != 0,
        snd_mixer_selem_get_playback_dB_range(handle, &lowest, &highest) >= 0, lowest < highest
      else { throw .noDecibels(element, control: control) }
      try check(snd_mixer_selem_set_playback_dB_all(handle, hundredths, -1))
    case .capture:
      guard snd_mixer_selem_has_capture_volume(handle) != 0,
        snd_mixer_selem_get_capture_dB_range(handle, &lowest, &highest) >= 0, lowest < highest
      else { throw .noDecibels(element, control: control) }
      try check(snd_mixer_selem_set_capture_dB_all(handle, hundredths, -1))
    }
    try turn(on: true)
  }

  /// Switches the element on or off; one without a switch stays as it is.
  func turn(on isOn: Bool) throws(MixerFault) {
    switch direction {
    case .playback:
      guard snd_mixer_selem_has_playback_switch(handle) != 0 else { return }
      try check(snd_mixer_selem_set_playback_switch_all(handle, isOn ? 1 : 0))
    case .capture:
      guard snd_mixer_selem_has_capture_switch(handle) != 0 else { return }
      try check(snd_mixer_selem_set_capture_switch_all(handle, isOn ? 1 : 0))
    }
  }

  private func check(_ answer: Int32) throws(MixerFault) {
    guard answer < 0 else { return }
    throw .refused(element, control: control, reason: String(cString: snd_strerror(answer)))
  }
}
