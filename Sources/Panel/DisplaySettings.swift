/// Which display of the kernel is meant, and how it hangs.
public struct DisplaySettings: Sendable {
  /// How the kernel offers a display.
  public enum Kind: Sendable {
    /// DRM/KMS, with its nodes /dev/dri/card0 and so on.
    case drm
    /// fbdev, with its nodes /dev/fb0 and so on.
    case framebuffer
  }

  /// How the kernel offers it.
  public var kind: Kind
  /// The driver's own name, such as "vc4"; `nil` is any.
  public var driver: String?
  /// A DRM connector, such as "HDMI-A-1"; `nil` is the first that has a display.
  public var connector: String?
  /// The mode that is wanted, in pixels as the panel counts them; where there is no such mode, the
  /// display's own.
  public var width: Int
  /// See `width`.
  public var height: Int
  /// How far the picture is turned clockwise, since the panel hangs turned.
  public var rotation: Rotation

  /// Settings of a display.
  public init(
    kind: Kind, driver: String?, connector: String?, width: Int, height: Int, rotation: Rotation
  ) {
    self.kind = kind
    self.driver = driver
    self.connector = connector
    self.width = width
    self.height = height
    self.rotation = rotation
  }
}

/// A turn of the picture, clockwise, in degrees.
public enum Rotation: Int, CaseIterable, Sendable {
  case none = 0
  case quarter = 90
  case half = 180
  case threeQuarters = 270

  /// Whether width and height change places.
  public var isSideways: Bool { self == .quarter || self == .threeQuarters }
}
