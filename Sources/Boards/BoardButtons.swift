import ConfigurationFiles

extension Board {
  /// `[buttons]`
  public struct Buttons: Sendable {
    /// Where presses come from.
    public enum Source: String, CaseIterable, Sendable {
      /// Keys of the kernel's input devices (evdev): gpio-keys, a keyboard.
      case evdev
      /// Lines on a Unix socket, for the simulator.
      case socket
      case none
    }

    /// The buttons of a terminal, and the key that each has where a board names no other.
    private static let standard = [
      ("up", "KEY_UP"), ("down", "KEY_DOWN"), ("ok", "KEY_ENTER"), ("back", "KEY_ESC"),
      ("volume-up", "KEY_VOLUMEUP"), ("volume-down", "KEY_VOLUMEDOWN"), ("sos", "KEY_F12"),
    ]

    /// Where presses come from.
    public var source: Source
    /// The socket; `{home}` stands for the terminal's folder.
    public var path: String
    /// The key of each button, by its name in linux/input-event-codes.h.
    public var keys: [(button: String, key: String)]
    /// A key that comes down again within this time has bounced, 0…500 ms.
    public var debounceMilliseconds: Int

    init(_ given: ConfigurationTable) throws(ConfigurationError) {
      var table = given
      source = try table.word("source", standard: .none)
      path = try table.optionalString("path") ?? "{home}/buttons.sock"
      debounceMilliseconds = try table.integer("debounce-ms", in: 0...500, standard: 30)
      keys = []
      for (button, key) in Self.standard {
        let others = keys.map(\.key)
        let named = try table.optionalString(button, rule: "a key that no other button has") {
          others.contains($0) ? nil : $0
        }
        keys.append((button, named ?? key))
      }
      try table.finish()
    }
  }
}
