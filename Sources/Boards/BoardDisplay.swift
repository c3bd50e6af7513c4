import ConfigurationFiles

extension Board {
  /// `[display]`
  public struct Display: Sendable {
    /// Where pixels go.
    public enum Kind: String, CaseIterable, Sendable {
      /// To a display of the kernel, through DRM/KMS.
      case drm
      /// To a display of the kernel, through fbdev.
      case framebuffer
      /// Into a PNG file, for the simulator.
      case png
      case none
    }

    /// Turns of the picture, clockwise, in degrees.
    public static let rotations = [0, 90, 180, 270]

    /// Where pixels go.
    public var kind: Kind
    /// The mode that is wanted, in pixels as the panel counts them, 320…3,840. Where there is no
    /// such mode, the display's own.
    public var width: Int
    /// See `width`.
    public var height: Int
    /// How far the picture is turned clockwise, in degrees: one of `rotations`.
    public var rotationDegrees: Int
    /// The kernel driver's own name, such as "vc4"; `nil` is any.
    public var driver: String?
    /// A DRM connector, such as "HDMI-A-1"; `nil` is the first that has a display.
    public var connector: String?
    /// The PNG file; `{home}` stands for the terminal's folder.
    public var path: String
    /// The panel's light by its name in /sys/class/backlight; "any" is the first there, `nil` is
    /// none that could be dimmed.
    public var backlight: String?
    /// How bright it is by day, 1…100 %.
    public var brightnessPercent: Int
    /// How bright it is by night, 0…100 %; at 0 the display is switched off.
    public var nightBrightnessPercent: Int
    /// A font file with every Vietnamese letter.
    public var regularFontPath: String
    /// The same in bold.
    public var boldFontPath: String

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      let fonts = "/usr/share/fonts/truetype/noto"
      kind = try table.word("kind", standard: .none)
      width = try table.integer("width", in: 320...3_840, standard: 800)
      height = try table.integer("height", in: 320...3_840, standard: 480)
      rotationDegrees = try table.integer("rotation-deg", of: Self.rotations, standard: 0)
      driver = try table.optionalString("driver")
      connector = try table.optionalString("connector")
      path = try table.optionalString("path") ?? "{home}/screen.png"
      backlight = try table.optionalName("backlight")
      brightnessPercent = try table.integer("brightness-percent", in: 1...100, standard: 100)
      nightBrightnessPercent = try table.integer(
        "night-brightness-percent", in: 0...100, standard: 20)
      regularFontPath = try table.optionalString("font") ?? "\(fonts)/NotoSans-Regular.ttf"
      boldFontPath = try table.optionalString("font-bold") ?? "\(fonts)/NotoSans-Bold.ttf"
      try table.finish()
    }
  }
}
