import Glibc
import LinuxIO

/// The sound of a terminal: one thread that decodes and feeds the card.
///
/// **Thread.** `CardPlayer.step` runs on it round by round: obey the commands in the mailbox, then
/// make up to 320 ms of sound, or wait. Samples come from a `Performance` (lead-in, signals and
/// files, tail), get the household's `Volume`, and go to the `Card`. Nothing else touches the
/// card. What happened goes to the loop's mailbox as `SoundReport`.
///
/// **Ring.** There is no ring of our own: the card's buffer is one. It is filled as far as it goes,
/// and its depth (`bufferMilliseconds`) is what a stalled disk or a busy processor may take. The
/// price: a change of volume is heard when what is in the card has sounded. A stop is not: it
/// drops what is in the card, and reports how much of it was heard.
///
/// **Pacing.** With `.card` the card says how much it takes and how much it still holds. PCMs like
/// `null` and `file` swallow everything at once; with `.clock` a `PacingClock` stands in for the
/// card's, so that never more than a buffer is ahead and the end is not reported before the last
/// sample would have sounded. With `.none` nobody waits.
///
/// **Idle.** The PCM stays open and stopped, and the thread sleeps in `Mailbox.wait` without a
/// time-out. Only while there is no card does it wake up, to look for one: after 1 s, then ever
/// more rarely, every 30 s in the end; and at once if something is to be played.
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
