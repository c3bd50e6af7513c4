import Foundation
import Glibc
import LinuxIO
import TestSupport
import Testing

/// ALSA as on a terminal: with our own configuration, and beside it what only the tests have.
enum TerminalALSA {
  private static let folder = programFolder + "/faulty-card"
  static let ours = sourceRoot + "/provisioning/alsa/alsa.conf"

  /// From here on, this process reads our configuration. Everything that opens a PCM asks first.
  static let isReady: Bool = {
    let path = "\(folder)/\(getpid()).conf"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try additions.write(toFile: path, atomically: true, encoding: .utf8)
    } catch {
      preconditionFailure("\(path): \(error)")
    }
    atexit { unlink("\(TerminalALSA.folder)/\(getpid()).conf") }
    setenv("ALSA_CONFIG_PATH", "\(ours):\(path)", 1)
    return true
  }()

  /// The faulty card, a microphone that hears a file of bare samples, and a card with one rate.
  private static var additions: String {
    let card = """
      @args [ STATE ]
      @args.STATE { type string }
      type loanha_faulty
      state $STATE
      """
    return """
      pcm_type.loanha_faulty { lib "\(library)" }
      ctl_type.loanha_faulty { lib "\(library)" }
      pcm.faulty { \(card) }
      ctl.faulty { \(card) }
      pcm.recorded {
      @args [ FILE ]
      @args.FILE { type string }
      type file
      slave.pcm null
      file /dev/null
      infile $FILE
      format raw
      }
      pcm.fixed { type plug slave { pcm "null" rate 48000 } }

      """
  }

  private static let library = "\(folder)/faulty_card.so"

  /// Compiles the faulty card. Under its name it appears whole: another test process may have the
  /// one before in use.
  static let hasFaultyCard: Result<Void, any Error> = Result {
    _ = isReady
    let source = sourceRoot + "/Tests/SoundTests/FaultyCard/faulty_card.c"
    let made = "\(library).\(getpid())"
    let (code, output) = try ChildProcess.run(
      "gcc",
      ["-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-DPIC", "-o", made, source, "-lasound"])
    try #require(code == 0, "\(output)")
    try #require(rename(made, library) == 0)
  }
}

/// A card that fails on demand, and what it has seen; see faulty_card.c.
final class FaultyCard {
  /// In the order of `state_t` there.
  enum Field: Int, CaseIterable {
    case opens, openError, isGone, pulls, standsStill, dryRuns, startError, swallows, frames
    case amplitude, offset, volumeLeft, volumeRight, isOn, plain, gain, isListening, mixerError
  }

  private let folder = TemporaryFolder()
  private let state: UnsafeMutablePointer<Int32>
  private static let bytes = Field.allCases.count * MemoryLayout<Int32>.size

  init() throws {
    try TerminalALSA.hasFaultyCard.get()
    let path = folder.file("state")
    try Data(count: Self.bytes).write(to: URL(fileURLWithPath: path))
    let file = open(path, O_RDWR)
    defer { close(file) }
    let mapped = try #require(mmap(nil, Self.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0))
    try #require(mapped != MAP_FAILED)
    state = mapped.bindMemory(to: Int32.self, capacity: Field.allCases.count)
  }

  deinit { munmap(state, Self.bytes) }

  /// The ALSA name of its PCM and of its control device.
  var name: String { "faulty:'\(folder.file("state"))'" }

  subscript(field: Field) -> Int {
    get { Int(state[field.rawValue]) }
    set { state[field.rawValue] = Int32(newValue) }
  }

  /// Waits until the thread under test has brought it so far; fails after 30 s.
  func wait(
    sourceLocation: SourceLocation = #_sourceLocation, until condition: () -> Bool
  ) throws {
    let deadline = Clock.monotonicMilliseconds() + 30_000
    while !condition() {
      try #require(Clock.monotonicMilliseconds() < deadline, sourceLocation: sourceLocation)
      sched_yield()
    }
  }

  /// Somebody pulls it out.
  func pull() {
    self[.isGone] = 1
    self[.pulls] += 1
  }

  /// Somebody puts it back: its mixer is as it comes from the factory.
  func putBack() {
    self[.isGone] = 0
    for field in [Field.volumeLeft, .volumeRight, .isOn, .plain] { self[field] = 0 }
  }
}
