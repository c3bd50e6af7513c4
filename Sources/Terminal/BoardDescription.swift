import Boards
import LinuxIO
import Panel
import Sound
import Speech

/// What a board file describes and what of it is there, one part a line. Nothing is taken from a
/// terminal that is running.
public enum BoardDescription {
  private static let readingMilliseconds: Int64 = 8_000

  /// The lines, for an installer to read.
  public static func lines(_ board: Board, home: String, machine: Machine) -> [String] {
    let sysfs = Sysfs()
    var lines = [row("board", "\(board.name) (\(board.status.rawValue))")]
    lines.append(row("machine", self.machine(board, machine)))
    lines += sound(board, home) + [row("display", display(board.display))]
    if let name = board.display.backlight {
      let backlight = Backlight(sysfs, name: name == "any" ? nil : name)
      lines.append(row("backlight", backlight.describe()))
    }
    lines.append(row("buttons", buttons(board.buttons)))
    if let telephone = board.telephone {
      lines.append(row("telephone", "ModemManager on the \(telephone.bus.rawValue) bus"))
    }
    for lamp in board.lamps {
      lines.append(row("lamp.\(lamp.role.rawValue)", Lamp(sysfs, name: lamp.led).describe()))
    }
    lines += gauges(board, sysfs)
    if let watchdog = board.watchdog {
      let found = WatchdogDevice.all(sysfs)
      let same = found.first { $0.identity == watchdog.identity } ?? found.first
      lines.append(
        row("watchdog", same?.describe() ?? "missing: the kernel has none (\(watchdog.identity))"))
    }
    return lines
  }

  private static func row(_ name: String, _ value: String) -> String {
    name + String(repeating: " ", count: max(1, 20 - name.utf8.count)) + value
  }

  private static func machine(_ board: Board, _ machine: Machine) -> String {
    let name = machine.names.first ?? "doesn't say what it is"
    do throws(WrongMachine) {
      try board.check(machine)
      return name
    } catch {
      return "wrong: \(error)"
    }
  }

  private static func sound(_ board: Board, _ home: String) -> [String] {
    let settings = SoundSettings(board.sound, home: home, speech: board.speech)
    let speech = SpeechStream.fault(settings.speech)
    var lines = [
      row("sound", SoundCheck.describe(settings)),
      row("speech", speech.map { "missing: \($0)" } ?? settings.speech.program),
    ]
    if let second = board.secondSound {
      let settings = SoundSettings(second, home: home, speech: board.speech)
      lines.insert(row("second-sound", SoundCheck.describe(settings)), at: 1)
    }
    if let microphone = board.microphone {
      let settings = MicrophoneSettings(microphone, home: home)
      lines.append(row("microphone", SoundCheck.describe(settings)))
    }
    return lines
  }

  private static func display(_ board: Board.Display) -> String {
    switch board.kind {
    case .none: return "none"
    case .png: return "a PNG file, \(board.width) × \(board.height)"
    case .drm: return "drm: " + KernelDisplay.describe(DisplaySettings(board, .drm))
    case .framebuffer:
      return "framebuffer: " + KernelDisplay.describe(DisplaySettings(board, .framebuffer))
    }
  }

  private static func buttons(_ board: Board.Buttons) -> String {
    switch board.source {
    case .none: return "none"
    case .socket: return "lines on a socket"
    case .evdev:
      let codes = board.keys.map { (name: $0.button, code: Keys.code(named: $0.key)) }
      let (devices, missing) = Keys.describe(codes.compactMap(\.code))
      guard !devices.isEmpty else { return "evdev: missing: no input device has any of the keys" }
      let lost = codes.filter { $0.code.map(missing.contains) ?? true }.map(\.name)
      let absent = lost.isEmpty ? "" : "; no key for \(lost.joined(separator: ", "))"
      return "evdev: " + devices.joined(separator: ", ") + absent
    }
  }

  private static func gauges(_ board: Board, _ sysfs: Sysfs) -> [String] {
    let gauges = Sensing.gauges(board)
    do throws(SystemError) {
      let readings = try SensorThread.readOnce(
        sysfs, gauges, timeoutMilliseconds: readingMilliseconds)
      return zip(gauges, readings).map { gauge, reading in
        let name =
          if case .sensor(let sensor) = gauge { "sensor.\(sensor.quantity)" } else { "power, heat" }
        return row(name, gauge.describe(reading, in: sysfs))
      }
    } catch {
      return [row("sensors", "can't be read: \(error)")]
    }
  }
}
