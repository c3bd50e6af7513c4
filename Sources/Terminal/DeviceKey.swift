import LinuxIO
import Signatures
import WardContract

/// The key that a terminal makes for itself, once: it never leaves the device, and it is what the device
/// is known by.
struct DeviceKey {
  /// The key's file within the terminal's folder.
  static let fileName = "device.key"
  /// The file of the certificate that a desk gave for it.
  static let certificateFileName = "device.pem"
  private static let maximumBytes = 4_096

  let key: TLSKey
  let fingerprint: KeyFingerprint

  /// The key in `folder`; a new one is made if there is none, or a file that holds no key, and is on the disk
  /// before anybody hears of it.
  init(folder: String) throws {
    let path = "\(folder)/\(Self.fileName)"
    let file = Files.exists(path) ? try Files.read(path, limit: Self.maximumBytes) : []
    if let known = try? TLSKey(pem: file) {
      try self.init(known)
    } else {
      try self.init(TLSKey())
      try Files.replace(path, key.pem())
    }
  }

  /// A key that no file holds.
  init(_ key: TLSKey) throws {
    self.key = key
    fingerprint = try key.publicKey().fingerprint()
  }
}
