import Foundation
import LinuxIO
import Sound
import Speech
import TestSupport
import Testing
import WardContract

@testable import Painter
@testable import WardDesk

@Suite("What is taken in") struct MediaIntakeTests {
  let ward: TestWard
  let folder: WardFolder

  init() throws {
    ward = try TestWard()
    folder = ward.folder
  }

  private func file(_ name: String) -> String { ward.temporary.file(name) }

  private func bytes(_ name: String) throws -> [UInt8] {
    try Files.read(file(name), limit: Bounds.mediaBytes)
  }

  private func sox(_ arguments: [String]) throws {
    let (code, output) = try ChildProcess.run("sox", arguments)
    try #require(code == 0, "\(output)")
  }

  /// A sentence that is spoken, then changed by sox.
  private func speech(_ name: String, _ effects: [String]) throws -> [UInt8] {
    _ = try SpeechRecording.write(
      "Ủy ban nhân dân phường thông báo lịch tiêm chủng cho trẻ em dưới năm tuổi.",
      to: file("raw.wav"), SpeechSettings())
    try sox([file("raw.wav"), file(name)] + effects)
    return try bytes(name)
  }

  private func refusal(_ bytes: [UInt8]) -> IntakeFault? {
    do {
      _ = try folder.takeIn(bytes, title: "tệp")
      return nil
    } catch {
      return error as? IntakeFault
    }
  }

  @Test("a tone of one loudspeaker has the loudness of EBU Tech 3341, and its peak")
  func measure() throws {
    // Case 1 has −23 LUFS of two channels; one of them has half of it.
    try sox(["-n", "-r", "48000", file("tone.wav"), "synth", "20", "sine", "1000", "gain", "-23"])
    let loudness = try SoundCorrection.measure(file("tone.wav"))
    #expect(abs(loudness.integratedLUFS + 26) < 0.1, "\(loudness)")
    #expect(abs(loudness.truePeakDBTP + 23) < 0.2, "\(loudness)")
    #expect(loudness.clippedMilliseconds == 0)
  }

  @Test(
    "whoever whispers or shouts is heard as loud as everybody else, and no peak is above −1 dBTP",
    arguments: [("quiet.wav", "-12"), ("loud.mp3", "2"), ("middle.flac", "-4")])
  func corrected(name: String, gain: String) throws {
    let medium = try folder.takeIn(speech(name, ["gain", gain]), title: "Thông báo")
    let correction = try #require(medium.correction)
    #expect(abs(correction.after.integratedLUFS - SoundCorrection.targetLUFS) < 1, "\(correction)")
    #expect(correction.after.truePeakDBTP <= SoundCorrection.ceilingDBTP, "\(correction)")
    #expect(medium.resource.mimeType == .opus && medium.title == "Thông báo")
    let length = try #require(medium.resource.durationMilliseconds)
    #expect(abs(length - correction.milliseconds) < 30)
    let kept = try Files.read(
      "\(folder.mediaPath)/\(medium.resource.digest)", limit: Bounds.mediaBytes)
    #expect(kept.count == medium.resource.sizeBytes)
    #expect(try Files.list("\(folder.path)/desk/incoming").isEmpty)
  }

  @Test("a recording that was overdriven is said to be so")
  func clipped() throws {
    let medium = try folder.takeIn(speech("clipped.wav", ["gain", "18"]), title: "")
    #expect((medium.correction?.before.clippedMilliseconds ?? 0) > 20)
    let fine = try folder.takeIn(speech("fine.wav", ["gain", "-3"]), title: "")
    #expect(fine.correction?.before.clippedMilliseconds == 0)
  }

  @Test("what is known of a medium is on disk, to a thousandth of a decibel")
  func record() throws {
    let medium = try folder.takeIn(speech("a.wav", []), title: "Lời chào")
    try ward.store().keep(medium, by: "lan", at: TestWard.now)
    let kept = try ward.store().media([medium.resource.digest])[medium.resource.digest]
    #expect(kept?.resource == medium.resource && kept?.title == "Lời chào")
    let (before, after) = (medium.correction, kept?.correction)
    #expect(abs((before?.gainDecibels ?? 0) - (after?.gainDecibels ?? 9)) < 0.001)
  }

