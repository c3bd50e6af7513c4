import Hummingbird
import LinuxIO
import NIOPosix
import WardContract
import WardDesk

/// Simulated homes in a page: seen, pressed and heard. Only where office.toml names the folder in which
/// they lie; a real home can't be pressed from the desk.
struct SimulatorPages: Sendable {
  /// The folder with a folder for each terminal, by its name.
  let path: String

  private static let heardSeconds = 60

  func add(to group: RouterGroup<DeskContext>) {
    group.get("homes/:home/simulator") { request, context in
      let frame = try context.frame(request)
      let name = try home(context).name
      return Self.page(frame, name)
    }
    group.get("homes/:home/simulator/screen.png") { request, context in
      _ = try context.frame(request)
      return try Self.file(home(context).terminal.screen(), "image/png")
    }
    group.get("homes/:home/simulator/speaker.wav") { request, context in
      _ = try context.frame(request)
      let sound = try home(context).terminal.speaker(lastSeconds: Self.heardSeconds)
      return Self.file(sound, "audio/wav")
    }
    group.post("homes/:home/simulator") { request, context -> Response in
      let frame = try context.frame(request)
      let (name, terminal) = try home(context)
      let (button, hold) = (context.form["button"], Double(context.form["hold"]))
      try await Self.press(terminal, button, holdSeconds: hold)
      return .see(frame.at("/homes/\(name)/simulator"))
    }
  }

  /// Waits as long as the button is held, so not on the threads that serve everybody.
  private static func press(
    _ terminal: SimulatedTerminal, _ button: String, holdSeconds: Double?
  ) async throws {
    try await NIOThreadPool.singleton.runIfActive {
      try terminal.press(button, holdSeconds: holdSeconds)
    }
  }

  private func home(_ context: DeskContext) throws -> (
    name: Identifier, terminal: SimulatedTerminal
  ) {
    // An identifier has no slash and no dots: it leads nowhere else.
    guard let name = context.parameters.get("home").flatMap({ Identifier($0) }),
      Files.exists("\(path)/\(name)/buttons.sock")
    else { throw HTTPError(.notFound) }
    return (name, SimulatedTerminal(path: "\(path)/\(name)"))
  }

  private static func file(_ bytes: [UInt8], _ type: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
      body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  private static func page(_ frame: Frame, _ name: Identifier) -> Response {
    let at = frame.at("/homes/\(name)/simulator")
    let buttons: [(name: String, hold: String, label: String)] = [
      ("up", "", "▲"), ("down", "", "▼"), ("ok", "", "OK"),
      ("back", "", frame.say("Quay lại", "Back")),
      ("volume-down", "", "− \(frame.say("Âm", "Volume"))"),
      ("volume-up", "", "+ \(frame.say("Âm", "Volume"))"),
      ("ok", "1.5", frame.say("Giữ OK (đọc)", "Hold OK (read out)")),
      ("sos", "3.5", frame.say("Giữ SOS", "Hold SOS")),
    ]
    let forms = buttons.pieces { button in
      """
      <form method="post" action="\(at)" data-press>\(frame.formToken)
        <input type="hidden" name="button" value="\(button.name)">
        <input type="hidden" name="hold" value="\(button.hold)">
        <button\(" class=\"danger\"", if: button.name == "sos")>\(button.label)</button></form>
      """
    }
    return frame.page(
      "\(frame.say("Máy mô phỏng", "Simulated home")) \(name)", scripts: ["simulator.js"],
      """
      <p class="note">\(frame.say(
        "Nhà này do máy tính đóng vai: màn hình, nút và loa thật của chương trình, không có nhà dân nào.",
        "A computer plays this home: the program's own screen, buttons and loudspeaker, nobody's home."))</p>
      <p><img class="screen" src="\(at)/screen.png" width="800" height="480"
        alt="\(frame.say("Màn hình của máy", "The terminal's screen"))" data-every="1000"></p>
      <div class="actions">\(forms)</div>
      <h2>\(frame.say("Loa trong phút vừa qua", "The loudspeaker in the last minute"))</h2>
      <p><audio controls preload="none" src="\(at)/speaker.wav"></audio></p>
      """)
  }
}
