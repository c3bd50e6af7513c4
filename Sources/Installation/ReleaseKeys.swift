import LinuxIO
import WardContract

/// The public halves of the keys that may sign a release, as the terminal's own package brought them:
/// files `NAME.pub` of 32 bytes in base64url. Several, so that a key can follow another.
public enum ReleaseKeys {
  /// Where they lie on a terminal.
  public static let folder = "/usr/share/loanha/release-keys"

  /// The keys in `folder`, 32 bytes each; none if there is no such folder. A file that holds no key, and
  /// more than `Bounds.releaseKeys`, are errors.
  public static func read(folder: String) throws -> [[UInt8]] {
    guard Files.isFolder(folder) else { return [] }
    let names = try Files.list(folder).filter { $0.hasSuffix(".pub") }
    guard names.count <= Bounds.releaseKeys else {
      throw Malformed(folder, "\(names.count) release keys, \(Bounds.releaseKeys) are allowed")
    }
    return try names.map { try key(path: "\(folder)/\($0)") }
  }

  /// The public key in the file `path`, 32 bytes.
  public static func key(path: String) throws -> [UInt8] {
    let bytes = try Files.read(path, limit: 128)
    let text = String(decoding: bytes.last == 0x0A ? bytes.dropLast() : bytes[...], as: UTF8.self)
    guard let key = Base64URL.decode(text), key.count == 32 else {
      throw Malformed(path, "32 bytes in base64url were expected")
    }
    return key
  }
}