  @Test("nothing, too much, no medium at all, silence, half a file: a sentence each, nothing kept")
  func refused() throws {
    #expect(refusal([]) == .empty)
    #expect(refusal([UInt8](repeating: 0, count: Bounds.mediaBytes + 1)) == .tooLarge)
    #expect(refusal(Array("GIF89a".utf8)) == .unknownKind)
    #expect(refusal(Array("<script>alert(1)</script>".utf8)) == .unknownKind)
    try sox(["-n", "-r", "48000", file("silence.wav"), "trim", "0", "3"])
    #expect(try refusal(bytes("silence.wav")) == .silent)
    let whole = try speech("whole.ogg", [])
    guard case .sound = refusal(Array(whole.prefix(whole.count / 2))) else {
      Issue.record("half a sound was taken")
      return
    }
    guard case .image = refusal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2]) else {
      Issue.record("no image was taken for one")
      return
    }
    #expect(try Files.list(folder.mediaPath).isEmpty)
    #expect(try Files.list("\(folder.path)/desk/incoming").isEmpty)
  }

  /// A photograph of which the left half is red and the right one blue.
  private func photograph(_ width: Int, _ height: Int) throws -> [UInt8] {
    let buffer = PixelBuffer(width: width, height: height)
    buffer.fill(Rectangle(0, 0, width / 2, height), Color(0xFF_00_00))
    buffer.fill(Rectangle(width / 2, 0, width - width / 2, height), Color(0x00_00_FF))
    try buffer.writeJPEG(file("photo.jpg"), quality: 90)
    return try bytes("photo.jpg")
  }

  private func picture(_ medium: TakenMedium) throws -> Picture {
    try Picture(
      path: "\(folder.mediaPath)/\(medium.resource.digest)", boxWidth: 4_096, boxHeight: 4_096)
  }

  @Test("a photograph of twelve megapixels is as large as a display, and homes can show it")
  func large() throws {
    let medium = try folder.takeIn(photograph(4_032, 3_024), title: "Ảnh")
    let shown = try picture(medium)
    #expect((shown.width, shown.height) == (1_920, 1_440))
    #expect(medium.resource.mimeType == .jpeg && medium.resource.sizeBytes < 400_000)
  }

  @Test(
    "a photograph stands upright as the camera noted it, and the note itself is gone",
    arguments: [true, false])
  func upright(isLittle: Bool) throws {
    var photo = try photograph(64, 32)
    func field(_ number: Int, _ count: Int) -> [UInt8] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
      return isLittle ? bytes : bytes.reversed()
    }
    // Orientation 6: its first row is the right side of what is seen.
    var exif: [UInt8] = Array("Exif".utf8) + [0, 0] + (isLittle ? [0x49, 0x49] : [0x4D, 0x4D])
    exif += field(42, 2) + field(8, 4) + field(1, 2)
    exif += field(0x0112, 2) + field(3, 2) + field(1, 4) + field(6, 2) + field(0, 2) + field(0, 4)
    exif += Array("21.0340N 105.8140E".utf8)
    let length = exif.count + 2
    photo.insert(contentsOf: [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 0xFF)] + exif, at: 2)
    let medium = try folder.takeIn(photo, title: "Ảnh")
    let shown = try picture(medium)
    #expect((shown.width, shown.height) == (32, 64))
    let (top, bottom) = (Color(shown.pixels[32 * 4 + 16]), Color(shown.pixels[32 * 60 + 16]))
    #expect(top.red > 200 && top.blue < 60, "what was left is above")
    #expect(bottom.blue > 200 && bottom.red < 60)
    let kept = try Files.read(
      "\(folder.mediaPath)/\(medium.resource.digest)", limit: Bounds.mediaBytes)
    #expect(!kept.contains(Array("Exif".utf8)) && !kept.contains(Array("21.0340N".utf8)))
  }

  @Test("a note about the orientation that lies leads nowhere")
  func lyingNote() {
    let claim: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF] + Array("Exif\0\0II*\0".utf8)
    #expect(Orientation(jpeg: claim) == .upright)
    let directory: [UInt8] =
      Array("Exif\0\0II*\0".utf8) + [0xFF, 0xFF, 0xFF, 0x7F]
    let short: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(directory.count + 2)] + directory
    #expect(Orientation(jpeg: short) == .upright)
    #expect(Orientation(jpeg: []) == .upright)
  }

  @Test("words become a recording, as loud as others, without a name that could clash")
  func spoken() throws {
    let bulletin = try folder.bulletin(of: TestWard.draft(), media: [:], now: TestWard.now)
    let medium = try folder.speak(bulletin)
    #expect(medium.resource.mimeType == .opus)
    let length = try #require(medium.resource.durationMilliseconds)
    let guess = bulletin.soundMilliseconds
    #expect(abs(length - guess) < guess / 4, "\(length) ms, \(guess) were guessed")
    #expect(try folder.speak(bulletin).correction == medium.correction)
  }
}
