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
    Place(path: "/drafts", vietnamese: "Soạn tin", english: "Write", roles: [.editor]),
    Place(
      path: "/emergency", vietnamese: "Khẩn cấp", english: "Emergency",
      roles: [.operator, .approver]),
    Place(
      path: "/speak", vietnamese: "Nói trực tiếp", english: "Speak live",
      roles: [.operator, .approver]),
    Place(path: "/approvals", vietnamese: "Chờ ký", english: "To sign"),
    Place(path: "/calendar", vietnamese: "Lịch phát", english: "Calendar"),
    Place(path: "/items", vietnamese: "Sổ phát", english: "Ledger"),
    Place(path: "/feedback", vietnamese: "Ý kiến của dân", english: "Feedback"),
    Place(path: "/services", vietnamese: "Dịch vụ công", english: "Public services"),
    Place(path: "/bills", vietnamese: "Hoá đơn", english: "Bills"),
    Place(path: "/directory", vietnamese: "Danh bạ", english: "Directory"),
    Place(path: "/air", vietnamese: "Không khí", english: "Air"),
    Place(path: "/alarms", vietnamese: "Gọi giúp đỡ", english: "Calls for help"),
    Place(path: "/homes", vietnamese: "Máy ở nhà dân", english: "Homes"),
    Place(path: "/settings", vietnamese: "Cài đặt máy", english: "Settings"),
    Place(path: "/keys", vietnamese: "Khóa ký", english: "Keys"),
  ]
}
