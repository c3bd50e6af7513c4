import BroadcastRules
import Testing
import WardContract

@Suite("How long an item sounds") struct SoundLengthTests {
  private func sound(_ seconds: Int) -> Resource {
    Resource(
      mimeType: .opus, sizeBytes: 1, digest: MediaDigest(String(repeating: "a", count: 64))!,
      durationMilliseconds: seconds * 1000)
  }

  @Test("R-20: recordings by their length, and then its words don't count")
  func recorded() {
    let item = notice {
      $0.resources = [sound(60), sound(30)]
      $0.description = String(repeating: "Họp. ", count: 100)
    }
    #expect(item.soundMilliseconds == 90_000)
  }

  @Test("R-20: without a recording all that a home reads out counts, in its own words")
  func spoken() {
    let silent = notice()
    var said = silent
    said.description = "Lúc 19h30."
    var told = said
    told.instruction = "Mang CCCD."
    var drill = told
    drill.status = .exercise
    let lengths = [silent, said, told, drill].map(\.soundMilliseconds)
    #expect(lengths == lengths.sorted() && Set(lengths).count == 4, "\(lengths)")
    // "Lúc mười chín giờ ba mươi phút": seven syllables, not two words.
    #expect(lengths[1] - lengths[0] >= 2_000)
    #expect(told.speechMilliseconds(wordsPerMinute: 100) > told.soundMilliseconds)
  }
}
