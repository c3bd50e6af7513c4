import LinuxIO

/// Finds the end of an Ogg stream (RFC 3533, 6).
///
/// Of a file that was cut off libsndfile 1.2.2 makes a shorter one, without a word; before, it found
/// no length in it.
enum OggPages {
  private static let headerBytes = 27
  /// A header, up to 255 lengths of segments, and the segments.
  private static let longestBytes = headerBytes + 255 + 255 * 255

  /// Whether the last page of a file of so many bytes is whole and says that it is the last.
  static func haveAnEnd(_ file: Descriptor, bytes: Int) throws(SystemError) -> Bool {
    let tail = try file.read(atMost: longestBytes, from: max(0, bytes - longestBytes))
    let mark = Array("OggS".utf8)
    let begins = tail.indices.dropLast(headerBytes - 1).last { tail[$0...].starts(with: mark) }
    guard let begins else { return false }
    let lengths = begins + headerBytes
    let segments = lengths + Int(tail[begins + headerBytes - 1])
    guard segments <= tail.count, tail[begins + 5] & 4 != 0 else { return false }
    return tail[lengths..<segments].reduce(segments) { $0 + Int($1) } <= tail.count
  }
}
