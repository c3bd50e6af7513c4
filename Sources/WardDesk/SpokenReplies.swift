import Glibc
import LinuxIO
import Signatures
import Sound
import WardContract

/// Replies that an officer speaks: taken in before they are sent, kept beside what the home said.
extension WardFolder {
  /// The recording of a reply to a request: Ogg Opus. Those that were made and never sent stay until the
  /// request's words are erased.
  public func spokenReplyPath(_ request: Identifier, _ digest: MediaDigest) -> String {
    "\(recordingsPath)/\(request).\(digest).opus"
  }

  /// Takes in what an officer has spoken to a request: as loud as everything that homes hear, and small enough
  /// for them. It is durable afterwards, and sent with no reply yet.
  ///
  /// Takes seconds. Throws `IntakeFault` if it can't be used.
  public func takeIn(spokenReply bytes: [UInt8], to request: Identifier) throws -> Request.Recording
  {
    guard !bytes.isEmpty else { throw IntakeFault.empty }
    guard bytes.count <= Bounds.mediaBytes else { throw IntakeFault.tooLarge }
    guard Self.mimeType(bytes)?.isSound == true else { throw IntakeFault.unknownSound }
    return try withIncoming { source in
      try Files.replace(source, bytes)
      return try withIncoming { made in
        do {
          switch SoundFile.inspect(source) {
          case .failure(let refusal): throw refusal
          case .success(let milliseconds):
            guard milliseconds <= Bounds.recordingMilliseconds else {
              throw IntakeFault.tooLongReply
            }
          }
          _ = try SoundCorrection.correct(source, into: made)
        } catch let refusal as MediaRefusal {
          throw IntakeFault.sound(refusal)
        }
        return try keep(made, to: request)
      }
    }
  }

  private func keep(_ made: String, to request: Identifier) throws -> Request.Recording {
    let recording = try recording(at: made)
    try Files.makeFolder(recordingsPath)
    let path = spokenReplyPath(request, recording.digest)
    try Descriptor.open(made, O_RDWR).synchronize()
    try systemCall("rename", path) { rename(made, path) }
    try Files.synchronizeFolder(of: path)
    return recording
  }

  /// What was spoken to a request under that digest. Throws a sentence if it is not there (any more).
  public func spokenReply(
    to request: Identifier, _ digest: MediaDigest
  ) throws -> Request.Recording {
    guard let recording = try? recording(at: spokenReplyPath(request, digest)),
      recording.digest == digest
    else { throw DeskError("Lời nói không còn trên máy chủ. Hãy ghi âm lại.") }
    return recording
  }

  private func recording(at path: String) throws -> Request.Recording {
    let bytes = try Files.read(path, limit: Bounds.recordingBytes)
    let milliseconds: Int
    switch SoundFile.inspect(path) {
    case .failure(let refusal): throw IntakeFault.sound(refusal)
    case .success(let length): milliseconds = length
    }
    return Request.Recording(
      digest: SHA256.mediaDigest(SHA256.digest(bytes)), sizeBytes: bytes.count,
      // The encoder fills its last packet.
      durationMilliseconds: min(milliseconds, Bounds.recordingMilliseconds))
  }

  /// A piece of it, counted from 0.
  func piece(
    _ number: Int, of recording: Request.Recording, to request: Identifier
  ) throws(SystemError) -> [UInt8] {
    try Descriptor.open(spokenReplyPath(request, recording.digest), O_RDONLY | O_NOFOLLOW)
      .read(atMost: Bounds.mediaPieceBytes, from: number * Bounds.mediaPieceBytes)
  }
}
