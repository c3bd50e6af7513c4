import Foundation
import LinuxIO
import TestSupport
import Testing

@testable import Sound

/// A sound thread that plays into a WAV file as fast as it can, and what it reports.
final class Speaker {
  let folder = TemporaryFolder()
  let reports: Mailbox<SoundReport>
  let thread: SoundThread
  private(set) var heard: [SoundReport] = []

  init(
    pcm: String? = nil, pacing: SoundSettings.Pacing = .none, leadIn: Int = 0, tail: Int = 0,
    volume: Int = 100
  ) throws {
    try #require(TerminalALSA.isReady)
    reports = try Mailbox(capacity: 1_000)
    let settings = SoundSettings(
      pcm: pcm ?? "file:'\(folder.file("speaker.raw"))',raw", pacing: pacing,
      leadInMilliseconds: leadIn, tailMilliseconds: tail)
    thread = try SoundThread(settings, reports: reports)
    thread.setVolume(percent: volume)
  }

  /// Waits until a report satisfies `condition`, and returns it.
  func wait(for condition: (SoundReport) -> Bool) -> SoundReport? {
    let end = Clock.monotonicMilliseconds() + 20_000
    while Clock.monotonicMilliseconds() < end {
      let new = reports.drain()
      heard += new
      if let found = new.first(where: condition) { return found }
      reports.wait(timeoutMilliseconds: 100)
    }
    return nil
  }

  func waitForEnd(_ token: UInt64) -> SoundReport? {
    wait { report in
      switch report {
      case .finished(token), .stopped(token, _, _), .failed(token, _, _, _): true
      default: false
      }
    }
  }

  /// What came out of the speaker so far, after the thread is closed.
  func samples() throws -> [Int16] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.file("speaker.raw")))
    return data.withUnsafeBytes { Array($0.bindMemory(to: Int16.self)) }
  }

  /// A sine of 440 Hz made by sox.
  func tone(
    _ name: String, seconds: Double, rate: Int = 48_000, channels: Int = 1
  ) throws -> String {
    let path = folder.file(name)
    _ = try ChildProcess.run(
      "sox",
      [
        "-n", "-r", "\(rate)", "-c", "\(channels)", "-b", "16", path, "synth", "\(seconds)", "sine",
        "440",
        "vol", "0.5",
      ])
    return path
  }
}

/// The frequency of a tone, by its rising crossings of zero.
func frequency(_ samples: ArraySlice<Int16>, rate: Double = 48_000) -> Double {
  let crossings = zip(samples, samples.dropFirst()).count { $0 < 0 && $1 >= 0 }
  return Double(crossings) / (Double(samples.count) / rate)
}
