import Testing

@testable import Panel

/// A display of 3 × 2 pixels whose rows have room for 5.
private final class Memory {
  let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: 40, alignment: 16)

  init() { bytes.initializeMemory(as: UInt8.self, repeating: 0xEE) }
  deinit { bytes.deallocate() }

  var base: UnsafeMutableRawPointer {
    guard let base = bytes.baseAddress else { preconditionFailure("memory was allocated") }
    return base
  }

  func scanout(_ rotation: Rotation, bitsPerPixel: Int = 32) -> Scanout {
    Scanout(
      memory: base, pitchBytes: 20, bitsPerPixel: bitsPerPixel, width: 3, height: 2,
      rotation: rotation)
  }

  func row(_ number: Int) -> [UInt32] {
    (0..<3).map { bytes.load(fromByteOffset: number * 20 + $0 * 4, as: UInt32.self) }
  }
}

@Suite struct ScanoutTests {
  /// Upright, 3 wide; sideways, 2 wide.
  private static let picture: [UInt32] = [1, 2, 3, 4, 5, 6]

  private func take(_ scanout: inout Scanout, _ picture: [UInt32]) -> [Range<Int>] {
    picture.withUnsafeBufferPointer { scanout.take($0) }
  }

  @Test(
    arguments: [
      (Rotation.none, [[1, 2, 3], [4, 5, 6]]),
      (.half, [[6, 5, 4], [3, 2, 1]]),
      // The picture is 2 wide and 3 high: 1 2 / 3 4 / 5 6.
      (.quarter, [[5, 3, 1], [6, 4, 2]]),
      (.threeQuarters, [[2, 4, 6], [1, 3, 5]]),
    ] as [(Rotation, [[UInt32]])])
  func aPictureIsTurnedClockwise(_ rotation: Rotation, _ rows: [[UInt32]]) {
    let memory = Memory()
    var scanout = memory.scanout(rotation)
    #expect(take(&scanout, Self.picture) == [0..<2])
    #expect([memory.row(0), memory.row(1)] == rows)
    #expect(memory.bytes[12] == 0xEE, "nothing is written behind the end of a row")
  }

  @Test func onlyRowsThatChangedAreWritten() {
    let memory = Memory()
    var scanout = memory.scanout(.none)
    _ = take(&scanout, Self.picture)
    #expect(take(&scanout, Self.picture).isEmpty)
    #expect(take(&scanout, [1, 2, 3, 4, 5, 7]) == [1..<2])
    #expect(memory.row(1) == [4, 5, 7])
  }

  @Test func sixteenBitDisplaysGetTheHighBits() {
    let memory = Memory()
    var scanout = memory.scanout(.none, bitsPerPixel: 16)
    _ = take(&scanout, [0xFF_0000, 0x00_FF00, 0x00_00FF, 0, 0xFF_FFFF, 0x0A_1418])
    let pixels = (0..<3).map { memory.bytes.load(fromByteOffset: $0 * 2, as: UInt16.self) }
    #expect(pixels == [0xF800, 0x07E0, 0x001F])
    #expect(memory.bytes.load(fromByteOffset: 24, as: UInt16.self) == 0x08A3)
  }

  @Test func sidewaysThePictureHasTheDisplaysHeightAsWidth() {
    let memory = Memory()
    #expect(memory.scanout(.quarter).pictureSize == (2, 3))
    #expect(memory.scanout(.half).pictureSize == (3, 2))
  }
}
