import Glibc
import LinuxIO
import Painter
import Signatures
import Sound
import WardContract

/// A sound or image that was taken in, as homes will get it.
public struct TakenMedium: Equatable, Sendable {
  /// What goes into a bulletin.
  public var resource: Resource
  /// What its author calls it.
  public var title: String
  /// How it was made to sound; `nil` for an image.
  public var correction: SoundCorrection?

  /// A medium.
  public init(resource: Resource, title: String, correction: SoundCorrection? = nil) {
    self.resource = resource
    self.title = title
    self.correction = correction
  }
}

extension WardFolder {
  /// Most pixels a side of an image that homes get: as many as the largest display has.
  public static let imageSide = 1_920
  private static let jpegQuality = 85
  /// Where what comes from outside lies while it is looked at.
  private var incomingPath: String { "\(path)/desk/incoming" }

  /// Takes in a sound or image that came from outside. What it is, its bytes say. It is decoded, and
  /// made anew: a sound at the loudness of all others, an image no larger than a display and without
  /// what the camera noted in it. It is kept under its digest.
  ///
  /// Takes seconds for a long sound. Throws `IntakeFault` if it can't be used.
  public func takeIn(_ bytes: [UInt8], title: String) throws -> TakenMedium {
    guard !bytes.isEmpty else { throw IntakeFault.empty }
    guard bytes.count <= Bounds.mediaBytes else { throw IntakeFault.tooLarge }
    guard let type = Self.mimeType(bytes) else { throw IntakeFault.unknownKind }
    return try withIncoming { path in
      try Files.replace(path, bytes)
      return type.isSound
        ? try takeSound(path, title) : try takeImage(path, type, bytes, title)
    }
  }

  /// A name for a file that goes when `body` is over; nobody else has it.
  func withIncoming<Answer>(_ body: (String) throws -> Answer) throws -> Answer {
    try Files.makeFolder(incomingPath)
    let name = try SecureRandom.bytes(12).map { String($0, radix: 36) }.joined(separator: "-")
    let path = "\(incomingPath)/\(name)"
    defer { unlink(path) }
    return try body(path)
  }

  /// Corrects the sound file at `path` and keeps what was made of it.
  func takeSound(_ path: String, _ title: String) throws -> TakenMedium {
    try withIncoming { made in
      let correction: SoundCorrection
      do {
        if case .failure(let refusal) = SoundFile.inspect(path) { throw refusal }
        correction = try SoundCorrection.correct(path, into: made)
      } catch let refusal as MediaRefusal {
        throw IntakeFault.sound(refusal)
      }
      return TakenMedium(resource: try keep(made), title: title, correction: correction)
    }
  }

  private func takeImage(
    _ path: String, _ type: Resource.MimeType, _ bytes: [UInt8], _ title: String
  ) throws -> TakenMedium {
    try withIncoming { made in
      do {
        let picture = try Picture(
          path: path, boxWidth: Self.imageSide, boxHeight: Self.imageSide, limits: .desk)
        // A drawing keeps its edges as PNG, a photograph its size as JPEG.
        if type == .png {
          try Orientation.upright.upright(picture).writePNG(made)
        } else {
          try Orientation(jpeg: bytes).upright(picture)
            .writeJPEG(made, quality: Self.jpegQuality)
        }
      } catch let fault as ImageFault {
        throw IntakeFault.image(reason: fault.reason)
      }
      return TakenMedium(resource: try keep(made), title: title)
    }
  }

  /// Gives the file `made` its digest as its name among the media, durably.
  private func keep(_ made: String) throws -> Resource {
    let resource = try Self.measure(mediumAt: made).resource
    let path = "\(mediaPath)/\(resource.digest)"
    try Descriptor.open(made, O_RDWR).synchronize()
    try systemCall("rename", path) { rename(made, path) }
    try Files.synchronizeFolder(of: path)
    return resource
  }
}
