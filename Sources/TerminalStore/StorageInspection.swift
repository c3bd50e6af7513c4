import Glibc
import LinuxIO
import TerminalCore

/// How the file system that a folder lies on is, and what the kernel tells of the device below it.
enum StorageInspection {
  /// The kernel counts in sectors of so many bytes, whatever the device's are
  /// (Documentation/block/stat.rst).
  private static let sectorBytes: Int64 = 512
  /// Longest file of the kernel that is read, in bytes.
  private static let longestFile = 4_096

  /// Reads it. `sysfs` is where the kernel's files are.
  static func state(of folder: String, sysfs: String = "/sys") throws(SystemError) -> StorageState {
    var room = statvfs()
    try systemCall("statvfs", folder) { statvfs(folder, &room) }
    let unit = UInt64(room.f_frsize)
    var state = StorageState(
      freeBytes: bytes(UInt64(room.f_bavail), unit), sizeBytes: bytes(UInt64(room.f_blocks), unit))
    var status = stat()
    try systemCall("stat", folder) { stat(folder, &status) }
    let device = name(ofDevice: UInt64(status.st_dev))
    let block = "\(sysfs)/dev/block/\(device)"
    state.writtenBytes = words("\(block)/stat").flatMap(writtenBytes)
    // A partition lies in the folder of its disk.
    let life = words("\(block)/device/life_time") ?? words("\(block)/../device/life_time")
    state.lifeUsedPercent = life.flatMap(lifeUsedPercent)
    return state
  }

  /// "179:2": what makedev(3) has put together.
  private static func name(ofDevice number: UInt64) -> String {
    let major = (number >> 8 & 0xFFF) | (number >> 32 & ~0xFFF)
    let minor = (number & 0xFF) | (number >> 12 & ~0xFF)
    return "\(major):\(minor & 0xFFFF_FFFF)"
  }

  private static func bytes(_ blocks: UInt64, _ unit: UInt64) -> Int64 {
    Int64(clamping: blocks.multipliedReportingOverflow(by: unit).partialValue)
  }

  private static func words(_ path: String) -> [Substring]? {
    guard let text = try? Files.read(path, limit: longestFile) else { return nil }
    return String(decoding: text, as: UTF8.self).split { $0 == " " || $0 == "\n" || $0 == "\t" }
  }

  /// The seventh number counts sectors that were written.
  static func writtenBytes(_ stat: [Substring]) -> Int64? {
    guard stat.count > 6, let sectors = Int64(stat[6]), (0...Int64.max / sectorBytes) ~= sectors
    else { return nil }
    return sectors * sectorBytes
  }

  /// An eMMC names its two kinds of memory, "0x02 0x01": each a tenth of its life that is used, 0x0b all
  /// of it and more, 0x00 not known (JESD84-B51 §7.4.15).
  static func lifeUsedPercent(_ lifeTime: [Substring]) -> Int? {
    let tenths = lifeTime.compactMap { word in
      word.hasPrefix("0x") ? Int(word.dropFirst(2), radix: 16) : nil
    }
    guard let most = tenths.max(), (1...11) ~= most else { return nil }
    return most * 10
  }
}
