import WardContract

/// Small words with a colour.
enum Badge {
  /// How urgent an item is, and whether it is meant.
  static func priority(_ bulletin: Bulletin, _ frame: Frame) -> HTML {
    let level: HTML =
      switch bulletin.priority {
      case .emergency: "<b class=\"badge red\">\(frame.say("KHẨN CẤP", "EMERGENCY"))</b>"
      case .priority: "<b class=\"badge amber\">\(frame.say("Ưu tiên", "Priority"))</b>"
      case .ordinary: .none
      }
    let status: HTML =
      switch bulletin.status {
      case .exercise: "<b class=\"badge blue\">\(frame.say("DIỄN TẬP", "EXERCISE"))</b>"
      case .test: "<b class=\"badge grey\">\(frame.say("THỬ", "TEST"))</b>"
      default: .none
      }
    return "\(level)\(status)"
  }
}
