import Signatures
import WardContract

/// What a browser brings of a live programme at once: segments that it has coded and signed itself,
/// and behind them an end, signed as well. So whoever passes them on can end the programme there if
/// the browser is heard no more, and can't make a sound of its own.
///
/// | bytes | what |
/// |---|---|
/// | 1 | 1 if the end is meant, 0 if it is kept for the case that nothing more comes |
/// | 2 | length of a message, most significant byte first |
/// | … | the message: a `LiveSegment` |
///
/// Length and message again and again; the last message is the end.
struct LiveBatch: Equatable, Sendable {
  /// Segments in their order, as they are published; none if nothing is new but the end.
  let segments: [[UInt8]]
  /// The last segment of the programme if it ends here.
  let end: [UInt8]
  /// It ends here.
  let isOver: Bool

  /// The batch that `bytes` spell, every message believed as a home would.
  init(_ bytes: [UInt8], of stream: LiveStream) throws(Refusal) {
    func fault(_ what: String) -> Refusal { .malformed(Malformed("batch", what)) }
    guard let flag = bytes.first, flag <= 1 else { throw fault("begins with 0 or 1") }
    var messages: [[UInt8]] = []
    var rest = bytes.dropFirst()
    while !rest.isEmpty {
      guard rest.count > 2 else { throw fault("cut off") }
      let length = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
      rest = rest.dropFirst(2)
      guard length > 0, length <= rest.count else { throw fault("cut off") }
      let message = Array(rest.prefix(length))
      rest = rest.dropFirst(length)
      let segment = try Verifier.sodium.liveSegment(message, of: stream)
      guard segment.isLast == rest.isEmpty else { throw fault("the last message is the end") }
      messages.append(message)
    }
    guard let end = messages.popLast() else { throw fault("there is no end") }
    (segments, self.end, isOver) = (messages, end, flag == 1)
  }
}
