import Signatures
import Sound
import TerminalCore
import WardContract

/// Brings the segments of the live programme that is to sound to the sound thread, each verified
/// before anything of it is decoded. They don't pass through the core, which decides what to listen
/// to: a dozen a second change nothing of that.
final class LiveReception {
  private var stream: LiveStream?
  private var feeds: [LiveFeed] = []
  private var refused = 0

  /// What sounded is to sound no more.
  func close() {
    stream = nil
    feeds = []
    refused = 0
  }

  /// A feed of the programme that is to sound now; each speaker takes from one of its own.
  func open(_ stream: LiveStream) -> LiveFeed {
    let feed = LiveFeed()
    self.stream = stream
    feeds.append(feed)
    return feed
  }

  /// Takes in a message on the topic of that stream. What is refused is dropped and counted; returns
  /// what to say about it, of the first and then of every thousandth.
  func receive(_ message: [UInt8], of name: Identifier) -> String? {
    guard let stream, stream.stream == name else { return nil }
    do throws(Refusal) {
      let segment = try Verifier.sodium.liveSegment(message, of: stream)
      for feed in feeds {
        feed.add(first: segment.firstPacket, segment.packets, isLast: segment.isLast)
      }
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
