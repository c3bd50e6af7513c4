import WardContract
import WardDesk

/// A sound or image of a draft, with how it was made to sound.
enum MediumPiece {
  /// One line of the list, with the hidden field by which it belongs to the draft.
  static func item(_ medium: TakenMedium, _ frame: Frame) -> HTML {
    let digest = medium.resource.digest
    let address = frame.at("/media/\(digest)")
    let look: HTML =
      medium.resource.mimeType.isSound
      ? "<audio controls preload=\"none\" src=\"\(address)\"></audio>"
      : "<img src=\"\(address)\" alt=\"\(medium.title)\">"
    return """
      <li class="medium"><input type="hidden" name="media" value="\(digest)">
        <p><strong>\(medium.title)</strong> \(length(medium, frame))</p>
        \(look)
        \(medium.correction.map { loudness($0, frame) } ?? HTML.none)
        <p class="actions">
          <button name="do" value="raise \(digest)">\(frame.say("Lên trước", "Move up"))</button>
          <button name="do" value="drop \(digest)">\(frame.say("Bỏ ra", "Take out"))</button></p>
      </li>
      """
  }

  private static func length(_ medium: TakenMedium, _ frame: Frame) -> String {
    medium.resource.durationMilliseconds.map { CheckPanel.duration($0, frame) }
      ?? "\((medium.resource.sizeBytes + 1023) / 1024) KB"
  }

  /// How loud it came, and how loud homes hear it.
  private static func loudness(_ correction: SoundCorrection, _ frame: Frame) -> HTML {
    let (before, after) = (correction.before, correction.after)
    let clipped = before.clippedMilliseconds
    let warning: HTML = """
      <p class="warning">\(frame.say(
        "Ghi quá to, bị vỡ tiếng \(clipped) mili giây. Nên ghi lại, để micrô xa hơn.",
        "Recorded too loud: \(clipped) ms are distorted. Record it again, further from the microphone."
      ))</p>
      """
    let quiet: HTML = """
      <p class="warning">\(frame.say(
        "Ghi quá nhỏ; đã tăng hết mức mà vẫn nhỏ. Nên ghi lại, nói gần micrô hơn.",
        "Recorded too quietly to be made loud enough. Record it again, closer to the microphone."))</p>
      """
    return """
      <p class="note">\(frame.say("Độ to", "Loudness")) \(number(before.integratedLUFS)) →
        \(number(after.integratedLUFS)) LUFS,
        \(frame.say("đỉnh", "peak")) \(number(before.truePeakDBTP)) →
        \(number(after.truePeakDBTP)) dBTP</p>
      \(warning, if: clipped > 0)
      \(quiet, if: after.integratedLUFS < SoundCorrection.targetLUFS - 3)
      """
  }

  /// One digit behind the comma, as Vietnamese writes it.
  private static func number(_ decibels: Double) -> String {
    let tenths = Int((max(-99, min(99, decibels)) * 10).rounded())
    return "\(tenths < 0 ? "−" : "")\(abs(tenths) / 10),\(abs(tenths) % 10)"
  }
}
