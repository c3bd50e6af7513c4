import WardDesk

/// The pages of a ward that the side of every page leads to, in this order.
enum Navigation {
  struct Place: Sendable {
    var path: String
    var vietnamese: String
    var english: String
    /// Who sees it; everybody if empty.
    var roles: Set<OfficeRole> = []

    func isFor(_ frame: Frame) -> Bool {
      roles.isEmpty || !roles.isDisjoint(with: frame.visitor.roles[frame.ward.area] ?? [])
    }
  }

  static let places: [Place] = [
    Place(path: "", vietnamese: "Hôm nay", english: "Today"),
    Place(path: "/items", vietnamese: "Sổ phát", english: "Ledger"),
    Place(path: "/homes", vietnamese: "Máy ở nhà dân", english: "Homes"),
  ]
}
