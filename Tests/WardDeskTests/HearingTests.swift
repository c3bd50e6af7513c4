import BroadcastRules
import Foundation
import LinuxIO
import TestSupport
import Testing
import WardContract

@testable import WardDesk

@Suite("The desk and the broadcast rules") struct HearingTests {
  let folder = TemporaryFolder()
  /// Tuesday, before the morning session at 07:00.
  static let now = Instant("2026-11-24T06:00:00+07:00")!

  private func found(_ type: AreaType = .district) throws -> WardFolder {
    try Founding(
      path: folder.file("ward"), area: Area("01.00004")!, name: "phường Ba Đình", areasWithin: [],
      host: "localhost", port: 8883, brokerPath: nil, areaType: type,
      rulesPath: "\(sourceRoot)/rules"
    ).found(now: Self.now)
  }

  /// A notice that sounds for so many seconds.
  private func notice(
    _ name: String, seconds: Int, _ change: (inout Bulletin) -> Void = { _ in }
  ) -> Bulletin {
    let digest = MediaDigest(String(repeating: "0", count: 64))!
    var bulletin = Bulletin(
      identifier: Identifier(name)!, senderName: "UBND", sent: Self.now,
      areas: [Area("01.00004")!], expires: Self.now + 7 * 86_400_000, headline: "Tin \(name)",
      resources: [
        Resource(
          mimeType: .opus, sizeBytes: 1, digest: digest, durationMilliseconds: seconds * 1000)
      ], regulation: .init(contentClass: "thong-tin-thiet-yeu"))
    change(&bulletin)
    return bulletin
  }

  private func publish(_ bulletin: Bulletin, _ ward: WardFolder) -> String {
    refusal { _ = try ward.sign(bulletin, keyPaths: ward.usualKeyPaths(bulletin.priority)) }
  }

  @Test("R-20: a session that is full takes nothing more; what is left is said; the next one does")
  func full() throws {
    let ward = try found()
    #expect(publish(notice("a", seconds: 600), ward) == "")
    #expect(publish(notice("b", seconds: 240), ward) == "")
    let fault = publish(notice("c", seconds: 120), ward)
    #expect(fault.contains("buổi sáng thứ Ba 24/11/2026"), "\(fault)")
    #expect(fault.contains("thoi-luong: Tin dài 2 phút"), "\(fault)")
    #expect(fault.contains("đã có: 14 phút; còn: 1 phút"), "\(fault)")
    #expect(fault.contains("“tối đa 15 phút/buổi phát thanh”"), "\(fault)")
    #expect(publish(notice("c", seconds: 120) { $0.regulation.session = .afternoon }, ward) == "")
    #expect(publish(notice("d", seconds: 60), ward) == "")
    let rules = try ward.broadcasting()
    let left = try rules.remaining(
      in: BroadcastSlot(date: LocalDate(Self.now), session: .morning),
      beside: ward.planned(under: rules))
    #expect(left.leftMilliseconds == 0 && left.sessionsUsed == 2)
    #expect(try DeskStore(path: ward.databasePath).board().count == 4)
  }

  @Test("a correction takes the place of its item, not a place beside it")
  func correction() throws {
    let ward = try found()
    #expect(publish(notice("a", seconds: 900), ward) == "")
    let update = notice("a", seconds: 890) {
      ($0.revision, $0.messageType) = (2, .update)
    }
    #expect(publish(update, ward) == "")
  }

  @Test("every broken rule is told at once, and nothing is hung")
  func broken() throws {
    let ward = try found()
    let fault = publish(
      notice("a", seconds: 1_000) {
        $0.regulation.contentClass = nil
        $0.regulation.programmeSource = .relay
        $0.regulation.music = .pure
      }, ward)
    for code in ["thoi-luong: ", "noi-dung: ", "nguon-chuong-trinh: ", "ca-nhac: "] {
      #expect(fault.contains("  \(code)"), "\(fault)")
    }
    // Whoever forgot the class is told which there are.
    #expect(fault.contains("thong-tin-thiet-yeu (Thông tin thiết yếu với địa bàn dân cư)"))
    // An item that no session is left for is told of the rest, too.
    let late = publish(
      notice("b", seconds: 60) {
        $0.expires = Self.now + 3_599_000
        $0.regulation.contentClass = "quang-cao"
      }, ward)
    #expect(late.contains("luot-phat: ") && late.contains("noi-dung: "), "\(late)")
    #expect(try DeskStore(path: ward.databasePath).board().isEmpty)
  }

  @Test("emergencies, tests and withdrawals need no plan and no class")
  func exempt() throws {
    let ward = try found()
    #expect(publish(notice("a", seconds: 60), ward) == "")
    try FileManager.default.removeItem(atPath: ward.planPath)
    #expect(publish(notice("b", seconds: 60), ward).contains("`loanha ward plan`"))
    let alarm = notice("chay", seconds: 6_000) {
      $0.priority = .emergency
      $0.regulation.contentClass = nil
      $0.resources = []
    }
    #expect(publish(alarm, ward) == "")
    #expect(publish(notice("thu", seconds: 60) { $0.status = .test }, ward) == "")
    let gone = notice("a", seconds: 60) {
      ($0.revision, $0.messageType, $0.resources) = (2, .cancel, [])
    }
    #expect(publish(gone, ward) == "")
  }

  @Test("R-13: neighbours of plan.toml hold up what overlaps, until an agreement stands there")
  func neighbours() throws {
    let ward = try found()
    let plan = try String(contentsOfFile: ward.planSettingsPath, encoding: .utf8)
    let neighbour =
      plan + "[neighbour.ngoc-ha]\nname = \"phường Ngọc Hà\"\nsang = \"07:10\"\nminutes = 15\n"
    try neighbour.write(toFile: ward.planSettingsPath, atomically: true, encoding: .utf8)
    let fault = publish(notice("a", seconds: 60), ward)
    #expect(fault.contains("giap-ranh: Giờ phát trùng với phường Ngọc Hà"), "\(fault)")
    #expect(publish(notice("a", seconds: 60) { $0.regulation.session = .afternoon }, ward) == "")
    try (neighbour + "agreement = \"5/TT-UBND\"\n").write(
      toFile: ward.planSettingsPath, atomically: true, encoding: .utf8)
    #expect(publish(notice("b", seconds: 60), ward) == "")
    try (neighbour + "agrement = \"5/TT-UBND\"\n").write(
      toFile: ward.planSettingsPath, atomically: true, encoding: .utf8)
    #expect(publish(notice("c", seconds: 60), ward).contains("unknown key \"agrement\""))
  }

  @Test("what nobody gave an end hangs until a day after its session, also over a weekend")
  func ends() throws {
    let ward = try found()
    let friday = Instant("2026-11-27T18:00:00+07:00")!
    let late = notice("a", seconds: 60) {
      $0.sent = friday
      $0.expires = friday + Bounds.lifeMilliseconds
    }
    #expect(ward.usualEnd(of: late) == Instant("2026-12-01T07:00:00+07:00")!)
    let alarm = notice("b", seconds: 60) { $0.priority = .emergency }
    #expect(ward.usualEnd(of: alarm) == Self.now + 86_400_000)
  }
}
