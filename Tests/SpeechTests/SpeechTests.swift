import Foundation
import Glibc
import LinuxIO
import TestSupport
import Testing
import Vietnamese

@testable import Speech

/// A notice of a ward, about 4 KB of it.
private let notice = String(
  repeating: """
    Thông báo lịch cắt điện. Từ 7h30 – 11h30 ngày 26/11/2026, Công ty Điện lực Ba Đình tạm ngừng \
    cấp điện tại ngõ 12, 14 và 16 phố Đội Cấn để sửa chữa đường dây. Đề nghị bà con TDP số 5, 6 và \
    7 chủ động sinh hoạt; liên hệ 1900 1288 khi cần. UBND phường xin cảm ơn!

    """, count: 12)

/// Everything that a stream gives, or why it ended.
private func listen(
  _ text: String, _ settings: SpeechSettings = SpeechSettings()
) throws -> [Int16] {
  let stream = try SpeechStream(text, settings)
  var all: [Int16] = []
  while true {
    switch try stream.next(8_192) {
    case .samples(let samples): all += samples
    case .waiting: stream.wait(timeoutMilliseconds: 1_000)
    case .end: return all
    }
  }
}

private func hasEnded(_ process: Int32) -> Bool { kill(process, 0) != 0 && errno == ESRCH }

@Suite("espeak-ng as a program beside ours") struct SpeechTests {
  /// A program in the place of espeak-ng.
  private func stand(_ folder: TemporaryFolder, _ script: String) throws -> SpeechSettings {
    let path = try folder.write("#!/bin/sh\n\(script)\n", to: "voice")
    chmod(path, 0o755)
    return SpeechSettings(program: path)
  }

  @Test("a sentence is heard: not silent, not overdriven, clean at both ends")
  func sentence() throws {
    let text = SpokenText("Mời bà con TDP số 5 họp lúc 19h30 ngày 25/11 tại NVH phường.")
    let samples = try listen(text.text)
    let seconds = Double(samples.count) / Double(SpeechStream.rateHertz)
    let estimate = Double(text.estimatedMilliseconds()) / 1_000
    #expect((estimate * 0.7...estimate * 1.2).contains(seconds), "\(seconds) s, \(estimate)")
    let power = samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
    #expect(power.squareRoot() > 1_000)
    let peak = samples.reduce(0) { max($0, abs(Int($1))) }
    #expect((10_000..<32_000).contains(peak), "\(peak)")
    #expect(samples.prefix(20).allSatisfy { abs(Int($0)) < 600 })
    #expect(samples.suffix(20).allSatisfy { abs(Int($0)) < 600 })
  }

  @Test("the estimate is right within a tenth, at every rate", arguments: [100, 140, 175, 220])
  func estimate(rate: Int) throws {
    let settings = SpeechSettings(wordsPerMinute: rate)
    for written in [String(notice.prefix(700)), notice] {
      let text = SpokenText(written)
      let real = Double(try listen(text.text, settings).count) / Double(SpeechStream.rateHertz)
      let estimate = Double(text.estimatedMilliseconds(wordsPerMinute: rate)) / 1_000
      #expect((real * 0.95...real * 1.1).contains(estimate), "\(estimate) s, really \(real)")
    }
  }

  @Test("4 KB of text begin to sound before more than a pipe of it has been made")
  func streams() throws {
    #expect(notice.utf8.count > 4_000)
    let stream = try SpeechStream(SpokenText(notice).text, SpeechSettings())
    while try stream.next(64) == .waiting { stream.wait(timeoutMilliseconds: 1_000) }
    let process = try #require(stream.process)
    #expect(stream.count <= 64)
    // It is held up by the pipe, which nobody empties.
    #expect(!hasEnded(process))
  }

