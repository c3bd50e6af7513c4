import CImages

/// An image that could not be read or written.
public struct ImageFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// The file.
  public var path: String
  /// What was wrong, in words.
  public var reason: String

  /// Path and reason on one line.
  public var description: String { "\(path): \(reason)" }

  static func text(_ characters: [CChar]) -> String {
    String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// A photograph or drawing, scaled to where it is shown.
public final class Picture {
  let width: Int
  let height: Int
  let pixels: UnsafeMutablePointer<UInt32>
  private var image: loanha_image

  /// The largest image that is read.
  public struct Limits: Sendable {
    /// Most pixels a side.
    public var side: Int
    /// Most pixels.
    public var pixels: Int
    /// Most pixels of a progressive JPEG, which its decoder holds whole.
    public var progressivePixels: Int

    /// What a terminal, with its small memory, reads.
    public static let terminal = Limits(
      side: 4_096, pixels: 8_000_000, progressivePixels: 1_000_000)
    /// What the desk reads to make an image for terminals of it: any photograph of a telephone.
    public static let desk = Limits(
      side: 16_384, pixels: 128_000_000, progressivePixels: 32_000_000)
  }

  /// Reads the JPEG or PNG at `path`, scaled down into a box. Refused are images beyond `limits`,
  /// interlaced and broken ones.
  public init(
    path: String, boxWidth: Int, boxHeight: Int, limits: Limits = .terminal
  ) throws(ImageFault) {
    var image = loanha_image()
    let bounds = loanha_image_limits(
      side: Int32(limits.side), pixels: Int64(limits.pixels),
      progressive_pixels: Int64(limits.progressivePixels))
    guard loanha_image_read(path, Int32(boxWidth), Int32(boxHeight), bounds, &image) == 1,
      let pixels = image.pixels
    else {
      let reason = withUnsafeBytes(of: image.reason) { Array($0.bindMemory(to: CChar.self)) }
      throw ImageFault(path: path, reason: ImageFault.text(reason))
    }
    self.image = image
    self.pixels = pixels
    width = Int(image.width)
    height = Int(image.height)
  }

  deinit { loanha_image_free(&image) }

  /// Why the image at `path` can't be shown, or `nil` if it can.
  public static func refusal(_ path: String) -> String? {
    do throws(ImageFault) {
      _ = try Picture(path: path, boxWidth: 64, boxHeight: 64)
      return nil
    } catch {
      return error.reason
    }
  }
}
