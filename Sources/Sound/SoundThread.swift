import Glibc
import LinuxIO

/// The sound of a terminal: one thread that decodes and feeds the card.
///
/// The card's own buffer is the ring: it is filled as far as it goes, and its depth
/// (`bufferMilliseconds`) is what a stalled disk or a busy processor may take. While nothing
/// sounds the thread sleeps in `Mailbox.wait` without a time-out. The player is touched under a
/// lock, which the thread gives back before it sleeps.
public final class SoundThread {
  enum Command: Sendable {
    case play(token: UInt64, [PerformancePart], minimumVolumePercent: Int)
    case stop(token: UInt64)
    case setVolume(percent: Int)
    /// Something began without the thread: it is to go on with it.
    case goOn
    case close
  }

  /// When the thread is needed again.
  enum Next {
    case atOnce
    case after(milliseconds: Int32)
    case whenAsked
    case never
  }

  /// The player and the right to touch it.
  private final class Shared: @unchecked Sendable {
    let lock = Lock()
    let player: CardPlayer
    let commands: Mailbox<Command>

    init(_ player: CardPlayer, _ commands: Mailbox<Command>) {
      self.player = player
      self.commands = commands
    }

    /// The thread's life.
    func run() {
      while true {
        lock.lock()
        let next = player.step(commands.drain())
        lock.unlock()
        switch next {
        case .atOnce: continue
        case .after(let milliseconds): commands.wait(timeoutMilliseconds: milliseconds)
        case .whenAsked: commands.wait(timeoutMilliseconds: -1)
        case .never: return
        }
      }
    }

    /// Begins at once if nothing sounds and the card is open; false if the thread must do it.
    func begin(_ play: Command) -> Bool {
      guard lock.tryLock() else { return false }
      defer { lock.unlock() }
      return player.begin(commands.drain(), play)
    }
  }

  private let shared: Shared
  private let thread: WorkerThread

  /// Starts the thread. Reports go to `reports`; the first may be that there is no card.
  public init(_ settings: SoundSettings, reports: Mailbox<SoundReport>) throws(SystemError) {
    let commands = try Mailbox<Command>(capacity: 256)
    let shared = Shared(CardPlayer(settings, reports), commands)
    self.shared = shared
    thread = try WorkerThread(name: "sound") { shared.run() }
  }

  private func post(_ command: Command) {
    let taken = shared.commands.post(command)
    precondition(taken, "more commands than a sound thread can fall behind")
  }

  /// Sounds the parts one after another, in the place of what sounds now. Below the minimum it
  /// does not sound, however low the household's volume is.
  ///
  /// If the card is idle the caller itself writes the first samples: an emergency need not wait
  /// until another thread wakes up.
  public func play(token: UInt64, _ parts: [PerformancePart], minimumVolumePercent: Int) {
    let play = Command.play(token: token, parts, minimumVolumePercent: minimumVolumePercent)
    if shared.begin(play) {
      post(.goOn)
    } else {
      post(play)
    }
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