  @Test("a stream that nobody wants any more takes its program along")
  func abandoned() throws {
    var process: Int32 = 0
    do {
      let stream = try SpeechStream(SpokenText(notice).text, SpeechSettings())
      process = try #require(stream.process)
      while try stream.next(64) == .waiting { stream.wait(timeoutMilliseconds: 1_000) }
    }
    #expect(
      eventually {
        ChildProgram.reapAbandoned()
        return hasEnded(process)
      })
  }

  @Test("a voice that is killed in mid-word ends with words, not with silence")
  func killed() throws {
    let stream = try SpeechStream(SpokenText(notice).text, SpeechSettings())
    let process = try #require(stream.process)
    while try stream.next(64) == .waiting { stream.wait(timeoutMilliseconds: 1_000) }
    kill(process, SIGKILL)
    #expect(throws: SpeechFault.ended(how: "was ended by signal 9")) {
      while true {
        switch try stream.next(8_192) {
        case .waiting: stream.wait(timeoutMilliseconds: 1_000)
        case .samples: continue
        case .end: return
        }
      }
    }
  }

  @Test("without espeak-ng it is said what is missing, before and when it is needed")
  func missing() throws {
    let settings = SpeechSettings(program: "/nonexistent/espeak-ng")
    let fault = try #require(SpeechStream.fault(settings))
    #expect(fault.description.contains("the package espeak-ng"))
    #expect(throws: SpeechFault.self) { _ = try SpeechStream("một", settings) }
    #expect(SpeechStream.fault(SpeechSettings()) == nil)
    #expect(SpeechSettings().wordsPerMinute == SpokenText.usualWordsPerMinute)
  }

  @Test("a program that fails, or writes no such sound, is not taken for speech")
  func strangers() throws {
    let folder = TemporaryFolder()
    for (script, fault) in [
      ("exit 3", SpeechFault.ended(how: "ended with code 3")),
      ("exit 0", .malformed), ("head -c 100 /dev/zero", .malformed),
      ("espeak-ng -v vi --stdout một | head -c 44", .malformed),
      ("sox -n -r 16000 -b 16 -c 1 -t wav - synth 1 sine 440", .malformed),
      ("kill -11 $$", .ended(how: "was ended by signal 11")),
    ] {
      let settings = try stand(folder, script)
      #expect(throws: fault, "\(script)") { _ = try listen("một hai ba.", settings) }
    }
  }

  @Test("the text goes in as it is, and never as an option or through a shell")
  func input() throws {
    let folder = TemporaryFolder()
    let settings = try stand(
      folder,
      """
      echo "$@" >\(folder.file("arguments"))
      cat >\(folder.file("input"))
      ls /proc/self/fd | wc -l >\(folder.file("descriptors"))
      """)
    #expect(throws: SpeechFault.malformed) {
      _ = try listen("--version $(reboot) `id` đồng bào", settings)
    }
    let given = try String(contentsOfFile: folder.file("input"), encoding: .utf8)
    #expect(given == "--version $(reboot) `id` đồng bào\n")
    let arguments = try String(contentsOfFile: folder.file("arguments"), encoding: .utf8)
    #expect(arguments == "-v vi -s 140 -a 70 -b 1 --stdin --stdout\n")
    // Its own three, and the one that ls lists the folder with.
    let count = try String(contentsOfFile: folder.file("descriptors"), encoding: .utf8)
    #expect(count == "4\n")
  }

  @Test("whatever was written, espeak-ng comes to its end with what is made of it")
  func garbage() throws {
    for written in [
      "[[h@l'oU]] <speak> &#65; \u{1} ﷽ 日本 ქართული 🎉🎉 1/0 ///// 99999999999999999999",
      String(repeating: "ươ", count: 2_000), String(repeating: "% ", count: 2_000),
      "Ａ＠Ｂ．ｖｎ \u{202E} z̷͖̈ ¿qué? ß ŷ ẞ",
    ] {
      #expect(!(try listen(SpokenText(written).text)).isEmpty, "\(written.prefix(40))")
    }
  }

  @Test("a text without words is over at once, and without a program")
  func empty() throws {
    let stream = try SpeechStream(SpokenText("🎉").text, SpeechSettings())
    #expect(stream.process == nil)
    #expect(try stream.next(64) == .end)
  }
}
