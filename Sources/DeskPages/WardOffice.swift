import SQLite
import WardContract
import WardDesk

/// One ward, as pages ask it: its folder and its database, for one question at a time.
public actor WardOffice {
  /// The ward's folder.
  public nonisolated let folder: WardFolder
  /// How long what people tell the ward and ask of it is kept.
  public nonisolated let retention: Retention
  private let store: DeskStore
  private var ownChanges = 0

  /// Opens the ward in `folder`.
  public init(
    _ folder: WardFolder, retention: Retention = Retention()
  ) throws {
    self.folder = folder
    self.retention = retention
    store = try DeskStore(path: folder.databasePath)
  }

  /// The ward's area.
  public nonisolated var area: Area { folder.area }

  /// Looks something up.
  public func read<Answer: Sendable>(
    _ body: @Sendable (DeskStore) throws -> Answer
  ) rethrows -> Answer {
    try body(store)
  }

  /// Changes something, and lets the open pages know.
  public func write<Answer: Sendable>(
    _ body: @Sendable (DeskStore) throws -> Answer
  ) rethrows -> Answer {
    defer { ownChanges += 1 }
    return try body(store)
  }

  /// Differs after every change, of this process or another one.
  func version() throws -> [Int] { [Int(try store.foreignChanges()), ownChanges] }
}
