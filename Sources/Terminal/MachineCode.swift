import Glibc
import LinuxIO
import Signatures

/// A short name of this very machine while its data partition, and its key with it, can't be had. It is no
/// secret, and enrols nobody.
enum MachineCode {
  /// Digits and capitals that nobody takes for one another: no 0 and O, no 1 and I.
  private static let letters = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ")

  /// The code of the machine that calls itself `identity`: 40 bits of its digest.
  static func code(of identity: String) -> String {
    let digest = SHA256.digest(Array("loanha claim \(identity)".utf8))
    let bits = digest.prefix(5).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    let signs = (0..<8).map { letters[Int(bits >> UInt64(35 - 5 * $0) & 31)] }
    return String(signs[..<4]) + "-" + String(signs[4...])
  }

  /// What tells this machine from all others: the serial number of its board, or the address of
  /// its first network card, or what was drawn when its system was made.
  static func machineIdentity(root: String = "") -> String {
    if let serial = text("\(root)/proc/device-tree/serial-number") { return serial }
    let cards = "\(root)/sys/class/net"
    for name in (try? Files.list(cards)) ?? [] {
      if let address = text("\(cards)/\(name)/address"), address.contains(where: isTelling) {
        return address
      }
    }
    return text("\(root)/etc/machine-id") ?? "unknown"
  }

  private static func isTelling(_ character: Character) -> Bool {
    character != "0" && character != ":"
  }

  private static func text(_ path: String) -> String? {
    guard let bytes = try? Files.read(path, limit: 256) else { return nil }
    let text = String(decoding: bytes.prefix { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }
}
