import Foundation
import TestSupport
import Testing

/// Items without a recording, in the real programs, spoken by the real espeak-ng.
@Suite("Spoken items in the house", .serialized) struct SpokenItemTests {
  /// Seconds of sound in what the speaker of a home played.
  private func seconds(_ house: House) throws -> Double {
    let path = house.folder.file("heard.wav")
    try house.loanha("sim", "speaker", "--home", house.home, "--out", path)
    let samples = try Data(contentsOf: URL(fileURLWithPath: path)).dropFirst(44)
    return Double(samples.count) / 2 / 48_000
  }

  @Test("a notice of words alone is read out, and the ward learns that it was heard to its end")
  func spoken() throws {
    let house = try House()
    try house.start()
    try house.publish(
      "hop", "Họp TDP số 5", "--text",
      "19h30 ngày 25/11/2026 tại NVH, số 12 ngõ 34.")
    #expect(house.hasFact("heard 1", of: "hop"), "\(house.logs)")
    #expect(try house.facts("hop") == ["received 1", "played 1", "heard 1"])
    #expect(house.terminal?.stop() == 0)
    // Signal and silences are 2.5 s; 37 syllables take more than eight.
    #expect(try seconds(house) > 10)
  }

  @Test("an emergency of words alone is repeated with them, and OK confirms it")
  func emergency() throws {
    let house = try House()
    try house.start()
    try house.loanha(
      "bulletin", "publish", "--ward", house.ward, "--id", "chay", "--priority", "khan-cap",
      "--title", "Cháy tại ngõ 12", "--instruction", "Ra khỏi nhà ngay.")
    #expect(house.hasFact("heard 1", of: "chay"), "\(house.logs)")
    try house.loanha("sim", "press", "ok", "--home", house.home)
    #expect(house.hasFact("confirmed 1", of: "chay"))
    #expect(house.terminal?.stop() == 0)
  }

  @Test("without a voice the signal sounds as before, nobody says heard, and the ward sees why")
  func mute() throws {
    let house = try House(more: "[speech]\nprogram = \"/nonexistent/espeak-ng\"")
    try house.start()
    func faults() throws -> String {
      try house.loanha("terminal", "list", "--ward", house.ward, "--json")
    }
    #expect(eventually { try faults().contains("\"speech\"") }, "\(house.logs)")
    #expect(house.terminal?.log.contains("the package espeak-ng has the program") == true)
    for number in 1...2 {
      try house.publish("tin-\(number)", "Tin", "--text", "Nội dung.")
      #expect(
        eventually {
          house.terminal?.log.components(separatedBy: "began at").count == number + 1
        },
        "\(house.logs)")
    }
    #expect(house.hasFact("received 1", of: "tin-2"))
    // The second began after the first was over.
    #expect(try house.facts("tin-1") == ["received 1", "missed 1"])
    #expect(house.terminal?.stop() == 0)
    #expect(try seconds(house) > 4)
  }

  @Test("loanha say shows the words, and speaks them into a file that is not silent")
  func say() throws {
    let folder = TemporaryFolder()
    let loanha = House.program("loanha")
    let text = "Họp lúc 19h30, TDP số 5."
    let shown = try ChildProcess.run(loanha, ["say", "--show", text])
    #expect(
      shown.output.contains("Họp lúc mười chín giờ ba mươi phút, tổ dân phố số năm.\n"),
      "\(shown.output)")
    #expect(shown.output.contains("13 syllables, about "))
    let path = folder.file("nghe.wav")
    let said = try ChildProcess.run(loanha, ["say", "--out", path, text])
    #expect(said.code == 0 && said.output.contains("\(path): "), "\(said.output)")
    #expect(!said.output.contains("silence"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(bytes.count > 44 + 2 * 22_050 * 3)
    for wrong in [
      ["say", text], ["say", "--show"], ["say", "--show", "--words-per-minute", "20", text],
    ] {
      #expect(try ChildProcess.run(loanha, wrong).code == 64)
    }
    let nothing = try ChildProcess.run(loanha, ["say", "--show", "🎉"])
    #expect(nothing.code == 1 && nothing.output.contains("nothing to say"))
  }
}
