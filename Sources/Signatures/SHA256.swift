import COpenSSL
import WardContract

/// SHA-256 (FIPS 180-4), piece by piece.
public final class SHA256 {
  private let context: OpaquePointer

  /// A digest of nothing yet.
  public init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
      preconditionFailure("OpenSSL has SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Takes in more bytes.
  public func update(_ bytes: [UInt8]) {
    let answer = EVP_DigestUpdate(context, bytes, bytes.count)
    precondition(answer == 1, "a digest takes any bytes")
  }

  /// The 32 bytes of the digest; nothing can be taken in after it.
  public func finish() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    var count: UInt32 = 32
    let answer = EVP_DigestFinal_ex(context, &digest, &count)
    precondition(answer == 1 && count == 32, "a digest is finished once")
    return digest
  }

  /// The digest of `bytes` in one go.
  public static func digest(_ bytes: [UInt8]) -> [UInt8] {
    let digest = SHA256()
    digest.update(bytes)
    return digest.finish()
  }

  /// The digest as the name of a medium.
  public static func mediaDigest(_ digest: [UInt8]) -> MediaDigest {
    let digits = Array("0123456789abcdef".utf8)
    let text = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    guard let name = MediaDigest(String(decoding: text, as: UTF8.self)) else {
      preconditionFailure("32 bytes spell a digest")
    }
    return name
  }
}
