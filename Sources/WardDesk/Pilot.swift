import ConfigurationFiles
import LinuxIO
import WardContract

/// The pilot as a fixture: five wards with as many homes each on one broker, in one office.
///
/// Names and codes of the wards are the real ones of 1 July 2025 (NQ 1656/NQ-UBTVQH15; QĐ 19/2025/QĐ-TTg),
/// and so is what the broadcast regulation takes them for. Neighbourhood groups, homes and addresses are made
/// up, and say so.
public struct Pilot {
  /// A ward of the pilot.
  struct Ward {
    var folder: String
    var area: Area
    var name: String
    var areaType: AreaType
  }

  /// Homes in each ward, unless somebody wants fewer.
  public static let homesPerWard = 50

  private static func ward(
    _ folder: String, _ code: String, _ name: String, _ areaType: AreaType
  ) -> Ward {
    guard let area = Area("01.\(code)") else { preconditionFailure("\(code) is a unit's code") }
    return Ward(folder: folder, area: area, name: "phường \(name)", areaType: areaType)
  }

  /// Two of what was Ba Đình, two of Hoàn Kiếm, one of Cầu Giấy.
  static let wards = [
    ward("ba-dinh", "00004", "Ba Đình", .innerDistrict),
    ward("ngoc-ha", "00008", "Ngọc Hà", .innerDistrict),
    ward("hoan-kiem", "00070", "Hoàn Kiếm", .innerDistrict),
    ward("cua-nam", "00082", "Cửa Nam", .innerDistrict),
    ward("cau-giay", "00166", "Cầu Giấy", .district),
  ]

  /// The folder of everything.
  public let path: String

  /// The pilot in the folder `path`.
  public init(path: String) { self.path = path }

  private static func within(_ area: Area, _ name: String) -> Area {
    guard let area = Area("\(area).\(name)") else { preconditionFailure("\(name) is a code") }
    return area
  }

  private static func areasWithin(_ area: Area) -> [Area] {
    ["tdp-1", "tdp-2", "cao-tuoi"].map { within(area, $0) }
  }

  /// The so many-th home of a ward: its name, and where it is.
  private static func home(_ number: Int, of ward: Ward) -> (Identifier, HomePlace) {
    guard let name = Identifier("\(ward.folder)-\(number)") else {
      preconditionFailure("a folder's name and a number are an identifier")
    }
    let (first, elders) = (within(ward.area, "tdp-1"), within(ward.area, "cao-tuoi"))
    let alley = (number - 1) / 10 + 1
    let place = HomePlace(
      area: number % 2 == 1 ? first : within(ward.area, "tdp-2"),
      groups: number % 5 == 0 ? [elders] : [],
      address: "Số \(number), ngõ \(alley), phố Mẫu (địa chỉ mẫu), \(ward.name)")
    return (name, place)
  }

  /// Makes it. Refuses a folder in which there is anything.
  public func make(
    homesPerWard: Int = homesPerWard, host: String, port: Int, rulesPath: String, now: Instant
  ) throws {
    guard !Files.exists(path) else {
      throw DeskError("\(path) is there already; nothing was changed")
    }
    var broker: String?
    for ward in Self.wards {
      let folder = try Founding(
        path: "\(path)/\(ward.folder)", area: ward.area, name: ward.name,
        areasWithin: Self.areasWithin(ward.area), host: host, port: port, brokerPath: broker,
        areaType: ward.areaType, rulesPath: rulesPath
      ).found(now: now)
      broker = folder.brokerPath
      for number in 1...homesPerWard {
        let (name, place) = Self.home(number, of: ward)
        try folder.enrol(
          name, area: place.area, groups: place.groups, home: folder.terminalPath(name),
          address: place.address, now: now)
      }
    }
    _ = try OfficeFolder.make(
      path: "\(path)/office", wardPaths: Self.wards.map { "\(path)/\($0.folder)" },
      address: "127.0.0.1", port: 8_443)
  }

  // MARK: Checking

  /// What is wrong with it, one line each; empty if each ward is whole.
  public func faults(homesPerWard: Int = homesPerWard) throws -> [String] {
    var faults: [String] = []
    var brokers: Set<String> = []
    for ward in Self.wards {
      do {
        let folder = try WardFolder(path: "\(path)/\(ward.folder)")
        brokers.insert(folder.brokerPath)
        faults += try Self.faults(in: folder, of: ward, homesPerWard)
      } catch {
        faults.append("\(ward.name): \(error)")
      }
    }
    if brokers.count > 1 { faults.append("the wards are on \(brokers.count) brokers") }
    let office = try OfficeFolder(path: "\(path)/office")
    if office.wardPaths.count != Self.wards.count { faults.append("the office has other wards") }
    return faults
  }

  private static func faults(
    in folder: WardFolder, of ward: Ward, _ homesPerWard: Int
  ) throws -> [String] {
    var check = OfficeCheck()
    check.look(at: folder)
    var faults = check.faults
    if folder.area != ward.area || folder.name != ward.name {
      faults.append("\(ward.name): the folder is of \(folder.name) (\(folder.area))")
    }
    if try folder.planEnvelope() == nil { faults.append("\(ward.name): no plan is signed") }
    let terminals = try DeskStore(path: folder.databasePath).terminals()
    if terminals.count != homesPerWard {
      faults.append("\(ward.name): \(terminals.count) homes of \(homesPerWard)")
    }
    for terminal in terminals {
      do {
        if let fault = try fault(in: terminal, of: folder) {
          faults.append("\(terminal.identifier): \(fault)")
        }
      } catch {
        faults.append("\(terminal.identifier): \(error)")
      }
    }
    return faults
  }

  /// Whether a home's own settings are what its ward knows of it, and all that it needs is there.
  private static func fault(
    in terminal: DeskStore.Terminal, of folder: WardFolder
  ) throws -> String? {
    guard let name = Identifier(terminal.identifier), let place = terminal.place else {
      return "its area can't be read"
    }
    let home = folder.terminalPath(name)
    let path = "\(home)/settings.toml"
    let file = try ConfigurationFile(
      Files.read(path, limit: ConfigurationFile.maximumBytes), name: path)
    var table = file.table("")
    let written = HomePlace(
      area: try table.string("area", rule: Area.rule) { Area($0) },
      groups: try table.strings("groups").compactMap { Area($0) },
      address: try table.optionalString("address"))
    if written != place { return "its settings say \(written.area), the ward \(place.area)" }
    if try table.string("terminal") != terminal.identifier { return "its settings are another's" }
    if try Base64URL.decode(table.string("root-key")) != folder.rootPublicKey() {
      return "its root key is not the ward's"
    }
    var broker = file.table("broker")
    let (host, port) = (
      try broker.string("host"), try broker.integer("port", in: 1...65_535, standard: 8_883)
    )
    let own = try BrokerFolder(path: folder.brokerPath)
    if host != own.host || port != own.port { return "its broker is another one" }
    return ["identity.pem", "identity.key", "ca.pem"].first { !Files.exists("\(home)/\($0)") }
      .map { "\($0) is missing" }
  }
}
