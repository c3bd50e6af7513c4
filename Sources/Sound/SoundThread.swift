import Glibc
import LinuxIO

/// The sound of a terminal: one thread that decodes and feeds the card.
///
/// **Thread.** `CardPlayer.step` runs on it round by round: obey the commands in the mailbox, then
/// make up to 320 ms of sound, and say when the next round is due. Samples come from a
/// `Performance` (lead-in, signals and files, tail), get the household's `Volume` unless the card's
/// mixer turns it, pass the `Limiter`, and go to the `Card`. What happened goes to the loop's
/// mailbox as `SoundReport`. One exception: if nothing sounds and the card is open, whoever
/// asks for a performance makes its first samples, under the lock that the thread gives back
/// before it sleeps. Waking a thread takes longer than all the rest of an emergency's way.
///
/// **Ring.** There is no ring of our own: the card's buffer is one. It is filled as far as it goes,
/// and its depth (`bufferMilliseconds`) is what a stalled disk or a busy processor may take. The
/// price: a change of volume is heard when what is in the card has sounded. A stop is not: it
/// drops what is in the card, and reports how much of it was heard.
///
/// **Speech.** What espeak-ng says comes through a pipe that is read without waiting. While there is
/// nothing in it, the thread looks again every 10 ms; if the card is about to run dry, it gets silence
/// that counts to no part.
///
/// **Recording.** A voice is recorded on this thread too, since nothing sounds meanwhile: every 40 ms what
/// the microphone has heard is encoded and written. What is to be played ends it, and does not wait for
/// the file to be made durable; that is the disk's business.
///
/// **Pacing.** With `.card` the card says how much it takes and how much it still holds. PCMs like
/// `null` and `file` swallow everything at once; with `.clock` a `PacingClock` stands in for the
/// card's, so that never more than a buffer is ahead and the end is not reported before the last
/// sample would have sounded. With `.none` nobody waits.
///
/// **Idle.** The PCM stays open and stopped, and the thread sleeps in `Mailbox.wait` without a
/// time-out. Only while there is no card does it wake up, to look for one: after 1 s, then ever
/// more rarely, every 30 s in the end; and at once if something is to be played or the kernel says
/// that a card came.
///
/// **Faults.** A card that is missing, busy, pulled out or dead without an error (`CardProgress`) is
/// a lost card: what sounds ends with its place, the loss is reported once, and so is its return.
public final class SoundThread {
  enum Command: Sendable {
    case play(token: UInt64, [PerformancePart], minimumVolumePercent: Int)
    case stop(token: UInt64)
    case setVolume(percent: Int)
    case record(VoiceOrder)
    case stopRecording(token: UInt64)
    /// A card may have come: one that is missing is looked for at once.
    case cardsChanged
    /// Something began without the thread: it is to go on with it.
    case goOn
    case close
  }

  /// When the next round is due.
  enum Next {
    case atOnce
    case after(milliseconds: Int)
    case whenAsked
    case never
  }

  /// The player and the right to touch it.
  private final class Shared: @unchecked Sendable {
    private let lock = Lock()
    private let player: CardPlayer
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
        case .after(let milliseconds): commands.wait(timeoutMilliseconds: Int32(milliseconds))
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
  public func play(token: UInt64, _ parts: [PerformancePart], minimumVolumePercent: Int) {
    let play = Command.play(token: token, parts, minimumVolumePercent: minimumVolumePercent)
    post(shared.begin(play) ? .goOn : play)
  }

  /// Stops that performance; nothing happens if it isn't the one that sounds.
  public func stop(token: UInt64) { post(.stop(token: token)) }

  /// The household's volume, 0…100 percent.
  public func setVolume(percent: Int) { post(.setVolume(percent: percent)) }

  /// Records a voice; nothing sounds meanwhile, and what is to be played ends it.
  public func record(_ order: VoiceOrder) { post(.record(order)) }

  /// Ends that recording; nothing happens if it isn't the one that is being made.
  public func stopRecording(token: UInt64) { post(.stopRecording(token: token)) }

  /// A sound card came, or another device of its kind.
  public func cardsChanged() { post(.cardsChanged) }

  /// For how long the thread has been busy with one thing, in milliseconds; see
  /// `Mailbox.unattendedMilliseconds`.
  public var unattendedMilliseconds: Int64 { shared.commands.unattendedMilliseconds() }

  /// Silence, and the end of the thread.
  public func close() {
    post(.close)
    thread.join()
  }
}
