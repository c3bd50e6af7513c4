import Glibc

/// A microphone and how to treat it.
public struct MicrophoneSettings: Sendable {
  /// Any name of an ALSA PCM that records: "plughw:CARD=Device".
  public var pcm: String
  /// Samples a second.
  public var rateHertz: Int
  /// 1 or 2; of 2 the first is heard, which is where a single I²S microphone is wired to.
  public var channels: Int
  /// The element of the card's mixer that is the microphone's gain, if it is to be touched.
  public var mixer: MixerElement?
  /// What that element is set to, in decibels, or the nearest below that it has.
  public var gainDecibels: Double

  /// A microphone under this name, with settings that fit most.
  public init(
    pcm: String, rateHertz: Int = 48_000, channels: Int = 1, mixer: MixerElement? = nil,
    gainDecibels: Double = 0
  ) {
    self.pcm = pcm
    self.rateHertz = rateHertz
    self.channels = channels
    self.mixer = mixer
    self.gainDecibels = gainDecibels
  }
}

extension MicrophoneSettings {
  /// The microphone, which listens from now on.
  func open() throws(RecordingFault) -> Microphone {
    do throws(CardFault) {
      return try Microphone(self)
    } catch {
      throw error.code == -EBUSY
        ? .busy(reason: error.reason) : .noMicrophone(reason: error.reason)
    }
  }

  /// Sets the microphone's gain, and says why it can't be set, if so.
  func setGain() -> String? {
    guard let mixer else { return nil }
    do throws(MixerFault) {
      try Mixer(mixer, ofPCM: pcm, .capture).set(decibels: gainDecibels)
      return nil
    } catch {
      return error.description
    }
  }
}
