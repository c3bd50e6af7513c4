import Glibc
import LinuxIO

/// Writes an Ogg Opus file of one channel (RFC 3533, RFC 7845), a page a second.
///
/// Nothing is made durable here. When the disk is full the file still gets an end: the last page that
/// found room is written anew in its place, as the last one, and needs no more room for that.
final class OggOpusWriter {
  private static let packetsPerPage = 50
  /// The samples of a packet, in the unit of the file: 48 kHz, whatever was encoded.
  private static let packetUnits: Int64 = 960
  private static let firstPage: UInt8 = 2
  private static let lastPage: UInt8 = 4

  private struct Page {
    var offset: Int
    var number: UInt32
    var packets: [[UInt8]]
    var units: Int64
  }

  private let path: String
  private let file: Descriptor
  private let serial: UInt32
  private let skippedUnits: Int64
  private var offset = 0
  private var pages: UInt32 = 0
  private var gathered: [[UInt8]] = []
  private var units: Int64 = 0
  private var last: Page?

  /// Length of what is in the file, in milliseconds.
  var milliseconds: Int { Int(max(0, (last?.units ?? 0) - skippedUnits) / 48) }

  /// Begins a file at `path`, which only its owner may read, in the place of one that is there.
  /// `skippedFrames` at `rateHertz` come out of the decoder before the sound.
  init(
    path: String, rateHertz: Int, skippedFrames: Int, serial: UInt32
  ) throws(SystemError) {
    self.path = path
    self.serial = serial
    skippedUnits = Int64(skippedFrames) * 48_000 / Int64(rateHertz)
    file = try Descriptor.open(path, O_RDWR | O_CREAT | O_TRUNC | O_NOFOLLOW)
    let head =
      Array("OpusHead".utf8) + [1, 1] + Self.bytes(UInt64(skippedUnits), 2)
      + Self.bytes(UInt64(rateHertz), 4) + [0, 0, 0]
    try write(Page(offset: 0, number: 0, packets: [head], units: 0), Self.firstPage)
    let vendor = Array("loanha".utf8)
    let tags = Array("OpusTags".utf8) + Self.bytes(UInt64(vendor.count), 4) + vendor
    try write(
      Page(offset: offset, number: 1, packets: [tags + [0, 0, 0, 0]], units: 0), 0)
  }

  /// Adds a packet of 20 ms.
  func add(_ packet: [UInt8]) throws(SystemError) {
    gathered.append(packet)
    units += Self.packetUnits
    if gathered.count == Self.packetsPerPage { try flush() }
  }

  private func flush() throws(SystemError) {
    let page = Page(offset: offset, number: pages, packets: gathered, units: units)
    try write(page, 0)
    gathered = []
    last = page
  }

  /// Gives the file its end, and returns false if there is nothing in it. What found no room is left
  /// out.
  func finish() throws(SystemError) -> Bool {
    if !gathered.isEmpty { do throws(SystemError) { try flush() } catch {} }
    guard let last else { return false }
    let end = last.offset + Self.bytes(of: last, serial, 0).count
    try systemCall("ftruncate", path) { ftruncate(file.number, off_t(end)) }
    try write(last, Self.lastPage)
    return true
  }

  private func write(_ page: Page, _ flags: UInt8) throws(SystemError) {
    let bytes = Self.bytes(of: page, serial, flags)
    try systemCall("lseek", path) { lseek(file.number, off_t(page.offset), SEEK_SET) }
    try file.writeAll(bytes)
    offset = page.offset + bytes.count
    pages = page.number + 1
  }

  private static func bytes(of page: Page, _ serial: UInt32, _ flags: UInt8) -> [UInt8] {
    var lengths: [UInt8] = []
    for packet in page.packets {
      lengths += [UInt8](repeating: 255, count: packet.count / 255)
      lengths.append(UInt8(packet.count % 255))
    }
    var bytes = Array("OggS".utf8) + [0, flags]
    bytes += Self.bytes(UInt64(bitPattern: page.units), 8)
    bytes += Self.bytes(UInt64(serial), 4) + Self.bytes(UInt64(page.number), 4)
    bytes += [0, 0, 0, 0, UInt8(lengths.count)] + lengths
    for packet in page.packets { bytes += packet }
    bytes.replaceSubrange(22..<26, with: Self.bytes(UInt64(checksum(bytes)), 4))
    return bytes
  }

  /// The least significant byte first.
  private static func bytes(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
  }

  /// The CRC of RFC 3533: polynomial 04C11DB7, from 0, nothing reflected.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.reduce(0) { ($0 << 8) ^ table[Int(UInt8($0 >> 24) ^ $1)] }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index) << 24) { crc, _ in
      crc & 0x8000_0000 == 0 ? crc << 1 : (crc << 1) ^ 0x04C1_1DB7
    }
  }
}
