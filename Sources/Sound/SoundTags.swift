import LinuxIO

/// How much a sound file holds besides sound: pictures, comments, tables. Decoders take all of it
/// into memory when they open the file, however large it is.
struct SoundTags {
  /// Most bytes that are let in. A decoder needs up to three times as much.
  static let allowedBytes = 128 << 10

  private let file: Descriptor
  /// Where in the file counting ended: where the sound begins, unless there was too much before.
  private(set) var offset = 0
  /// Bytes besides sound, as far as it was counted: a little beyond `allowedBytes` is enough.
  private(set) var bytes = 0

  /// Counts in a file that `SoundFormat` knows.
  init(_ file: Descriptor) throws(SystemError) {
    self.file = file
    var word = try read(10)
    while word.starts(with: Array("ID3".utf8)), word.count == 10, bytes <= Self.allowedBytes {
      // ID3v2.4, 3.1: four bytes of seven bits each.
      add(10 + word[6...9].reduce(0) { $0 << 7 | Int($1 & 0x7F) })
      word = try read(10)
    }
    if word.starts(with: Array("fLaC".utf8)) { try countBlocks() }
    if word.starts(with: Array("OggS".utf8)) { try countPages() }
  }

  private func read(_ count: Int) throws(SystemError) -> [UInt8] {
    try file.read(atMost: count, from: offset)
  }

  private mutating func add(_ count: Int) {
    bytes += count
    offset += count
  }

  /// FLAC's metadata blocks (RFC 9639, 8.1); the highest bit marks the last one.
  private mutating func countBlocks() throws(SystemError) {
    offset += 4
    while bytes <= Self.allowedBytes {
      let header = try read(4)
      guard header.count == 4 else { return }
      add(4 + header[1...3].reduce(0) { $0 << 8 | Int($1) })
      if header[0] & 0x80 != 0 { return }
    }
  }

  /// Ogg's pages (RFC 3533, 6) up to the first with a position in the sound.
  private mutating func countPages() throws(SystemError) {
    while bytes <= Self.allowedBytes {
      let header = try read(27)
      guard header.count == 27, header.starts(with: Array("OggS".utf8)) else { return }
      let position = header[6...13].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      // All ones: no packet ends on this page.
      if position != 0, position != .max { return }
      let segments = Int(header[26])
      let lengths = try file.read(atMost: segments, from: offset + 27)
      add(27 + segments + lengths.reduce(0) { $0 + Int($1) })
    }
  }
}
