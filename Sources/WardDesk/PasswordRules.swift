import Vietnam
import WardContract

/// Why a password is refused.
public enum PasswordFault: Error, Equatable, Sendable {
  /// Shorter than `PasswordRules.shortest`.
  case short
  /// Longer than `PasswordRules.longestBytes`.
  case long
  /// It is the account's name or the person's, with or without spaces and marks.
  case name
  /// Many people have it, or it is a few characters again and again.
  case common
}

/// What a password must be: long, and not the first that somebody would try. No signs, figures or
/// capitals are asked for; they make passwords hard to remember and easy to guess (NIST SP 800-63B
/// §5.1.1.2).
public enum PasswordRules {
  /// Characters that a password has at least.
  public static let shortest = 12
  /// Bytes that a password has at most.
  public static let longestBytes = 1_024

  /// What is wrong with `password` (in normalisation form C), or `nil`.
  public static func fault(
    in password: String, name: Identifier, fullName: String
  ) -> PasswordFault? {
    guard password.count >= shortest else { return .short }
    guard password.utf8.count <= longestBytes else { return .long }
    let tried = plain(password)
    if [name.description, fullName].contains(where: { isRepeated(plain($0), tried) }) {
      return .name
    }
    if Set(tried).count < 4 || common.contains(where: { isRepeated($0, tried) }) { return .common }
    return nil
  }

  /// Whether `text` is `word` once or several times, and perhaps a few figures.
  private static func isRepeated(_ word: String, _ text: String) -> Bool {
    guard !word.isEmpty else { return false }
    var rest = text[...]
    while rest.hasPrefix(word) { rest = rest.dropFirst(word.count) }
    return rest.count < text.count && rest.count <= 6 && rest.allSatisfy(\.isNumber)
  }

  /// `text` in small letters without marks, spaces and signs.
  private static func plain(_ text: String) -> String {
    String(Letters.withoutMarks(text.lowercased()).filter { $0.isLetter || $0.isNumber })
  }

  /// The beginnings of lists of passwords that were found out, as far as they can be made long
  /// enough; Vietnamese and keyboard ones.
  private static let common = [
    "password", "passw0rd", "matkhau", "anhyeuem", "emyeuanh", "iloveyou", "123456789",
    "1234567890", "12345678", "123456", "0123456789", "0987654321", "987654321", "qwerty",
    "qwertyuiop", "qwertyuiopasdfghjklzxcvbnm", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc",
    "1qaz2wsx", "q1w2e3r4t5", "1q2w3e4r5t", "abcdefghijkl", "abcdefgh", "abc123", "admin",
    "administrator", "quantri", "quantrivien", "loaphuong", "loanha", "hanoi", "vietnam",
    "khongbiet", "letmein", "welcome", "changeme", "doimatkhau", "matkhaumoi",
  ]
}
