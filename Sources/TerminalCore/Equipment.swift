/// What a board has that can be examined; from its board file, fixed while the terminal runs.
public struct Equipment: Equatable, Sendable {
  /// The buttons, in the order in which they are tried.
  public var buttons: [Button] = []
  /// Whether there is a display that somebody can look at.
  public var hasDisplay = false
  /// Whether there is any lamp.
  public var hasLamps = false
  /// Whether something tells where the power comes from.
  public var measuresPower = false
  /// Whether something tells how hot the processor is.
  public var measuresHeat = false
  /// What is measured in the home.
  public var sensors: [Measurement.Quantity] = []

  /// Nothing.
  public init() {}
}

/// How the file system of the home's store is.
public struct StorageState: Equatable, Sendable {
  /// What can still be written, in bytes.
  public var freeBytes: Int64
  /// All of it, in bytes.
  public var sizeBytes: Int64
  /// What the kernel has written to the device since it started, in bytes; `nil` if nothing tells.
  public var writtenBytes: Int64?
  /// How much of its life the memory says it has used, in steps of ten percent up to 110; `nil` if it
  /// doesn't say.
  public var lifeUsedPercent: Int?

  /// A state.
  public init(
    freeBytes: Int64, sizeBytes: Int64, writtenBytes: Int64? = nil, lifeUsedPercent: Int? = nil
  ) {
    self.freeBytes = freeBytes
    self.sizeBytes = sizeBytes
    self.writtenBytes = writtenBytes
    self.lifeUsedPercent = lifeUsedPercent
  }
}
