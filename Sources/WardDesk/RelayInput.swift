import Glibc
import LinuxIO
import Sound

/// A superior station's programme from an HTTP, HLS or Icecast address, through ffmpeg.
///
/// ffmpeg runs as a child that may talk HTTP and nothing else: a playlist can't make it read files
/// of the desk. It gives samples through a pipe, of which it can't get ahead by more than a second.
/// A station that breaks off is called again, with growing pauses; after a minute without a sound
/// the relay ends.
final class RelayInput: LiveInput {
  /// Longest address, in bytes.
  static let longestAddressBytes = 2_048
  /// How long a station may take to give its first sample, in milliseconds.
  private static let openingMilliseconds: Int64 = 20_000
  /// A station that gives nothing for so long is given up, in milliseconds.
  private static let patienceMilliseconds: Int64 = 60_000
  private static let firstPauseMilliseconds: Int64 = 1_000
  private static let longestPauseMilliseconds: Int64 = 15_000
  /// How long `read` waits at most, in milliseconds: less than a packet.
  private static let waitMilliseconds: Int32 = 10

  private let address: String
  /// The programme has an end of its own, and is not a station's.
  private let hasEnd: Bool
  private var child: ChildProgram?
  private var rest: [UInt8] = []
  private var heardAt = Clock.monotonicMilliseconds()
  private var callAt: Int64 = 0
  private var pause = RelayInput.firstPauseMilliseconds
  let isPacedByItself = false

  /// Whether `text` is an address to relay, rather than a file.
  static func isAddress(_ text: String) -> Bool {
    text.hasPrefix("http://") || text.hasPrefix("https://")
  }

  /// Calls the station and waits for its first sample.
  init(address: String) throws(DeskError) {
    guard Self.isAddress(address), address.utf8.count <= Self.longestAddressBytes,
      address.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else {
      throw DeskError("an address such as https://example.org/live.m3u8 was expected")
    }
    self.address = address
    hasEnd = try Self.hasEnd(address)
    let child = try Self.call(address)
    self.child = child
    let end = Clock.monotonicMilliseconds() + Self.openingMilliseconds
    while rest.isEmpty {
      let bytes = try Self.read(child, 4_096, withinMilliseconds: 100)
      if let bytes { rest = bytes }
      guard bytes?.isEmpty != true, Clock.monotonicMilliseconds() < end else {
        throw DeskError("nothing can be heard from \(address)")
      }
    }
    heardAt = Clock.monotonicMilliseconds()
  }

  private static let guarded = [
    "-protocol_whitelist", "http,https,tcp,tls,crypto,httpproxy", "-rw_timeout", "10000000",
  ]

  private static func start(
    _ program: String, _ arguments: [String]
  ) throws(DeskError) -> ChildProgram {
    do throws(SystemError) {
      return try ChildProgram(program, arguments)
    } catch {
      throw DeskError("\(error) (is ffmpeg installed? `make setup` installs it)")
    }
  }

  /// What the program has written since; `nil` if nothing came within the time, empty at its end.
  private static func read(
    _ program: ChildProgram, _ count: Int, withinMilliseconds milliseconds: Int32
  ) throws(DeskError) -> [UInt8]? {
    do throws(SystemError) {
      program.wait(timeoutMilliseconds: milliseconds)
      return try program.read(atMost: count)
    } catch {
      throw DeskError("\(error)")
    }
  }

  private static func call(_ address: String) throws(DeskError) -> ChildProgram {
    try start(
      "/usr/bin/ffmpeg",
      ["-nostdin", "-hide_banner", "-loglevel", "error"] + guarded + [
        "-i", address, "-vn", "-sn", "-dn", "-ac", "1", "-ar", "\(OpusEncoding.rateHertz)",
        "-f", "s16le", "pipe:1",
      ])
  }

  /// Whether the address names something with a length.
  private static func hasEnd(_ address: String) throws(DeskError) -> Bool {
    let probe = try start(
      "/usr/bin/ffprobe",
      ["-hide_banner", "-loglevel", "error"] + guarded + [
        "-show_entries", "format=duration", "-of", "default=nokey=1:noprint_wrappers=1", address,
      ])
    let end = Clock.monotonicMilliseconds() + openingMilliseconds
    var answer: [UInt8] = []
    while answer.count < 256, Clock.monotonicMilliseconds() < end {
      guard let bytes = try read(probe, 256, withinMilliseconds: 100) else { continue }
      if bytes.isEmpty { break }
      answer += bytes
    }
    let words = String(decoding: answer, as: UTF8.self)
    guard let word = words.split(separator: "\n").first else {
      throw DeskError("nothing can be heard from \(address)")
    }
    return Double(word) != nil
  }

  func read(_ count: Int) throws(DeskError) -> [Int16]? {
    let now = Clock.monotonicMilliseconds()
    guard now - heardAt < Self.patienceMilliseconds else {
      throw DeskError("nothing has come from \(address) for a minute")
    }
    guard let child else {
      if now >= callAt {
        callAt = now + pause
        pause = min(2 * pause, Self.longestPauseMilliseconds)
        self.child = try Self.call(address)
      } else {
        usleep(UInt32(Self.waitMilliseconds) * 1_000)
      }
      return []
    }
    guard rest.count < 2 * count else { return take(count) }
    let missing = 2 * count - rest.count
    if let bytes = try Self.read(child, missing, withinMilliseconds: Self.waitMilliseconds) {
      rest += bytes
      if bytes.isEmpty { return brokeOff(child) }
      heardAt = now
      pause = Self.firstPauseMilliseconds
    }
    return take(count)
  }

  /// ffmpeg says no more: a recording has ended; a station is called again.
  private func brokeOff(_ child: ChildProgram) -> [Int16]? {
    guard let end = child.takeEnd() else {
      usleep(UInt32(Self.waitMilliseconds) * 1_000)
      return []
    }
    self.child = nil
    rest = []
    return end == .exited(code: 0) && hasEnd ? nil : []
  }

  private func take(_ count: Int) -> [Int16] {
    let frames = min(count, rest.count / 2)
    let samples = (0..<frames).map { index in
      Int16(truncatingIfNeeded: Int(rest[2 * index]) | Int(rest[2 * index + 1]) << 8)
    }
    rest.removeFirst(2 * frames)
    return samples
  }
}
