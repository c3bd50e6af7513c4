import SQLite
import WardContract

/// Which homes an item has reached, as far as the desk knew at a moment: counted from stored
/// receipts, so that it can be counted again at any later time.
public struct EmergencyReach: Sendable {
  /// How far it has got in a home; each stage is more than the one before.
  public enum Stage: String, CaseIterable, Comparable, Sendable {
    /// Nothing is known: the home is to be visited.
    case nothing
    /// The home does not believe it, or can't play it.
    case refused
    case received
    case shown
    case heard
    /// Somebody pressed "Đã nghe".
    case confirmed

    /// Whether `left` is less than `right`.
    public static func < (left: Stage, right: Stage) -> Bool {
      (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
    }

    init?(fact: String) {
      switch fact {
      case "received", "shown", "heard", "confirmed", "refused": self.init(rawValue: fact)
      case "played": self = .shown
      default: return nil
      }
    }
  }

  /// One home that it is for.
  public struct Home: Sendable {
    /// The terminal's name.
    public let terminal: String
    /// The home's leaf area.
    public let area: Area
    /// Where the home is; `nil` if nobody wrote it down.
    public let address: String?
    /// Whether its terminal is connected now; `nil` if it was never heard of.
    public let isOnline: Bool?
    /// When it was last heard of.
    public let lastHeard: Instant?
    /// How far it has got there.
    public let stage: Stage

    /// Whether the home has it; what it refused, nobody there has seen.
    public var isReached: Bool { stage >= .received }
  }

  /// How long after the sending the ward looks who was not reached: one minute and five, in
  /// milliseconds.
  public static let checkpointsMilliseconds: [Int64] = [60_000, 300_000]

  /// When the desk hung it.
  public let began: Instant
  /// As known then.
  public let moment: Instant
  /// The homes that it is for, by area, address and name.
  public let homes: [Home]

  /// The homes that have not got it.
  public var unreached: [Home] { homes.filter { !$0.isReached } }

  /// How many homes have got at least so far.
  public func count(atLeast stage: Stage) -> Int { homes.count { $0.stage >= stage } }
}

extension DeskStore {
  /// Which homes `bulletin` has reached by `moment`. Homes that were enrolled later are not counted.
  public func reach(of bulletin: Bulletin, at moment: Instant) throws(DatabaseError)
    -> EmergencyReach
  {
    let began = try hung(bulletin.identifier, revision: bulletin.revision) ?? bulletin.sent
    var stages: [String: EmergencyReach.Stage] = [:]
    let facts = try database.query(
      """
      SELECT terminal, fact FROM receipts WHERE bulletin = ? AND revision = ? AND stored <= ?
      """,
      [
        .text(bulletin.identifier.description), .integer(Int64(bulletin.revision)),
        .integer(moment.milliseconds),
      ])
    for row in facts {
      guard let terminal = row[0].text,
        let stage = row[1].text.flatMap({ EmergencyReach.Stage(fact: $0) })
      else { continue }
      stages[terminal] = max(stages[terminal] ?? .nothing, stage)
    }
    var homes: [EmergencyReach.Home] = []
    for terminal in try terminals(.all) {
      guard terminal.enrolled <= moment, terminal.retired.map({ $0 > moment }) ?? true,
        let place = try place(of: terminal, at: began), place.listens(to: bulletin.areas)
      else { continue }
      homes.append(
        EmergencyReach.Home(
          terminal: terminal.identifier, area: place.area, address: terminal.address,
          isOnline: terminal.isOnline, lastHeard: terminal.lastHeard,
          stage: stages[terminal.identifier] ?? .nothing))
    }
    return EmergencyReach(
      began: began, moment: moment,
      homes: homes.sorted {
        ($0.area.description, $0.address ?? "", $0.terminal)
          < ($1.area.description, $1.address ?? "", $1.terminal)
      })
  }
}
