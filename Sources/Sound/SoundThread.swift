import Glibc
import LinuxIO

/// The sound of a terminal: one thread that decodes and feeds the card.
///
/// The card's own buffer is the ring: it is filled as far as it goes, and its depth
/// (`bufferMilliseconds`) is what a stalled disk or a busy processor may take. While nothing
/// sounds the thread sleeps in `Mailbox.wait` without a time-out.
public final class SoundThread {
  enum Command: Sendable {
    case play(token: UInt64, [PerformancePart], minimumVolumePercent: Int)
    case stop(token: UInt64)
    case setVolume(percent: Int)
    case close
  }

  private let commands: Mailbox<Command>
  private let thread: WorkerThread

  /// Starts the thread. Reports go to `reports`; the first may be that there is no card.
  public init(_ settings: SoundSettings, reports: Mailbox<SoundReport>) throws(SystemError) {
    let commands = try Mailbox<Command>(capacity: 256)
    self.commands = commands
    thread = try WorkerThread(name: "sound") {
      let player = CardPlayer(settings, commands, reports)
      while player.step() {}
    }
  }

  private func post(_ command: Command) {
    let taken = commands.post(command)
    precondition(taken, "more commands than a sound thread can fall behind")
  }

  /// Sounds the parts one after another, in the place of what sounds now. Below the minimum it
  /// does not sound, however low the household's volume is.
  public func play(token: UInt64, _ parts: [PerformancePart], minimumVolumePercent: Int) {
    post(.play(token: token, parts, minimumVolumePercent: minimumVolumePercent))
  }

  /// Stops that performance; nothing happens if it isn't the one that sounds.
  public func stop(token: UInt64) { post(.stop(token: token)) }

  /// The household's volume, 0…100 percent.
  public func setVolume(percent: Int) { post(.setVolume(percent: percent)) }

  /// Silence, and the end of the thread.
  public func close() {
    post(.close)
    thread.join()
  }
}
