import Glibc

/// The file behind a PCM of ALSA's type `file`. libasound 1.2.8 opens it without looking whether
/// that worked, and then plays into nothing; so we look.
enum SpeakerFile {
  /// Why the file that the PCM named `pcm` writes to can't be written, once ALSA has tried to open
  /// it; `nil` if it can, or if that is no `file` PCM.
  static func fault(ofPCM pcm: String) -> CardFault? {
    guard let path = path(ofPCM: pcm), access(path, W_OK) != 0 else { return nil }
    return CardFault("opening \(path)", Int(-errno))
  }

  /// PATH in "file:PATH", "file:PATH,wav" and "file:'PATH',wav".
  static func path(ofPCM pcm: String) -> String? {
    let prefix = "file:"
    guard pcm.hasPrefix(prefix) else { return nil }
    let rest = pcm.dropFirst(prefix.count)
    if rest.first == "'" { return rest.dropFirst().split(separator: "'").first.map(String.init) }
    return rest.split(separator: ",").first.map(String.init)
  }
}
