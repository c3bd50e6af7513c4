import BroadcastRules
import ConfigurationFiles
import WardContract

extension PlanFile {
  /// The tables `[neighbour.NAME]`: when wards beyond the border broadcast, and by which document
  /// both agreed on it.
  static func neighbours(_ file: ConfigurationFile) throws(ConfigurationError) -> [Neighbour] {
    var neighbours: [Neighbour] = []
    for name in file.names(under: "neighbour") {
      var table = file.table("neighbour.\(name)")
      var neighbour = Neighbour(name: try table.string("name"), slots: [])
      let minutes = try table.integer("minutes", in: 1...180, standard: 15)
      for session in Session.allCases {
        let start = try table.optionalString(
          session.rawValue, rule: "a time of day such as 07:00", Self.minute)
        if let start {
          neighbour.slots.append(.init(session: session, startMinute: start, minutes: minutes))
        }
      }
      neighbour.agreement = try table.optionalString("agreement")
      try table.finish()
      neighbours.append(neighbour)
    }
    return neighbours
  }
}
