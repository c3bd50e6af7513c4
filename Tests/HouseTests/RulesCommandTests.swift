import Foundation
import TestSupport
import Testing

/// `loanha rules`, and what the rules do to publishing: the real program.
@Suite("The rules on the command line") struct RulesCommandTests {
  let folder = TemporaryFolder()

  private var ward: String { folder.file("ward") }

  private func loanha(_ arguments: String...) throws -> (code: Int32, output: String) {
    try ChildProcess.run(House.program("loanha"), arguments)
  }

  private func found(_ type: String = "quan") throws {
    let (code, output) = try loanha(
      "ward", "init", "--ward", ward, "--area", "01.00004", "--name", "phường Ba Đình",
      "--area-type", type)
    #expect(code == 0, "\(output)")
  }

  @Test("publishing without a class is refused with the classes that there are, exit code 1")
  func publishWithoutClass() throws {
    try found()
    let (code, output) = try loanha(
      "bulletin", "publish", "--ward", ward, "--id", "tin", "--title", "Tin", "--text", "Tin.")
    #expect(code == 1)
    #expect(output.contains("noi-dung: Thiếu loại nội dung."), "\(output)")
    #expect(output.contains("thong-tin-thiet-yeu (Thông tin thiết yếu"), "\(output)")
    #expect(output.contains("QĐ 1246/QĐ-UBND, Điều 1 mục 2 điểm a"), "\(output)")
    #expect(try loanha("bulletin", "list", "--ward", ward).output.isEmpty)
  }

