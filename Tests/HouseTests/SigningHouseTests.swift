import Foundation
import TestSupport
import Testing

/// Issue 6.3: people sign on their own machines; real programs.
@Suite("Signing from the command line") struct SigningHouseTests {
  private func submit(_ house: House, _ name: String, _ more: String...) throws -> Int32 {
    try ChildProcess.run(
      House.program("loanha"),
      [
        "bulletin", "publish", "--ward", house.ward, "--id", name, "--title", "Họp tổ dân phố",
        "--class", "thong-tin-thiet-yeu", "--directive-issuer", "Ban Tuyên giáo Thành ủy",
        "--directive-number", "1-CV/BTGTU", "--lifts",
        "khung-gio,so-buoi,ngay-trong-tuan,thoi-luong", "--submit",
      ] + more
    ).code
  }

  @Test("one submits with their key, another signs with theirs, and then it hangs; 3: no desk runs")
  func twoPeople() throws {
    let house = try House()
    #expect(try submit(house, "tin-1", "--sign", "\(house.ward)/keys/editor.jwk") == 0)
    let pending = try house.loanha("bulletin", "pending", "--ward", house.ward)
    #expect(pending.contains("needs approver"))
    #expect(try house.loanha("bulletin", "list", "--ward", house.ward).isEmpty)
    let output = try house.loanha(
      "bulletin", "sign", "--ward", house.ward, "1", "--sign",
      "\(house.ward)/keys/approver.jwk", allowed: [3])
    #expect(output.contains("tin-1 revision 1 hangs"))
    #expect(try house.loanha("bulletin", "pending", "--ward", house.ward).isEmpty)
    let late = try house.loanha(
      "bulletin", "return", "--ward", house.ward, "1", "--note", "Sai ngày", allowed: [1])
    #expect(late.contains("too late"))
  }

  @Test("what was returned says why, and nobody can sign it any more")
  func returned() throws {
    let house = try House()
    #expect(try submit(house, "tin-1") == 0)
    try house.loanha(
      "bulletin", "return", "--ward", house.ward, "1", "--note", "Thiếu địa điểm")
    let shown = try house.loanha("bulletin", "pending", "--ward", house.ward, "1")
    #expect(shown.contains("note: Thiếu địa điểm"))
    try house.loanha(
      "bulletin", "sign", "--ward", house.ward, "1", "--sign",
      "\(house.ward)/keys/editor.jwk", allowed: [1])
  }

  @Test("a key made elsewhere is taken up with its code and the root key from elsewhere, and signs")
  func keys() throws {
    let house = try House()
    // Any Ed25519 key of somebody's: here one of another ward.
    let other = try House()
    let key = "\(other.ward)/keys/approver.jwk"
    let printed = try house.loanha(
      "ward", "keys", "request", "--ward", house.ward, "--sign", key, "--holder", "hoa", "--title",
      "Trần Thị Hòa", "--role", "approver")
    let code = printed.filter { $0.isNumber || $0 == " " }.trimmingCharacters(in: .whitespaces)
    #expect(code.filter(\.isNumber).count == 30)
    let list = try house.loanha("ward", "keys", "list", "--ward", house.ward)
    #expect(list.contains("Trần Thị Hòa") && !list.contains(code))
    let wrong = try house.loanha(
      "ward", "keys", "accept", "--ward", house.ward, "1", "--code",
      "00000 00000 00000 00000 00000 00000", allowed: [1])
    #expect(wrong.contains("the code is not that of the key"))
    let root = house.folder.file("usb.jwk")
    try FileManager.default.moveItem(atPath: "\(house.ward)/keys/root.jwk", toPath: root)
    try house.loanha(
      "ward", "keys", "accept", "--ward", house.ward, "1", "--code", code, "--root", root,
      allowed: [3])
    #expect(try submit(house, "tin-1", "--sign", "\(house.ward)/keys/editor.jwk") == 0)
    let output = try house.loanha(
      "bulletin", "sign", "--ward", house.ward, "1", "--sign", key, allowed: [3])
    #expect(output.contains("tin-1 revision 1 hangs"))
  }
}
