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

  /// Reads the JPEG or PNG at `path`, scaled down into a box. Refused are images beyond 4,096
  /// pixels a side or 8 megapixels, interlaced and broken ones.
  public init(path: String, boxWidth: Int, boxHeight: Int) throws(ImageFault) {
    var image = loanha_image()
    guard loanha_image_read(path, Int32(boxWidth), Int32(boxHeight), &image) == 1,
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
