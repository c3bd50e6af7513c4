import Boards
import LinuxIO
import Panel
import TerminalCore

/// The buttons of a board that are keys of the kernel's input devices.
final class ButtonKeys {
  private var keys: Keys?
  private var names: [(code: UInt16, button: Button)] = []
  private let feed: (Event) -> Void
  private let note: (String) -> Void

  /// Listens for the keys that `board` names; an unknown key name is an error of the board file.
  init(
    _ loop: EventLoop, _ board: Board.Buttons, feed: @escaping (Event) -> Void,
    note: @escaping (String) -> Void
  ) throws(UnknownKey) {
    self.feed = feed
    self.note = note
    for (name, key) in board.keys {
      guard let button = Button(rawValue: name) else {
        preconditionFailure("the board file and the core name the same buttons")
      }
      guard let code = Keys.code(named: key) else { throw UnknownKey(button: name, key: key) }
      names.append((code, button))
    }
    keys = Keys(
      loop, codes: names.map(\.code), debounceMilliseconds: board.debounceMilliseconds
    ) { [unowned self] in heard($0) }
  }

  /// A board file names a key that linux/input-event-codes.h doesn't.
  struct UnknownKey: Error, CustomStringConvertible {
    var button: String
    var key: String
    var description: String {
      "[buttons] \(button): \"\(key)\" is no key of linux/input-event-codes.h"
    }
  }

  private func heard(_ event: Keys.Event) {
    switch event {
    case .pressed(let code, let isRepeat):
      // The core repeats what is held, at its own pace.
      if !isRepeat, let button = button(code) { feed(.button(button)) }
    case .released(let code): if let button = button(code) { feed(.released(button)) }
    case .stuck(let code):
      feed(.partFailed(.buttons, reason: "\(name(code)) does not come up"))
    case .freed: feed(.partBack(.buttons))
    case .devices([]): feed(.partFailed(.buttons, reason: "no input device has the keys"))
    case .devices(let devices):
      note("buttons on \(devices.joined(separator: ", "))")
      feed(.partBack(.buttons))
    }
  }

  private func button(_ code: UInt16) -> Button? { names.first { $0.code == code }?.button }

  private func name(_ code: UInt16) -> String { button(code)?.rawValue ?? "key \(code)" }

  /// Looks for input devices; says so if there is none.
  func look() { keys?.look() }

  /// See `Keys.deadline`.
  var deadline: Int64? { keys?.deadline }

  /// See `Keys.tick`.
  func tick() { keys?.tick() }
}
