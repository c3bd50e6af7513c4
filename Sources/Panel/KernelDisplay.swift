import CPanel
import Glibc
import LinuxIO

/// A display that the kernel drives, through DRM/KMS or fbdev.
public final class KernelDisplay {
  private let handle: OpaquePointer
  private var scanout: Scanout

  /// Size of the pictures that it shows, in pixels, as somebody in front of it sees them.
  public let width: Int
  /// See `width`.
  public let height: Int
  /// Node and driver, for the journal.
  public let name: String

  /// The first display that fits the settings.
  public convenience init(_ settings: DisplaySettings) throws(PanelFault) {
    let (folder, prefix) = settings.kind == .drm ? ("/dev/dri", "card") : ("/dev", "fb")
    var names: [String] = []
    do throws(SystemError) { names = try Files.list(folder).filter { $0.hasPrefix(prefix) } } catch
    {
      throw PanelFault("no display: \(error)")
    }
    var faults: [String] = []
    for name in names {
      let path = "\(folder)/\(name)"
      do throws(PanelFault) {
        let handle = try Self.open(path, settings)
        try self.init(handle, path, settings.rotation)
        return
      } catch {
        faults.append(error.reason)
      }
    }
    throw PanelFault(
      faults.isEmpty ? "no display: no \(folder)/\(prefix)…" : faults.joined(separator: "; "))
  }

  private init(
    _ handle: OpaquePointer, _ path: String, _ rotation: Rotation
  ) throws(PanelFault) {
    self.handle = handle
    let canvas = loanha_display_canvas(handle)
    scanout = Scanout(
      memory: canvas.memory, pitchBytes: Int(canvas.pitch),
      bitsPerPixel: Int(canvas.bits_per_pixel), width: Int(canvas.width),
      height: Int(canvas.height), rotation: rotation)
    (width, height) = scanout.pictureSize
    name = "\(path) (\(String(cString: loanha_display_driver(handle))))"
  }

  deinit { loanha_display_close(handle) }

  private static func open(
    _ path: String, _ settings: DisplaySettings
  ) throws(PanelFault) -> OpaquePointer {
    var reason = [CChar](repeating: 0, count: 160)
    let handle =
      settings.kind == .drm
      ? loanha_drm_open(
        path, settings.connector, Int32(settings.width), Int32(settings.height), &reason)
      : loanha_framebuffer_open(path, &reason)
    guard let handle else { throw PanelFault(reason) }
    let driver = String(cString: loanha_display_driver(handle))
    guard settings.driver == nil || settings.driver == driver else {
      loanha_display_close(handle)
      throw PanelFault("\(path) is driven by \(driver), not by \(settings.driver ?? "")")
    }
    return handle
  }

  /// Shows a picture, XRGB row after row, of `width` × `height`.
  public func show(_ picture: UnsafeBufferPointer<UInt32>) throws(PanelFault) {
    var reason = [CChar](repeating: 0, count: 160)
    for rows in scanout.take(picture) {
      let answer = loanha_display_flush(
        handle, Int32(rows.lowerBound), Int32(rows.count), &reason)
      guard answer == 0 else { throw PanelFault(reason) }
    }
  }

  /// Whether the display still hangs where it hung. To be asked when the kernel says that
  /// something changed.
  public var isThere: Bool { loanha_display_is_there(handle) == 1 }
}
