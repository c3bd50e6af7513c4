import Foundation
import TestSupport
import Testing

/// Issue 6.3: signing from the command line with a key on a token; real programs, SoftHSM.
@Suite("Keys on tokens from the command line") struct TokenHouseTests {
  private let house: House
  private let tokens: SoftTokenFolder
  private let token: SoftToken

  init() throws {
    house = try House()
    tokens = try SoftTokenFolder()
    token = try SoftToken("the-duyet", in: tokens)
    try token.make("khoa", id: "01")
    try house.folder.write(SoftToken.pin + "\n", to: "pin")
  }

  private func uri(_ more: String = "") -> String {
    "pkcs11:token=the-duyet;object=khoa?module-path=\(SoftTokenFolder.module)\(more)"
  }

  private var withPIN: String { uri("&pin-source=file:\(house.folder.file("pin"))") }

  private func loanha(_ arguments: String...) throws -> (code: Int32, output: String) {
    try ChildProcess.run(tokens.environment, [House.program("loanha")] + arguments)
  }

  private func request(_ key: String) throws -> (code: Int32, output: String) {
    try loanha(
      "ward", "keys", "request", "--ward", house.ward, "--sign", key, "--holder", "hoa", "--title",
      "Trần Thị Hòa", "--role", "approver")
  }

  @Test("a token's key is taken up, and its signature hangs what an editor submitted")
  func approver() throws {
    let asked = try request(withPIN)
    #expect(asked.code == 0)
    let code = asked.output.filter { $0.isNumber || $0 == " " }
      .trimmingCharacters(in: .whitespaces)
    try house.loanha(
      "ward", "keys", "accept", "--ward", house.ward, "1", "--code", code, allowed: [3])
    // Longer than what a token that signs piece by piece takes at once.
    let text = String(repeating: "Mời bà con đến dự họp tổ dân phố. ", count: 40)
    try house.loanha(
      "bulletin", "publish", "--ward", house.ward, "--id", "tin-1", "--title", "Họp tổ dân phố",
      "--text", text, "--class", "thong-tin-thiet-yeu", "--directive-issuer",
      "Ban Tuyên giáo Thành ủy",
      "--directive-number", "1-CV/BTGTU", "--lifts", "khung-gio,so-buoi,ngay-trong-tuan,thoi-luong",
      "--submit", "--sign", "\(house.ward)/keys/editor.jwk")
    let signed = try loanha("bulletin", "sign", "--ward", house.ward, "1", "--sign", withPIN)
    #expect(
      signed.code == 3 && signed.output.contains("tin-1 revision 1 hangs"), "\(signed.output)")
  }

  @Test("the PIN is typed at the terminal, which does not show it")
  func typed() throws {
    let script = """
      import os, pty, sys
      child, terminal = pty.fork()
      if child == 0:
          os.execv(sys.argv[1], sys.argv[1:])
      shown = b""
      while b"PIN" not in shown:
          shown += os.read(terminal, 100)
      os.write(terminal, b"43x\\x7f21\\n")
      try:
          while more := os.read(terminal, 1000):
              shown += more
      except OSError:
          pass
      print(shown.decode())
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
      """
    let (code, output) = try ChildProcess.run(
      tokens.environment,
      [
        "python3", "-c", script, House.program("loanha"), "ward", "keys", "request", "--ward",
        house.ward, "--sign", uri(), "--holder", "hoa", "--title", "Hòa", "--role", "approver",
      ])
    #expect(code == 0, "\(output)")
    // What stands between question and answer is what the typing has shown.
    let shown = output.components(separatedBy: "Code of the key")[0]
    #expect(shown.contains("PIN of the token the-duyet: "))
    let digits = shown.filter(\.isNumber)
    #expect(digits.isEmpty, "the PIN is on the screen: \(output)")
  }

  @Test(
    "what a person is told: wrong PIN, nobody to ask, no such token, a PIN in the URI, no --submit")
  func sentences() throws {
    try house.folder.write("0000\n", to: "wrong")
    let wrong = uri("&pin-source=file:\(house.folder.file("wrong"))")
    for (key, word) in [
      (wrong, "PIN of the token the-duyet was wrong"),
      (uri("&pin-source=file:/none"), "pin-source names holds no PIN"),
      ("pkcs11:token=xa;object=khoa?module-path=\(SoftTokenFolder.module)", "that are: the-duyet"),
      (uri("&pin-value=4321"), "type the PIN"),
    ] {
      let (code, output) = try request(key)
      #expect(code == 1 && output.contains(word), "\(output)")
      #expect(!output.contains(SoftToken.pin) || key.contains("pin-value"))
    }
    let (code, output) = try loanha(
      "bulletin", "publish", "--ward", house.ward, "--title", "Họp", "--class",
      "thong-tin-thiet-yeu", "--sign", withPIN)
    #expect(code == 64 && output.contains("--submit"), "\(output)")
  }

  @Test(
    "the terminal knows nothing of tokens: neither the module's loader nor a name of its functions")
  func notInTheTerminal() throws {
    let program = try Data(contentsOf: URL(fileURLWithPath: House.program("loanhad")))
    #expect(program.range(of: Data("C_GetFunctionList".utf8)) == nil)
    let tool = try Data(contentsOf: URL(fileURLWithPath: House.program("loanha")))
    #expect(tool.range(of: Data("C_GetFunctionList".utf8)) != nil)
  }
}
