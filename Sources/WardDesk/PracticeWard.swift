import LinuxIO
import WardContract

/// A ward in which officers practise. Its keys are its own, so no real home believes a word of it; its broker
/// is its own and listens on loopback alone, so no device can connect; and its area is no unit's, so nothing
/// of it can be taken for a real ward's.
public enum PracticeWard {
  /// The code that leads the areas of practice wards, and of no unit of the country: those are numbers.
  public static let code = "tap"

  /// Says why a folder may not be a practice ward. Asked each time that it is opened: a hand that edits
  /// ward.toml leads no practice to a real broker.
  static func check(area: Area, path: String, brokerPath: String) throws {
    guard area.andAncestors.first?.description == code else {
      throw DeskError("Khu vực của phường tập phải bắt đầu bằng “\(code).”, ví dụ tap.00004.")
    }
    let own = Founding.absolute("\(path)/broker")
    guard Founding.absolute(brokerPath) == own, try BrokerFolder(path: own).isOnLoopback else {
      throw DeskError("Phường tập phải có máy chủ tin riêng, chỉ nghe trên máy này.")
    }
  }

  /// One step of a first broadcast, and whether it is done.
  public struct Progress: Equatable, Sendable {
    /// A draft was saved.
    public var isWritten = false
    /// It was submitted.
    public var isSubmitted = false
    /// Another person has signed it too, so that it hangs.
    public var isApproved = false
    /// It was heard in a simulated home.
    public var isHeard = false
    /// Somebody has looked up in the ledger what became of it.
    public var isLookedUp = false
  }
}

extension DeskStore {
  private static let lookedUp = "practice-looked-up"

  /// How far a first broadcast has come, from what has happened in the ward.
  public func practiceProgress() throws -> PracticeWard.Progress {
    func has(_ rows: String) throws -> Bool {
      try !database.query("SELECT 1 FROM \(rows) LIMIT 1").isEmpty
    }
    var progress = PracticeWard.Progress()
    progress.isSubmitted = try has("submissions")
    progress.isWritten = try progress.isSubmitted || has("drafts")
    progress.isApproved = try has("bulletins")
    progress.isHeard = try has("receipts WHERE fact IN ('heard', 'confirmed')")
    progress.isLookedUp = try has("settings WHERE name = '\(Self.lookedUp)'")
    return progress
  }

  /// Somebody looks up in the ledger what became of a broadcast.
  public func noteLookedUp() throws {
    try database.query(
      "INSERT OR REPLACE INTO settings VALUES (?, 1)", [.text(Self.lookedUp)])
  }
}
