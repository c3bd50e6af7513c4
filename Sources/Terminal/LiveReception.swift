import Signatures
import Sound
import TerminalCore
import WardContract

/// Brings the segments of the live programme that is to sound to the sound thread, each verified
/// before anything of it is decoded. They don't pass through the core, which decides what to listen
/// to: a dozen a second change nothing of that.
final class LiveReception {
  private var stream: LiveStream?
  private var feed: LiveFeed?
  private var refused = 0

  /// The feed of a programme that is to sound now, in the place of any other.
  func open(_ stream: LiveStream) -> LiveFeed {
    let feed = LiveFeed()
    self.stream = stream
    self.feed = feed
    refused = 0
    return feed
  }

  /// Takes in a message on the topic of that stream. What is refused is dropped and counted; returns
  /// what to say about it, of the first and then of every thousandth.
  func receive(_ message: [UInt8], of name: Identifier) -> String? {
    guard let stream, let feed, stream.stream == name else { return nil }
    do throws(Refusal) {
      let segment = try Verifier.sodium.liveSegment(message, of: stream)
      feed.add(first: segment.firstPacket, segment.packets, isLast: segment.isLast)
      return nil
    } catch {
      refused += 1
      return refused % 1_000 == 1
        ? "refused a segment of \(name), \(refused) by now: \(error)" : nil
    }
  }
}

extension LiveState {
  /// As the sound thread says it.
  init(_ progress: LiveProgress) {
    let phase: Phase =
      switch progress.phase {
      case .waiting: .waiting
      case .sounding: .sounding
      case .interrupted: .interrupted
      }
    self.init(
      phase: phase, fromMilliseconds: progress.fromMilliseconds,
      reachedMilliseconds: progress.reachedMilliseconds,
      lostMilliseconds: progress.lostMilliseconds)
  }
}
