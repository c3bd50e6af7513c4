import Foundation
import TestSupport
import Testing

/// real programs, a real broker, a microphone that hears a file; power goes in mid-upload.
@Suite("What a home tells its ward") struct FeedbackHouseTests {
  private struct Row: Decodable {
    struct Reply: Decodable {
      var state: String
      var home: String?
    }
    var number: Int
    var terminal: String?
    var completed: String?
    var milliseconds: Int?
    var replies: [Reply]
  }

  private func rows(_ house: House) throws -> [Row] {
    let text = try house.loanha("feedback", "list", "--ward", house.ward, "--json")
    return try JSONDecoder().decode([Row].self, from: Data(text.utf8))
  }

  private func press(_ house: House, _ buttons: String...) throws {
    for button in buttons { try house.loanha("sim", "press", button, "--home", house.home) }
  }

  private func recordings(_ house: House) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(house.home)/recordings")
  }

  /// A microphone that hears a tone for a minute, from bare samples at its rate.
  private func house() throws -> House {
    let house = try House(
      more: """
        [microphone]
        pcm = "heard"
        rate-hz = 48000
        """)
    let raw = house.folder.file("heard.raw")
    let (code, words) = try ChildProcess.run(
      "sox",
      [
        "-n", "-r", "48000", "-c", "1", "-b", "16", "-e", "signed", raw, "synth", "90", "sine",
        "440",
        "vol", "0.5",
      ])
    try #require(code == 0, "\(words)")
    let defined = house.folder.file("heard.conf")
    try """
    pcm.heard { type file slave.pcm null file /dev/null infile "\(raw)" format raw }

    """.write(toFile: defined, atomically: true, encoding: .utf8)
    house.alsaConfiguration.append(defined)
    return house
  }

  /// From the rest screen: feedback, a new one, the first subject, to speak; ended by hand.
  private func speak(_ house: House, seconds: Int) throws {
    try press(house, "down", "down", "ok", "ok", "ok", "ok")
    let part = { try recordings(house).first { $0.hasSuffix(".part") } }
    #expect(
      eventually {
        guard let name = try part() else { return false }
        let path = "\(house.home)/recordings/\(name)"
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        return size ?? 0 > 3_000 * seconds * 8 / 10
      }, "\(house.logs)")
    try press(house, "ok")
    #expect(eventually { try recordings(house).contains { $0.count == 64 } }, "\(house.logs)")
  }

  @Test(
    "what is spoken arrives as it was spoken, through a power cut in mid-upload, and is answered")
  func spoken() throws {
    let house = try house()
    try house.start()
    // The desk is away: what is sent now waits.
    #expect(house.desk?.stop() == 0)
    try speak(house, seconds: 30)
    try press(house, "ok")
    #expect(eventually { try recordings(house).count == 1 })
    try house.startDesk()
    #expect(
      eventually { try !rows(house).isEmpty }, "the desk has its first message: \(house.logs)")
    house.terminal?.kill()
    try house.startTerminal()
    #expect(
      eventually { try rows(house).first?.completed != nil }, "\(house.logs)")
    #expect(eventually { try recordings(house).isEmpty }, "\(house.logs)")
    #expect(try rows(house).count == 1)
    #expect(try rows(house).first?.terminal == "nha-1")

    // What arrived is what was spoken: a tone of 440 Hz, as long and as loud.
    let out = house.folder.file("heard.opus")
    try house.loanha("feedback", "listen", "1", "--ward", house.ward, "--out", out)
    let wave = house.folder.file("heard.wav")
    #expect(try ChildProcess.run("opusdec", ["--quiet", "--force-wav", out, wave]).code == 0)
    let (code, words) = try ChildProcess.run("sox", [wave, "-n", "stat"])
    #expect(code == 0)
    func measured(_ name: String) throws -> Double {
      let line = try #require(words.split(separator: "\n").first { $0.hasPrefix(name) })
      return try #require(
        Double(line.split(separator: ":")[1].trimmingCharacters(in: .whitespaces)))
    }
    let announced = Double(try #require(try rows(house).first?.milliseconds)) / 1_000
    #expect(abs(try measured("Length (seconds)") - announced) < 0.03)
    #expect(announced > 20)
    #expect(abs(try measured("Rough   frequency") - 440) <= 2)
    #expect(abs(try measured("Maximum amplitude") - 0.5) < 0.05)

    try house.loanha("feedback", "handle", "1", "--ward", house.ward)
    #expect(eventually { try rows(house).first?.replies.last?.home == "held" }, "\(house.logs)")
    try house.loanha(
      "feedback", "answer", "1", "--ward", house.ward, "--text", "Sáng mai tổ vệ sinh dọn.")
    #expect(eventually { try rows(house).first?.replies.last?.home == "held" }, "\(house.logs)")
    try press(house, "down", "down", "ok", "down", "ok")
    #expect(eventually { try rows(house).first?.replies.last?.home == "shown" }, "\(house.logs)")
    let listed = try house.loanha("feedback", "list", "--ward", house.ward)
    #expect(listed.contains("tiếp nhận 1, đã xử lý 1 (100 %), quá hạn 0"), "\(listed)")
  }
}
