import LinuxIO
import Sound

/// The loudspeakers of a home, each with a sound thread: what sounds in one, or in all of them.
final class Speakers {
  private let threads: [SoundThread]
  private var story: SpeakerReports

  /// Starts a thread for each of the settings, the main speaker's first. `hear` is told what they
  /// report, on the loop.
  init(
    _ settings: [SoundSettings], _ loop: EventLoop, hear: @escaping (SpeakerReports.Word) -> Void
  ) throws {
    let mailboxes = try settings.map { _ in try Mailbox<SoundReport>(capacity: 1_024) }
    threads = try zip(settings, mailboxes).map { try SoundThread($0, reports: $1) }
    story = SpeakerReports(count: settings.count)
    for (speaker, mailbox) in mailboxes.enumerated() {
      try loop.watch(mailbox.descriptor, for: .reading) { [unowned self] _ in
        for report in mailbox.drain() {
          for word in story.hear(report, from: speaker) { hear(word) }
        }
      }
    }
  }

  /// Sounds the parts one after another; `parts` is asked once for each speaker.
  func play(
    token: UInt64, minimumVolumePercent: Int, everywhere: Bool, parts: () -> [PerformancePart]
  ) {
    for speaker in story.begin(token, everywhere: everywhere) {
      threads[speaker].play(token: token, parts(), minimumVolumePercent: minimumVolumePercent)
    }
  }

  /// Stops that performance in every room.
  func stop(token: UInt64) { for thread in threads { thread.stop(token: token) } }

  /// Stops it in all rooms but that of the main speaker, unless that one can't go on with it.
  func stopSecond(token: UInt64) {
    for (speaker, thread) in threads.enumerated().dropFirst() where story.mayLeave(token, speaker) {
      thread.stop(token: token)
    }
  }

  /// Records a voice on the main speaker's thread.
  func record(_ order: VoiceOrder) { threads[0].record(order) }

  /// Ends that recording.
  func stopRecording(token: UInt64) { threads[0].stopRecording(token: token) }

  /// The household's volume, 0…100 percent.
  func setVolume(percent: Int) { for thread in threads { thread.setVolume(percent: percent) } }

  /// A sound card came, or another device of its kind.
  func cardsChanged() { for thread in threads { thread.cardsChanged() } }

  /// For how long each thread has been busy with one thing.
  var business: [(name: String, busyMilliseconds: Int64)] {
    threads.enumerated().map { speaker, thread in
      (speaker == 0 ? "sound" : "second sound", thread.unattendedMilliseconds)
    }
  }

  /// Silence, and the end of the threads.
  func close() { for thread in threads { thread.close() } }
}
