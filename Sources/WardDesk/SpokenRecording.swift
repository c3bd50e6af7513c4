import BroadcastRules
import Sound
import Speech
import WardContract

extension WardFolder {
  /// The words of a bulletin as homes read them out, as a recording: for homes that can't. Takes a small
  /// part of its length.
  public func speak(_ bulletin: Bulletin) throws -> TakenMedium {
    try withIncoming { path in
      do {
        _ = try SpeechRecording.write(Announcement(bulletin).text, to: path, SpeechSettings())
      } catch {
        throw IntakeFault.speech(reason: "\(error)")
      }
      return try takeSound(path, "Giọng đọc máy")
    }
  }
}
