import Foundation
import LinuxIO
import Testing

@testable import Sound

/// A sound thread on a loudspeaker that is a WAV file, and everything that it reported.
final class Rig {
  let thread: SoundThread
  private let reports: Mailbox<SoundReport>
  private(set) var heard: [SoundReport] = []

  /// A rig at full volume, or another.
  init(_ settings: SoundSettings, volumePercent: Int = 100) throws {
    try #require(TerminalALSA.isReady)
    reports = try Mailbox(capacity: 1_024)
    thread = try SoundThread(settings, reports: reports)
    thread.setVolume(percent: volumePercent)
  }

  /// The ALSA name of a loudspeaker that is a WAV file.
  static func speaker(_ path: String) -> String { "file:'\(path)',wav" }

  /// Waits until something was reported that `isWanted`, and gives it; fails after 30 s.
  @discardableResult
  func wait(
    sourceLocation: SourceLocation = #_sourceLocation, for isWanted: (SoundReport) -> Bool
  ) throws -> SoundReport {
    let deadline = Clock.monotonicMilliseconds() + 30_000
    while true {
      if let report = heard.first(where: isWanted) { return report }
      let left = deadline - Clock.monotonicMilliseconds()
      try #require(left > 0, "heard only \(heard)", sourceLocation: sourceLocation)
      reports.wait(timeoutMilliseconds: Int32(left))
      heard += reports.drain()
    }
  }

  /// Waits until that performance is over, however.
  @discardableResult
  func waitForEnd(
    of token: UInt64, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> SoundReport {
    try wait(sourceLocation: sourceLocation) { report in
      switch report {
      case .finished(let ended), .spoken(let ended, _), .stopped(let ended, _, _),
        .failed(let ended, _, _, _):
        ended == token
      default: false
      }
    }
  }

  /// Ends the thread, which lets ALSA finish the WAV file, and collects the last reports.
  func close() {
    thread.close()
    heard += reports.drain()
  }
}
