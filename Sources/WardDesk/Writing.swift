import LinuxIO
import Signatures
import Sound
import WardContract

extension WardFolder {
  /// Takes a sound or image into the desk: measured, and kept under its digest.
  public func take(mediumAt path: String) throws -> Resource {
    let (resource, bytes) = try Self.measure(mediumAt: path)
    try Files.replace("\(mediaPath)/\(resource.digest)", bytes)
    return resource
  }

  /// What a sound or image is, a sound by its real decoded length, and its bytes.
  public static func measure(
    mediumAt path: String
  ) throws -> (resource: Resource, bytes: [UInt8]) {
    let bytes = try Files.read(path, limit: Bounds.mediaBytes)
    guard let type = mimeType(bytes) else {
      throw DeskError("\(path) is none of WAV, FLAC, MP3, Ogg, Opus, JPEG and PNG")
    }
    var milliseconds: Int?
    if type.isSound {
      switch SoundFile.inspect(path) {
      case .failure(let refusal): throw DeskError("\(path): \(refusal)")
      case .success(let length): milliseconds = max(1, length)
      }
    }
    let digest = SHA256.mediaDigest(SHA256.digest(bytes))
    let resource = Resource(
      mimeType: type, sizeBytes: bytes.count, digest: digest, durationMilliseconds: milliseconds)
    return (resource, bytes)
  }

  /// What the first bytes say the medium is.
  static func mimeType(_ bytes: [UInt8]) -> Resource.MimeType? {
    func has(_ word: String, at offset: Int) -> Bool {
      bytes.dropFirst(offset).starts(with: Array(word.utf8))
    }
    if has("RIFF", at: 0), has("WAVE", at: 8) { return .wav }
    if has("fLaC", at: 0) { return .flac }
    if has("OggS", at: 0) { return has("OpusHead", at: 28) ? .opus : .ogg }
    if has("ID3", at: 0) || bytes.starts(with: [0xFF, 0xFB]) || bytes.starts(with: [0xFF, 0xF3]) {
      return .mp3
    }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A]) { return .png }
    return bytes.starts(with: [0xFF, 0xD8, 0xFF]) ? .jpeg : nil
  }

  /// Signs a bulletin with the keys in these files and hangs it in the desk's database. What a
  /// home would refuse, by its signatures or by the broadcast rules, is refused here first.
  public func sign(_ bulletin: Bulletin, keyPaths: [String]) throws -> DeskStore.Post {
    try allow(bulletin)
    let signers = try keyPaths.map(Self.signer)
    let envelope = Envelope.sign(bulletin.json, as: .bulletin, by: signers)
    do { try check(envelope, as: bulletin, keyring()) } catch let refusal as Refusal {
      throw DeskError("Máy ở nhà dân sẽ không nhận tin này: \(refusal)")
    }
    let post = DeskStore.Post(bulletin: bulletin, envelope: envelope)
    try DeskStore(path: databasePath).hang(post)
    return post
  }

  /// Refuses a bulletin for an area that is not the ward's.
  func checkAreas(of bulletin: Bulletin) throws(DeskError) {
    for area in bulletin.areas where !([self.area] + areasWithin).contains(area) {
      throw DeskError("\(area) không phải khu vực của \(name); xem ward.toml.")
    }
  }

  /// Verifies an envelope as homes in every area of the bulletin would.
  private func check(_ envelope: [UInt8], as bulletin: Bulletin, _ keyring: Keyring) throws {
    try checkAreas(of: bulletin)
    for area in bulletin.areas {
      let verified = try Verifier.sodium.bulletin(
        envelope, topicArea: area, identifier: bulletin.identifier, keyrings: [keyring])
      guard verified == bulletin else {
        throw DeskError(
          "Tin khác đi khi đọc lại; có giờ nào lẻ phần của giây không?")
      }
    }
  }

  /// The keys that sign a bulletin of that priority when nobody names others.
  public func usualKeyPaths(_ priority: Priority) -> [String] {
    priority == .emergency ? [keyPath("emergency")] : [keyPath("editor"), keyPath("approver")]
  }

  /// Tells the running desk that something hangs anew; false if none runs or it is cut off from
  /// its broker. It then goes out when the desk is back.
  public func tellDesk() -> Bool {
    (try? LineClient.ask("changed", at: socketPath)) == "published"
  }

  /// Whether a desk runs and comes back to what it is asked, connected or not.
  public func hasLivingDesk() -> Bool {
    (try? LineClient.ask("alive", at: socketPath)) == "alive"
  }

  /// Has the running desk send an item to the broker once more, media included; homes that have it
  /// pass over it. False if no desk runs or it is cut off.
  public func sendAgain(_ identifier: Identifier) -> Bool {
    (try? LineClient.ask("again \(identifier)", at: socketPath)) == "published"
  }
}
