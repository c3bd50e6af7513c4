import Signatures
import WardContract
import WardDesk

/// A second factor to be taken over into an app.
enum SecondFactorPiece {
  /// The code to scan, and the same to type.
  static func secret(
    _ secret: [UInt8], of account: Identifier, place: String, _ language: Language
  ) -> HTML {
    let address = SecondFactor.address(secret, account: account, place: place)
    let letters = Array(Base32.encode(secret))
    let groups = stride(from: 0, to: letters.count, by: 4).map { start in
      String(letters[start..<min(start + 4, letters.count)])
    }
    return """
      <p>\(language.say("Mở ứng dụng xác thực trên điện thoại (Google Authenticator, FreeOTP, Aegis…) và quét mã này:", "Open an authenticator app on your telephone (Google Authenticator, FreeOTP, Aegis…) and scan this code:"))</p>
      \(QRPicture.of(address, title: language.say("Mã QR cho ứng dụng xác thực", "QR code for the authenticator app")))
      <p class="note">\(language.say("Không quét được thì nhập khoá:", "If it can't be scanned, type the key:"))
        <code class="secret">\(groups.joined(separator: " "))</code></p>
      """
  }

  /// Recovery codes, shown once.
  static func recoveryCodes(_ codes: [String], _ language: Language) -> HTML {
    """
    <p>\(language.say("Chép hoặc in các mã này và cất đi. Khi không có điện thoại, mỗi mã đăng nhập được một lần. Trang này không hiện lại được.", "Write down or print these codes and put them away. Without your telephone each of them lets you in once. This page is not shown again."))</p>
    <ul class="codes">\(codes.pieces { "<li><code>\($0)</code></li>" })</ul>
    """
  }

  /// The field for what the app shows.
  static func codeField(_ language: Language) -> HTML {
    """
    <label for="code">\(language.say("Sáu chữ số mà ứng dụng đang hiện", "The six figures that the app shows now"))</label>
    <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="20"
      required>
    """
  }

  /// Two fields for a new password.
  static func newPasswordFields(_ language: Language) -> HTML {
    """
    <label for="new">\(language.say("Mật khẩu mới", "New password"))</label>
    <input id="new" name="new" type="password" autocomplete="new-password" required
      minlength="\(PasswordRules.shortest)" aria-describedby="rule">
    <p class="note" id="rule">\(language.say("Ít nhất \(PasswordRules.shortest) ký tự; một câu dễ nhớ là tốt nhất, không cần ký hiệu lạ.", "At least \(PasswordRules.shortest) characters; a sentence is best, no odd signs are needed."))</p>
    <label for="again">\(language.say("Nhập lại mật khẩu mới", "New password again"))</label>
    <input id="again" name="again" type="password" autocomplete="new-password" required>
    """
  }
}
