import ConfigurationFiles
import WardContract

/// What a decree says of local broadcasting, from a data file: docs/rules.md has the format. It
/// governs every broadcast from the day on which it takes effect until a newer set does.
public struct RuleSet: Sendable {
  /// The name of the file that it was read from.
  public let name: String
  /// The decree's number: "1246/QĐ-UBND".
  public let number: String
  /// What the decree is about.
  public let title: String
  /// Who issued it.
  public let issuer: String
  /// The first day on which it governs.
  public let effective: LocalDate
  /// The last day on which it may govern; `nil` is until a newer set does.
  public let until: LocalDate?
  /// Counts the corrections of the file, from 1.
  public let version: Int
  /// The number of the decree whose place it takes.
  public let supersedes: String?
  /// The halves of the day, the earlier one first.
  public let halves: [HalfDay]
  /// Who decides on a ward's own times.
  public let timetable: Citation
  /// What holds in each type of area, in the order of `AreaType.allCases`.
  let areas: [AreaRules]
  /// The classes of content that the set knows.
  public let contents: [ContentClass]
  /// Where a programme may come from, in the order of `ProgrammeSource.allCases`.
  public let programmes: [Programme]
  /// What lets limits be lifted.
  public let directive: Citation
  /// The bodies that may lift limits.
  public let issuers: [Issuer]
  /// Music.
  public let music: MusicRule
  /// Exercises of an emergency.
  public let exercise: ExerciseRule
  /// What neighbouring wards have to do.
  public let neighbours: Citation
  /// What may be sent to telephones.
  public let messages: MessageRule
  /// Loudspeakers in the street.
  public let clusters: ClusterRule
  /// What stands before any table, for faults that show beside other sets.
  let head: ConfigurationTable

  /// What holds in areas of `type`.
  public func area(_ type: AreaType) -> AreaRules { areas[type.index] }

  /// The class of that name, or `nil`.
  public func content(_ name: String) -> ContentClass? { contents.first { $0.name == name } }

  /// What holds for programmes from `source`.
  public func programme(_ source: ProgrammeSource) -> Programme { programmes[source.index] }

  /// The half of the day of `session`.
  public func half(_ session: Session) -> HalfDay { halves[session == .morning ? 0 : 1] }

  /// The body that gives a directive under this name, or `nil` if it may give none.
  public func issuer(named name: String) -> Issuer? { issuers.first { $0.isNamed(name) } }
}

/// Where a rule stands, and its own words there, in Vietnamese.
public struct Citation: Equatable, Sendable {
  /// The paragraph: "QĐ 1246/QĐ-UBND, Điều 1 mục 2 điểm a".
  public var source: String
  /// The words of the decree.
  public var words: String
}

/// A day of the week, as rule files name it.
public enum Weekday: String, CaseIterable, Sendable {
  case monday = "thu-hai"
  case tuesday = "thu-ba"
  case wednesday = "thu-tu"
  case thursday = "thu-nam"
  case friday = "thu-sau"
  case saturday = "thu-bay"
  case sunday = "chu-nhat"

  /// The weekday of a day.
  public init(_ date: LocalDate) { self = Self.allCases[date.weekday] }
}

/// A particular of a bulletin that a class of content or a kind of programme may need.
public enum Particular: String, CaseIterable, Sendable {
  /// The number of the document that orders or approves it.
  case documentNumber = "so-van-ban"
  /// The body that approved it.
  case approvingBody = "co-quan-duyet"
  /// The time of what it announces.
  case eventTime = "moc-thoi-gian"
}

/// A place that loudspeakers must keep away from.
public enum AvoidedPlace: String, CaseIterable, Sendable {
  case school = "truong-hoc"
  case hospital = "benh-vien"
  case diplomatic = "co-quan-ngoai-giao"
  case elderly = "khu-nguoi-cao-tuoi"
  case foreigners = "khu-nguoi-nuoc-ngoai"
  case highRise = "khu-nha-cao-tang"
}

extension RuleSet {
  /// The hours of one half of the day, in minutes after midnight.
  public struct HalfDay: Equatable, Sendable {
    /// Which half.
    public var session: Session
    /// The first minute, 0…1439.
    public var fromMinute: Int
    /// The first minute after it, 1…1440.
    public var untilMinute: Int
  }

