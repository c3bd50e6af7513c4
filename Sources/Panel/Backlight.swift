/// The light behind a display, of the kernel's backlight class.
public struct Backlight: Sendable {
  private static let classFolder = "class/backlight"
  /// Values of `bl_power`, as FB_BLANK_UNBLANK and FB_BLANK_POWERDOWN of linux/fb.h.
  private static let powerOn = "0"
  private static let powerOff = "4"
  private static let brightnessRange = 1...1_000_000

  private let sysfs: Sysfs
  /// Its name in /sys/class/backlight; `nil` is the only one.
  private let name: String?

  /// The backlight of that name, or the only one there is. Nothing is touched until `set`.
  public init(_ sysfs: Sysfs, name: String?) {
    self.sysfs = sysfs
    self.name = name
  }

  /// Shines with 0…100 percent of its brightest. Everything but 0 is light; at 0 it is off.
  public func set(percent: Int) throws(SysfsFault) {
    precondition((0...100).contains(percent), "a brightness in percent")
    let folder = try folder()
    let most = try sysfs.integer("\(folder)/max_brightness", in: Self.brightnessRange)
    let level = percent == 0 ? 0 : max(1, (most * percent + 50) / 100)
    try sysfs.write(String(level), to: "\(folder)/brightness")
    try sysfs.write(percent == 0 ? Self.powerOff : Self.powerOn, to: "\(folder)/bl_power")
  }

  private func folder() throws(SysfsFault) -> String {
    if let name {
      guard Sysfs.isName(name), sysfs.exists("\(Self.classFolder)/\(name)") else {
        throw .missing("no backlight is named \(name)")
      }
      return "\(Self.classFolder)/\(name)"
    }
    let names = sysfs.names(in: Self.classFolder)
    guard let first = names.first else { throw .missing("no backlight") }
    guard names.count == 1 else {
      throw .failed("which backlight? There are \(names.joined(separator: ", "))")
    }
    return "\(Self.classFolder)/\(first)"
  }

  /// What the kernel says of it, on one line.
  public func describe() -> String {
    do throws(SysfsFault) {
      let folder = try folder()
      let most = try sysfs.integer("\(folder)/max_brightness", in: Self.brightnessRange)
      let now = try sysfs.integer("\(folder)/brightness", in: 0...most)
      return "\(folder.dropFirst(Self.classFolder.count + 1)), brightness \(now) of \(most)"
    } catch {
      return error.description
    }
  }
}
