import Foundation
import LinuxIO
import Sound
import TerminalCore
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("The look at an item") struct ItemPreviewTests {
  let ward: TestWard
  let folder: WardFolder
  let now = TestWard.now

  init() throws {
    ward = try TestWard()
    folder = ward.folder
  }

  private func preview(_ change: (inout Draft) -> Void = { _ in }) -> ItemPreview {
    folder.preview(of: TestWard.draft(change), media: [:], now: now)
  }

  /// Width and height that a PNG file states.
  private func size(_ png: [UInt8]) -> [Int] {
    [16, 20].map { offset in png[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
  }

  private func milliseconds(_ sound: [UInt8]) throws -> Int {
    let path = ward.temporary.file("sound.opus")
    try Files.replace(path, sound)
    return try SoundFile(path: path).milliseconds
  }

  @Test("every view on every display is a picture of that size, and pages differ")
  func pictures() throws {
    let preview = preview { $0.text = String(repeating: "Mời bà con đến họp tổ. ", count: 60) }
    #expect(preview.views == [.broadcast, .reader, .list])
    for display in ItemPreview.displays {
      for view in preview.views {
        let (png, _) = try preview.picture(view, on: display)
        #expect(size(png) == [display.width, display.height])
      }
    }
    let small = try #require(ItemPreview.Display(named: "480x320"))
    let (first, pages) = try preview.picture(.reader, on: small)
    #expect(pages > 1)
    #expect(try preview.picture(.reader, page: 1, on: small).png != first)
    #expect(ItemPreview.Display(named: "9x9") == nil)
    #expect(try Files.list("\(folder.path)/desk/incoming").isEmpty)
  }

  @Test("the screens say what a home's would: session, announcement, the mark of an exercise")
  func screens() throws {
    guard case .reader(let reader) = preview().screen(.reader) else { return }
    #expect(reader.announcement == "Phát lúc 07:00 hôm nay")
    #expect(reader.detail == "UBND phường Ba Đình · 06:00 24/11/2026")
    guard case .broadcast(let broadcast) = preview().screen(.broadcast) else { return }
    #expect(broadcast.session == "Buổi sáng")
    let exercise = preview {
      $0.status = .exercise
      $0.priority = .emergency
      $0.instruction = "Ra khỏi nhà."
    }
    #expect(exercise.views == [.emergency, .reader, .list])
    guard case .emergency(let emergency) = exercise.screen(.emergency) else {
      Issue.record("no emergency screen")
      return
    }
    #expect(emergency.reality == .exercise && emergency.instruction == "Ra khỏi nhà.")
    #expect(preview { $0.status = .test }.views.isEmpty)
    // Half a draft has a look, too.
    let empty = Draft(identifier: Identifier("tin-2")!, areas: [])
    let half = folder.preview(of: empty, media: [:], now: now)
    #expect(try half.picture(.reader, on: ItemPreview.displays[0]).pages == 1)
  }

  @Test("the sound is the home's: its signal, then its voice or the recording, in their lengths")
  func sound() throws {
    let ordinary = preview()
    let spoken = try milliseconds(ordinary.sound())
    let signal = Signal.ordinary.milliseconds
    let words = ordinary.bulletin.soundMilliseconds
    #expect(abs(spoken - signal - words) < words / 3, "\(spoken) ms")
    // The siren is longer, an exercise says twice that it is one.
    let alarm = try milliseconds(
      preview {
        $0.priority = .emergency
        $0.instruction = "Ra khỏi nhà."
      }.sound())
    let exercise = try milliseconds(
      preview {
        $0.status = .exercise
        $0.priority = .emergency
        $0.instruction = "Ra khỏi nhà."
      }.sound())
    #expect(exercise > alarm + 3_000)

    let medium = try folder.speak(ordinary.bulletin)
    let draft = TestWard.draft { $0.media = [medium.resource.digest] }
    let recorded = folder.preview(
      of: draft, media: [medium.resource.digest: medium], now: now)
    let length = try #require(medium.resource.durationMilliseconds)
    let whole = try milliseconds(recorded.sound())
    // Lead-in and tail are 400 ms.
    #expect(abs(whole - signal - length - 400) < 50, "\(whole) ms")
  }

  @Test("a sound that is no more there is said to be so, and nothing is left behind")
  func missing() throws {
    let digest = MediaDigest(String(repeating: "a", count: 64))!
    let medium = TakenMedium(
      resource: Resource(
        mimeType: .opus, sizeBytes: 1, digest: digest, durationMilliseconds: 1_000), title: "")
    let draft = TestWard.draft { $0.media = [digest] }
    let preview = folder.preview(of: draft, media: [digest: medium], now: now)
    #expect(throws: MediaRefusal.self) { try preview.sound() }
    #expect(try Files.list("\(folder.path)/desk/incoming").isEmpty)
  }
}