  /// What holds in one type of area.
  public struct AreaRules: Equatable, Sendable {
    /// The names of the classes that may be broadcast.
    public var content: [String]
    /// Where that stands.
    public var contentCitation: Citation
    /// Where programmes may come from.
    public var programmes: [ProgrammeSource]
    /// Where that stands.
    public var programmesCitation: Citation
    /// Whether a relay counts towards the minutes of its session.
    public var relayCounts: Bool
    /// Most sessions a day, 1 or 2; `nil` is as many as the content needs.
    public var sessionsADay: Int?
    /// The days on which there are sessions.
    public var weekdays: [Weekday]
    /// Where sessions and weekdays stand.
    public var timeCitation: Citation
    /// Most minutes of a session, 1…180; `nil` is as many as the content needs.
    public var minutesASession: Int?
    /// Where that stands.
    public var durationCitation: Citation
  }

  /// A class of content.
  public struct ContentClass: Equatable, Sendable {
    /// Its name in bulletins.
    public var name: String
    /// Its name for people, in Vietnamese.
    public var title: String
    /// What a bulletin of the class must state.
    public var needs: [Particular]
    /// The levels of government that it must come from; empty is any.
    public var origins: [Origin]
    /// The only kind of programme that may have it; `nil` is any.
    public var programme: ProgrammeSource?
    /// Where it stands.
    public var citation: Citation
  }

  /// What holds for programmes from one source.
  public struct Programme: Equatable, Sendable {
    /// The source.
    public var source: ProgrammeSource
    /// Its name for people, in Vietnamese.
    public var title: String
    /// What a bulletin with such a programme must state.
    public var needs: [Particular]
    /// Where it stands.
    public var citation: Citation
  }

  /// A body, or bodies of one kind, that may lift limits.
  public struct Issuer: Equatable, Sendable {
    /// The body as the decree names it.
    public var name: String
    /// Other names of it.
    public var aliases: [String]
    /// How the names of the bodies of this kind begin; not empty only if `name` is no single body.
    public var nameBegins: [String]
    /// The limits that it may lift.
    public var lifts: [Limit]

    /// Whether `other` is a name of it; small and capital letters are the same.
    public func isNamed(_ other: String) -> Bool {
      let other = other.lowercased()
      if !nameBegins.isEmpty {
        return nameBegins.contains { begin in
          other.hasPrefix(begin.lowercased()) && other.count > begin.count
        }
      }
      return other == name.lowercased() || aliases.contains { $0.lowercased() == other }
    }
  }

  /// What holds for music.
  public struct MusicRule: Equatable, Sendable {
    /// Never broadcast.
    public var refused: [Music]
    /// Broadcast only if a directive lifts the limit.
    public var needsDirective: [Music]
    /// Where it stands.
    public var citation: Citation
  }

  /// What holds for the exercise of an emergency.
  public struct ExerciseRule: Equatable, Sendable {
    /// What its bulletin must state.
    public var needs: [Particular]
    /// Where it stands.
    public var citation: Citation
  }

  /// What may be sent to people's telephones.
  public struct MessageRule: Equatable, Sendable {
    /// The categories of emergencies that may.
    public var emergencies: [Category]
    /// The categories of warnings that may: items of raised priority.
    public var warnings: [Category]
    /// The levels of government that may order anything else to be sent, by document.
    public var origins: [Origin]
    /// Where it stands.
    public var citation: Citation
  }

  /// What holds for clusters of loudspeakers (cụm loa) in the street.
  public struct ClusterRule: Equatable, Sendable {
    /// The types of area for which the numbers hold.
    public var areas: [AreaType]
    /// Fewest clusters in service.
    public var minimum: Int?
    /// Most clusters in service.
    public var maximum: Int?
    /// Most loudspeakers of a cluster.
    public var loudspeakersACluster: Int?
    /// Where that stands.
    public var citation: Citation
    /// Places to keep away from.
    public var avoid: [AvoidedPlace]
    /// Where that stands.
    public var avoidCitation: Citation
  }
}

extension CaseIterable where Self: Equatable {
  /// Its place in `allCases`.
  var index: Int {
    for (index, other) in Self.allCases.enumerated() where other == self { return index }
    preconditionFailure("every case is listed")
  }
}
