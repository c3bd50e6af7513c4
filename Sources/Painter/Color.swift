import Glibc

/// A colour of the screens, as the display takes it: 0xRRGGBB.
public struct Color: Equatable, Sendable {
  /// 0xRRGGBB.
  public let value: UInt32

  /// A colour.
  public init(_ value: UInt32) { self.value = value }

  var red: UInt32 { value >> 16 & 0xFF }
  var green: UInt32 { value >> 8 & 0xFF }
  var blue: UInt32 { value & 0xFF }

  /// This colour over `below`, covering `coverage`/255 of it.
  func over(_ below: UInt32, coverage: UInt32) -> UInt32 {
    let rest = 255 - coverage
    func mix(_ top: UInt32, _ bottom: UInt32) -> UInt32 {
      (top * coverage + bottom * rest + 127) / 255
    }
    return mix(red, below >> 16 & 0xFF) << 16 | mix(green, below >> 8 & 0xFF) << 8
      | mix(blue, below & 0xFF)
  }

  /// Contrast of two colours, 1…21 (WCAG 2.1 §1.4.3).
  public static func contrast(_ first: Color, _ second: Color) -> Double {
    let (one, other) = (first.luminance, second.luminance)
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
  }

  private var luminance: Double {
    func linear(_ channel: UInt32) -> Double {
      let part = Double(channel) / 255
      return part <= 0.03928 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  }
}

/// A background with the colours that may stand on it. Every pair has a contrast of at least 7:1
/// (a test computes it): WCAG 2.1 level AAA, for eyes that have grown old.
public struct Palette: Sendable {
  /// What everything stands on.
  public let background: Color
  /// What is to be read.
  public let text: Color
  /// What stands beside it.
  public let faint: Color
  /// What should catch the eye.
  public let accent: Color
  /// A raised field on the background; `text` and `accent` stand on it as well.
  public let field: Color

  /// The rest screen: dark, so that it doesn't light the room at night.
  public static let night = Palette(
    background: Color(0x0A_1626), text: Color(0xFF_FFFF), faint: Color(0xB8_C7DA),
    accent: Color(0xFF_D24A), field: Color(0x15_2A44))
  /// Pages to read: ink on warm paper.
  public static let paper = Palette(
    background: Color(0xFF_FBF2), text: Color(0x16_1616), faint: Color(0x4A_4A4A),
    accent: Color(0x7A_1F00), field: Color(0xF3_E9D6))
  /// An emergency.
  public static let alarm = Palette(
    background: Color(0x8E_0000), text: Color(0xFF_FFFF), faint: Color(0xFF_E3DE),
    accent: Color(0xFF_E14D), field: Color(0x6A_0000))
  /// The exercise of an emergency.
  public static let drill = Palette(
    background: Color(0x2B_2366), text: Color(0xFF_FFFF), faint: Color(0xDD_DAF5),
    accent: Color(0xFF_E14D), field: Color(0x3A_3180))
  /// The end of one.
  public static let relief = Palette(
    background: Color(0x0B_3D24), text: Color(0xFF_FFFF), faint: Color(0xD4_F0DF),
    accent: Color(0xFF_E14D), field: Color(0x0F_4C2E))
  /// The band that marks an exercise.
  public static let exercise = Palette(
    background: Color(0xFF_D400), text: Color(0x00_0000), faint: Color(0x22_2222),
    accent: Color(0x00_0000), field: Color(0xFF_D400))

  /// Every palette, for the test of contrasts.
  public static let all = [night, paper, alarm, drill, relief, exercise]
}
