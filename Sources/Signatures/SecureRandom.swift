import COpenSSL

/// Random bytes fit for keys.
public enum SecureRandom {
  /// `count` random bytes.
  public static func bytes(_ count: Int) throws(OpenSSLError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try succeed(RAND_bytes(&bytes, Int32(count)), "drawing random bytes")
    return bytes
  }
}