  @Test("publishing says when it will be heard, and counts in what is left")
  func publish() throws {
    try found()
    let (code, output) = try loanha(
      "bulletin", "publish", "--ward", ward, "--id", "tin", "--title", "Tin", "--class",
      "thong-tin-thiet-yeu", "--audio", try tone(seconds: 30), "--effective",
      "2030-01-07T06:00:00+07:00")
    #expect(code == 3, "\(output)")
    #expect(output.contains("phát buổi sáng thứ Hai 07/01/2030"), "\(output)")
    let left = try loanha(
      "rules", "remaining", "--ward", ward, "--date", "2030-01-05", "--days", "3")
    #expect(left.code == 0)
    let lines = left.output.split(separator: "\n")
    #expect(lines.count == 6, "\(left.output)")
    #expect(lines[0].contains("thứ Bảy 05/01/2030 không phải ngày phát thanh"), "\(lines[0])")
    #expect(
      lines[4]
        == "2030-01-07 sang\t07:00\tcòn 14 phút 30 giây trong 15 phút, đã dùng 30 giây; 1/2 buổi trong ngày"
    )
    struct Row: Decodable {
      var date: String, session: String
      var leftMilliseconds: Int
      var breaches: [[String: String]]
    }
    let json = try loanha(
      "rules", "remaining", "--ward", ward, "--date", "2030-01-05", "--days", "3", "--json"
    ).output
    let rows = try JSONDecoder().decode([Row].self, from: Data(json.utf8))
    #expect(rows.map(\.leftMilliseconds) == [900, 900, 900, 900, 870, 900].map { $0 * 1000 })
    #expect(rows[0].breaches.map { $0["rule"] } == ["ngay-trong-tuan"])
  }

  @Test("a would-be item is judged, and nothing of it is kept")
  func checkItem() throws {
    try found()
    func check(_ more: String...) throws -> (code: Int32, output: String) {
      try ChildProcess.run(
        House.program("loanha"),
        ["rules", "check", "--ward", ward, "--effective", "2030-01-05T06:00:00+07:00"] + more)
    }
    var (code, output) = try check("--class", "thong-tin-thiet-yeu", "--seconds", "900")
    #expect(code == 0 && output.contains("phát buổi sáng thứ Hai 07/01/2030"), "\(output)")
    (code, output) = try check("--class", "thong-tin-thiet-yeu", "--seconds", "901")
    #expect(code == 1 && output.contains("thoi-luong: Tin dài 15 phút 1 giây"), "\(output)")
    (code, output) = try check(
      "--class", "thong-tin-thiet-yeu", "--seconds", "901", "--directive-issuer",
      "ubnd quận ba đình", "--directive-number", "7", "--lifts", "ngay-trong-tuan,thoi-luong")
    #expect(code == 0 && output.contains("phát buổi sáng thứ Bảy 05/01/2030"), "\(output)")
    #expect(output.contains("theo chỉ đạo số 7"), "\(output)")
    (code, output) = try check(
      "--class", "quang-cao", "--audio", tone(seconds: 1), "--music", "thuan-tuy", "--json")
    #expect(code == 1)
    struct Answer: Decodable {
      var allowed: Bool
      var date: String
      var breaches: [[String: String]]
    }
    let answer = try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
    #expect(!answer.allowed && answer.date == "2030-01-07")
    #expect(answer.breaches.map { $0["rule"] } == ["noi-dung", "ca-nhac"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(ward)/desk/media").isEmpty)
    #expect(try check("--class", "x", "--lifts", "thoi-luong").code == 64)
    #expect(try check("--class", "x", "--lifts", "am-luong").code == 64)
  }

  @Test("rule files are checked by themselves and together; a fault is named by file and line")
  func checkFiles() throws {
    let shipped = ["qd-5133-2017", "qd-1246-2021"].map { "\(sourceRoot)/rules/\($0).toml" }
    var (code, output) = try loanha("rules", "check", shipped[0], shipped[1])
    #expect(code == 0 && output.contains("qd-1246-2021.toml: ok, 1246/QĐ-UBND"), "\(output)")
    (code, output) = try loanha("rules", "check")
    #expect(code == 0 && output.split(separator: "\n").count == 2, "\(output)")
    let text = try String(contentsOfFile: shipped[1], encoding: .utf8)
    let bad = try folder.write(
      text.replacingOccurrences(of: "minutes-a-session = 45", with: "minutes-a-session = -45"),
      to: "bad.toml")
    (code, output) = try loanha("rules", "check", bad)
    #expect(code == 1 && output.hasPrefix("\(bad):"), "\(output)")
    #expect(output.contains("whole number from 1 to 180"), "\(output)")
    (code, output) = try loanha("rules", "check", shipped[1], shipped[1])
    #expect(code == 1 && output.contains("takes effect on 2021-03-12, too"), "\(output)")
  }

  @Test("a ward is checked with its plan, its own rule files and its clusters")
  func checkWard() throws {
    try found()
    #expect(try loanha("rules", "check", "--ward", ward).code == 0)
    try
      "[cluster.a]\nposition = \"ngõ 12\"\nloudspeakers = 2\nstate = \"duy-tri\"\nnear = [\"truong-hoc\"]\n"
      .write(toFile: "\(ward)/clusters.toml", atomically: true, encoding: .utf8)
    var (code, output) = try loanha("rules", "check", "--ward", ward)
    #expect(code == 0 && output.contains("warning: cum-loa: Cụm loa a (ngõ 12)"), "\(output)")
    try FileManager.default.createDirectory(
      atPath: "\(ward)/rules", withIntermediateDirectories: true)
    let text = try String(
      contentsOfFile: "\(sourceRoot)/rules/qd-1246-2021.toml", encoding: .utf8)
    try text.replacingOccurrences(of: "2021-03-12", with: "2029-02-29")
      .write(toFile: "\(ward)/rules/qd-2029.toml", atomically: true, encoding: .utf8)
    (code, output) = try loanha("rules", "check", "--ward", ward)
    #expect(code == 1 && output.contains("\(ward)/rules/qd-2029.toml:6: "), "\(output)")
  }

  @Test("explain cites the decree of the day, and says what it doesn't know")
  func explain() throws {
    var (code, output) = try loanha("rules", "explain", "thoi-luong", "--area-type", "huyen")
    #expect(code == 0 && output.contains("45 phút/buổi, kể cả tiếp sóng"), "\(output)")
    #expect(output.contains("(bao gồm cả thời lượng tiếp sóng đài cấp trên)"), "\(output)")
    (code, output) = try loanha("rules", "explain", "2020-11-24", "--area-type", "bon-quan")
    #expect(code == 0 && output.hasPrefix("5133/QĐ-UBND"), "\(output)")
    #expect(output.contains("theo yêu cầu thực tế"), "\(output)")
    (code, output) = try loanha("rules", "explain", "2016-01-01")
    #expect(code == 1 && output.contains("no rule set is in force on 2016-01-01"), "\(output)")
    #expect(try loanha("rules", "explain", "am-luong").code == 64)
    (code, output) = try loanha("rules", "explain", "--json")
    #expect(code == 0)
    let json = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    #expect((json?["rules"] as? [Any])?.count ?? 0 > 60)
    #expect(json?["number"] as? String == "1246/QĐ-UBND")
  }

  private func tone(seconds: Int) throws -> String {
    let path = folder.file("tone.wav")
    _ = try ChildProcess.run(
      "sox",
      ["-n", "-r", "16000", "-c", "1", "-b", "16", path, "synth", "\(seconds)", "sine", "440"])
    return path
  }
}
