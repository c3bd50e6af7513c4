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

  /// The first display that fits the settings. Where the kernel has no DRM card at all, its
  /// fbdev display takes the place of one.
  public init(_ settings: DisplaySettings) throws(PanelFault) {
    let (handle, path) = try Self.find(settings, looksOnly: false)
    self.handle = handle
    let rotation = settings.rotation
    let canvas = loanha_display_canvas(handle)
    scanout = Scanout(
      memory: canvas.memory, pitchBytes: Int(canvas.pitch),
      bitsPerPixel: Int(canvas.bits_per_pixel), width: Int(canvas.width),
      height: Int(canvas.height), rotation: rotation)
    (width, height) = scanout.pictureSize
    name = "\(path) (\(String(cString: loanha_display_driver(handle))))"
  }

  deinit { loanha_display_close(handle) }

  private static func nodes(_ kind: DisplaySettings.Kind) -> [String] {
    let (folder, prefix) = kind == .drm ? ("/dev/dri", "card") : ("/dev", "fb")
    let names = (try? Files.list(folder)) ?? []
    return names.filter { $0.hasPrefix(prefix) }.map { "\(folder)/\($0)" }
  }

  private static func find(
    _ given: DisplaySettings, looksOnly: Bool
  ) throws(PanelFault) -> (OpaquePointer, path: String) {
    var settings = given
    if settings.kind == .drm, nodes(.drm).isEmpty {
      settings.kind = .framebuffer
      settings.driver = nil
    }
    var faults: [String] = []
    for path in nodes(settings.kind) {
      do throws(PanelFault) {
        return (try open(path, settings, looksOnly: looksOnly), path)
      } catch {
        faults.append(error.reason)
      }
    }
    throw PanelFault(
      faults.isEmpty ? "the kernel has no display" : faults.joined(separator: "; "))
  }

  private static func open(
    _ path: String, _ settings: DisplaySettings, looksOnly: Bool
  ) throws(PanelFault) -> OpaquePointer {
    var reason = [CChar](repeating: 0, count: 160)
    let handle =
      settings.kind == .drm
      ? loanha_drm_open(
        path, settings.connector, Int32(settings.width), Int32(settings.height),
        looksOnly ? 1 : 0, &reason)
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

  /// Switches the display itself off or on; what it shows stays. Not every display can.
  public func blank(_ isBlank: Bool) throws(PanelFault) {
    var reason = [CChar](repeating: 0, count: 160)
    guard loanha_display_blank(handle, isBlank ? 1 : 0, &reason) == 0 else {
      throw PanelFault(reason)
    }
  }

  /// What display there is for the settings, on one line, or why there is none. It is not touched.
  public static func describe(_ settings: DisplaySettings) -> String {
    do throws(PanelFault) {
      let (handle, path) = try find(settings, looksOnly: true)
      defer { loanha_display_close(handle) }
      let canvas = loanha_display_canvas(handle)
      let driver = String(cString: loanha_display_driver(handle))
      return "\(path) (\(driver)), \(canvas.width) × \(canvas.height)"
    } catch {
      return "missing: \(error)"
    }
  }

  /// Whether the display still hangs where it hung. To be asked when the kernel says that
  /// something changed.
  public var isThere: Bool { loanha_display_is_there(handle) == 1 }
}
