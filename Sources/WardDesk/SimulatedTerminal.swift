import Glibc
import LinuxIO

/// A running terminal on the simulator's board, from outside: it can be pressed, seen and heard.
public struct SimulatedTerminal: Sendable {
  /// The terminal's folder.
  public let path: String

  private static let headerBytes = 44

  /// The terminal whose folder is `path`.
  public init(path: String) { self.path = path }

  /// Presses a button by its name, or holds it for so many seconds, at most 60; the terminal itself says
  /// if it has none of that name.
  public func press(_ button: String, holdSeconds: Double? = nil) throws {
    guard let holdSeconds else { return try tell("press \(button)") }
    try tell("down \(button)")
    usleep(UInt32(min(max(holdSeconds, 0), 60) * 1e6))
    try tell("up \(button)")
  }

  private func tell(_ line: String) throws {
    let answer = try LineClient.ask(line, at: "\(path)/buttons.sock")
    guard answer == "ok" else { throw DeskError(answer) }
  }

  /// Where its screen's picture is.
  public var screenPath: String { "\(path)/screen.png" }
  /// Where its loudspeaker's sound is.
  public var speakerPath: String { "\(path)/speaker.wav" }

  /// What its screen shows, PNG.
  public func screen() throws -> [UInt8] { try Files.read(screenPath, limit: 1 << 26) }

  /// What its loudspeaker has said, WAV; only the last seconds if so many are given. While the terminal
  /// runs, the lengths in its file are not known yet; here they are right.
  public func speaker(lastSeconds: Int? = nil) throws -> [UInt8] {
    var bytes = try Files.read(speakerPath, limit: 1 << 30)
    guard bytes.count >= Self.headerBytes else {
      throw DeskError("\(speakerPath) holds no sound yet")
    }
    if let lastSeconds {
      let bytesPerSecond = (0..<4).reduce(0) { $0 | Int(bytes[28 + $1]) << (8 * $1) }
      let frame = max(1, Int(bytes[32]))
      let wanted = lastSeconds * bytesPerSecond / frame * frame
      let surplus = max(0, bytes.count - Self.headerBytes - wanted)
      bytes.removeSubrange(Self.headerBytes..<(Self.headerBytes + surplus / frame * frame))
    }
    func put(_ number: Int, at offset: Int) {
      for index in 0..<4 {
        bytes[offset + index] = UInt8(truncatingIfNeeded: number >> (8 * index))
      }
    }
    put(bytes.count - 8, at: 4)
    put(bytes.count - Self.headerBytes, at: 40)
    return bytes
  }
}
