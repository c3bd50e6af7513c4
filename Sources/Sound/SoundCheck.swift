import Glibc

/// Whether sound could be had, for a description of the board: opened for a moment, never played.
public enum SoundCheck {
  /// What there is for a loudspeaker, on one line.
  public static func describe(_ settings: SoundSettings) -> String {
    // Opening one would make it.
    if let path = SpeakerFile.path(ofPCM: settings.pcm) { return "the file \(path)" }
    do throws(CardFault) {
      let card = try Card(settings)
      let milliseconds = card.bufferFrames * 1000 / settings.rateHertz
      return "\(settings.pcm), \(settings.rateHertz) Hz, buffer \(milliseconds) ms"
        + mixer(settings.mixer, settings.pcm, .playback)
    } catch {
      return fault(error, settings.pcm)
    }
  }

  /// What there is for a microphone, on one line. It is not listened to.
  public static func describe(_ settings: MicrophoneSettings) -> String {
    do throws(CardFault) {
      _ = try Microphone(settings)
      return "\(settings.pcm), \(settings.rateHertz) Hz"
        + mixer(settings.mixer, settings.pcm, .capture)
    } catch {
      return fault(error, settings.pcm)
    }
  }

  private static func fault(_ fault: CardFault, _ pcm: String) -> String {
    fault.code == -EBUSY ? "\(pcm), in use by another program" : "missing: \(fault.reason)"
  }

  private static func mixer(
    _ element: MixerElement?, _ pcm: String, _ direction: Mixer.Direction
  ) -> String {
    guard let element else { return "" }
    do throws(MixerFault) {
      _ = try Mixer(element, ofPCM: pcm, direction)
      return ", mixer \(element)"
    } catch {
      return "; \(error)"
    }
  }
}
