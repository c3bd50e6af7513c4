import LinuxIO
import Sound
import Speech
import TestSupport
import Testing
import WardContract
import WardDesk

@testable import DeskPages

@Suite("Writing in the browser") struct DraftPagesTests {
  let folder = TemporaryFolder()
  let ward: WardFolder
  let office: WardOffice
  let client: WardClient

  init() throws {
    ward = try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình",
      areasWithin: [Area("01.00004.tdp-7")!], host: "localhost", port: 8883, brokerPath: nil,
      areaType: .district, rulesPath: "\(sourceRoot)/rules"
    ).found(now: Instant(milliseconds: Clock.wallMilliseconds()))
    office = try WardOffice(ward)
    client = WardClient(office, roles: [.editor], DraftPages.add)
  }

  /// Begins a draft and gives its path.
  private func begin() async throws -> String {
    let answer = try await client.send([], to: "/drafts")
    #expect(answer.status == .seeOther)
    return client.place(answer)
  }

  private static let whole = [
    ("area", "01.00004"), ("class", "thong-tin-thiet-yeu"), ("headline", "Lịch cắt điện"),
    ("text", "Sáng mai phố Đội Cấn mất điện."),
  ]

  @Test("what is written is kept as it is written, and the page says what is still missing")
  func autosave() async throws {
    let draft = try await begin()
    let half = try await client.send(
      [("revision", "1"), ("headline", "Cắt điện"), ("area", "01.00004")], to: draft + "/autosave")
    #expect(half.status == .ok && half["X-Revision"] == "2")
    #expect(half.text.contains("Chưa chọn loại nội dung."))
    let ready = try await client.send([("revision", "2")] + Self.whole, to: draft + "/autosave")
    #expect(ready.text.contains("Đã đủ để trình duyệt"), "\(ready.text)")
    #expect(ready.text.contains("<rect class=\"ours\""))
    let page = try await client.ask(draft)
    #expect(page.text.contains("value=\"Lịch cắt điện\""))
  }

  @Test(
    "the second of two who write is told by whom, keeps what they wrote, and overwrites nothing")
  func twoEditors() async throws {
    let draft = try await begin()
    _ = try await client.send([("revision", "1")] + Self.whole, to: draft + "/autosave")
    let late = [("revision", "1"), ("headline", "Bài của tôi"), ("do", "save")]
    let script = try await client.send(late, to: draft + "/autosave")
    #expect(script.status == .conflict && script.text.contains("lan đã sửa"))
    // Without a script the form comes back with what was written in it.
    let form = try await client.send(late, to: draft)
    #expect(form.status == .unprocessableContent)
    #expect(form.text.contains("value=\"Bài của tôi\""))
    #expect(try await client.ask(draft).text.contains("value=\"Lịch cắt điện\""))
  }

  @Test("a script in a headline, a text or a class stays text on every page")
  func scripts() async throws {
    let evil = "<script>alert(1)</script>\" onload=\"x"
    let draft = try await begin()
    let fields = [("revision", "1"), ("headline", evil), ("text", evil), ("class", evil)]
    _ = try await client.send(fields, to: draft + "/autosave")
    for path in [draft, "/drafts", draft + "/preview"] {
      let page = try await client.ask(path)
      #expect(page.status == .ok)
      #expect(!page.text.contains("<script>alert"), "\(path)")
      #expect(!page.text.contains("\" onload=\""), "\(path)")
    }
  }

  @Test("a sound is taken in by what it is, with its loudness; one that lies or is too large isn't")
  func media() async throws {
    let path = folder.file("a.wav")
    _ = try SpeechRecording.write("Kính mời bà con đến họp.", to: path, SpeechSettings())
    let sound = try Files.read(path, limit: Bounds.mediaBytes)
    let draft = try await begin()
    func upload(_ bytes: [UInt8], _ title: String) async throws -> WardClient.Answer {
      try await client.ask(
        "\(draft)/media?title=\(WardClient.escaped(title))", .post,
        type: "application/octet-stream",
        bytes)
    }
    let taken = try await upload(sound, "<b>họp</b>.exe")
    #expect(taken.status == .ok && taken.text.contains("LUFS"))
    #expect(taken.text.contains("&lt;b&gt;họp"))
    let digest = String(
      try #require(taken.text.split(separator: "value=\"").dropFirst().first).prefix(64))
    let played = try await client.ask("/media/\(digest)")
    #expect(played["Content-Type"] == "audio/opus")
    #expect(Array(played.bytes.prefix(4)) == Array("OggS".utf8))
    let lying = try await upload(Array("MZ\u{1}virus".utf8), "anh.jpg")
    #expect(lying.status == .unprocessableContent)
    #expect(lying.text.contains("dù tên tệp ghi thế nào"))
    let large = try await upload([UInt8](repeating: 0, count: Bounds.mediaBytes + 1), "dài.wav")
    #expect(large.status == .unprocessableContent && large.text.contains("32 MB"))
    let unknown = String(repeating: "0", count: 64)
    #expect(try await client.ask("/media/\(unknown)").status == .notFound)
    // It belongs to the draft once the form has it, and is left out there.
    let fields = [("revision", "1"), ("media", digest), ("do", "save")] + Self.whole
    #expect(try await client.send(fields, to: draft).status == .seeOther)
    #expect(try await client.ask(draft).text.contains("name=\"media\" value=\"\(digest)\""))
    let drop = [("revision", "2"), ("media", digest), ("do", "drop \(digest)")]
    _ = try await client.send(drop + Self.whole, to: draft)
    #expect(try await !client.ask(draft).text.contains("name=\"media\""))
  }

  @Test("the preview has a home's screen on every display, and its sound")
  func preview() async throws {
    let draft = try await begin()
    let saved = try await client.send(
      [("revision", "1"), ("do", "preview")] + Self.whole, to: draft)
    #expect(client.place(saved) == "\(draft)/preview")
    for display in ItemPreview.displays {
      let page = try await client.ask("\(draft)/preview?view=doc&display=\(display.name)")
      #expect(page.text.contains("width=\"\(display.width)\" height=\"\(display.height)\""))
    }
    let png = try await client.ask("\(draft)/screen?view=phat&display=480x320&page=-7")
    #expect(png["Content-Type"] == "image/png")
    #expect(Array(png.bytes[1..<4]) == Array("PNG".utf8))
    let sound = try await client.ask("\(draft)/sound")
    #expect(Array(sound.bytes.prefix(4)) == Array("OggS".utf8))
  }

  @Test("a voice makes a recording of the words, and the ward's own ready texts are begun with")
  func speakAndReuse() async throws {
    let draft = try await begin()
    let fields = [("revision", "1"), ("do", "speak")] + Self.whole
    #expect(try await client.send(fields, to: draft).status == .seeOther)
    let page = try await client.ask(draft)
    #expect(page.text.contains("Giọng đọc máy") && page.text.contains("LUFS"))
    _ = try await client.send(Self.whole, to: draft + "/ready")
    let list = try await client.ask("/drafts")
    #expect(list.text.contains("name=\"ready\" value=\"hop-to-dan-pho\""))
    let name = String(draft.dropFirst("/drafts/".count))
    let begun = try await client.send([("ready", name)], to: "/drafts")
    let next = try await client.ask(client.place(begun))
    #expect(next.text.contains("value=\"Lịch cắt điện\""))
    // Removed, it is a draft no more, and its page says so.
    _ = try await client.send([("revision", "3"), ("do", "remove")], to: draft)
    #expect(try await client.ask(draft).status == .notFound)
  }

  @Test("no script takes a name that another one on the page has: neither would run")
  func scriptNames() throws {
    let folder = "\(sourceRoot)/Sources/DeskPages/Assets"
    var owners: [String: String] = [:]
    for file in try Files.list(folder) where file.hasSuffix(".js") {
      let text = String(
        decoding: try Files.read("\(folder)/\(file)", limit: 1 << 20), as: UTF8.self)
      for line in text.split(separator: "\n") {
        let words = line.split { " (=;".contains($0) }
        guard let first = words.first, ["const", "let", "function"].contains(first),
          words.count > 1, line.first != " "
        else { continue }
        let name = String(words[1])
        #expect(owners[name] == nil, "\(name) of \(owners[name] ?? "") and \(file)")
        owners[name] = file
      }
    }
    #expect(owners["say"] == "desk.js")
  }

  @Test("what is whole is submitted to be signed; what isn't comes back with what is missing")
  func submit() async throws {
    let draft = try await begin()
    let half = try await client.send(
      [("revision", "1"), ("text", "Chỉ có chữ"), ("do", "submit")], to: draft)
    #expect(half.status == .unprocessableContent)
    #expect(half.text.contains("Chưa có tiêu đề.") && half.text.contains("Chỉ có chữ"))
    let whole = try await client.send(
      [("revision", "2"), ("do", "submit")] + Self.whole, to: draft)
    #expect(client.place(whole) == "/approvals/1")
    #expect(try await client.ask("/drafts").text.contains("Chờ ký"))
    let waiting = try await office.read { try $0.submission(1) }
    #expect(waiting.bulletin.headline == "Lịch cắt điện" && waiting.submittedBy == "lan")
    // Whoever signs sees what homes will.
    #expect(try await client.ask("/approvals/1/screen").status == .ok)
    let again = try await client.send(
      [("revision", "3"), ("do", "submit")] + Self.whole, to: draft)
    #expect(again.status == .unprocessableContent)
  }

  @Test("who doesn't write gets no page to write on")
  func forbidden() async throws {
    let viewer = WardClient(office, roles: [.viewer], DraftPages.add)
    for path in ["/drafts", "/drafts/tin-1"] {
      #expect(try await viewer.ask(path).status == .forbidden)
    }
    #expect(try await viewer.send([], to: "/drafts").status == .forbidden)
  }
}
