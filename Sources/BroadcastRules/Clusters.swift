import ConfigurationFiles
import WardContract

/// A cluster of loudspeakers in the street (cụm loa), as the ward's register has it.
public struct LoudspeakerCluster: Equatable, Sendable {
  /// Whether it is used.
  public enum State: String, CaseIterable, Sendable {
    /// Kept in service: duy trì.
    case inService = "duy-tri"
    /// Left as it is, and silent: "giữ nguyên trạng và tạm dừng phát thanh".
    case paused = "tam-dung"
  }

  /// Its name in the register.
  public var name: String
  /// Where it stands.
  public var position: String
  /// How many loudspeakers it has, 1…100.
  public var loudspeakers: Int
  /// Whether it is used.
  public var state: State
  /// What is near.
  public var near: [AvoidedPlace]

  /// Whether it may be heard.
  public var mayPlay: Bool { state == .inService }

  /// The register in the bytes of the file `name`: a table `[cluster.NAME]` each. Throws at the line
  /// that is wrong.
  public static func register(
    _ bytes: [UInt8], name: String
  ) throws(ConfigurationError) -> [LoudspeakerCluster] {
    let file = try ConfigurationFile(bytes, name: name)
    let names = file.names(under: "cluster")
    try file.allowTables(names.map { "cluster.\($0)" })
    var top = file.table("")
    try top.finish()
    var clusters: [LoudspeakerCluster] = []
    for name in names {
      top = file.table("cluster.\(name)")
      clusters.append(
        LoudspeakerCluster(
          name: name, position: try top.line("position"),
          loudspeakers: try top.integer("loudspeakers", in: 1...100), state: try top.word("state"),
          near: try top.words("near")))
      try top.finish()
    }
    return clusters
  }
}

extension RuleSet {
  /// What a register of clusters breaks in areas of `type`, and what it should rather avoid.
  public func judge(
    _ clusters: [LoudspeakerCluster], in type: AreaType
  ) -> (breaches: [Breach], warnings: [Breach]) {
    let rule = self.clusters
    let inService = clusters.filter(\.mayPlay)
    var breaches: [Breach] = []
    if rule.areas.contains(type) {
      let count = inService.count
      let minimum = rule.minimum ?? 0
      let maximum = rule.maximum ?? .max
      if count < minimum || count > maximum {
        let limit = "\(minimum)" + (rule.maximum.map { " đến \($0)" } ?? " trở lên") + " cụm loa"
        breaches.append(
          Breach(
            .clusters, "Số cụm loa duy trì không đúng quy định.", rule.citation, limit: limit,
            used: "\(count) cụm loa", left: "\(max(0, maximum - count)) cụm loa"))
      }
      for cluster in inService {
        guard let most = rule.loudspeakersACluster, cluster.loudspeakers > most else { continue }
        breaches.append(
          Breach(
            .clusters, "Cụm loa \(cluster.name) có quá nhiều loa.", rule.citation,
            limit: "\(most) loa/cụm", used: "\(cluster.loudspeakers) loa", left: "0 loa"))
      }
    }
    let warnings = inService.flatMap { cluster in
      cluster.near.filter { rule.avoid.contains($0) }.map { place in
        Breach(
          .clusters, "Cụm loa \(cluster.name) (\(cluster.position)) ở gần \(Words.place(place)).",
          rule.avoidCitation, limit: Words.list(rule.avoid.map(Words.place)),
          used: Words.place(place), left: "không có")
      }
    }
    return (breaches, warnings)
  }
}
