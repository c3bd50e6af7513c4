// The closed vocabularies of a bulletin. Raw values are what stands in the JSON.

/// CAP 1.2 `status`: whether an item is real. Only `actual` may ever sound as real.
public enum Status: String, CaseIterable, Sendable {
  case actual = "Actual"
  case exercise = "Exercise"
  case test = "Test"
}

/// CAP 1.2 `msgType`: news, its correction, or its withdrawal.
public enum MessageType: String, CaseIterable, Sendable {
  case alert = "Alert"
  case update = "Update"
  case cancel = "Cancel"
}

/// The three priorities of Thông tư 39/2020/TT-BTTTT: thông thường, ưu tiên, khẩn cấp.
public enum Priority: String, CaseIterable, Comparable, Sendable {
  case ordinary = "thong-thuong"
  case priority = "uu-tien"
  case emergency = "khan-cap"

  /// Whether `left` is less urgent than `right`.
  public static func < (left: Priority, right: Priority) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .ordinary: 0
    case .priority: 1
    case .emergency: 2
    }
  }
}

/// Which level of government an item comes from (QĐ 5133/QĐ-UBND, Điều 1 mục 2.4c).
public enum Origin: String, CaseIterable, Sendable {
  case central = "trung-uong"
  case city = "thanh-pho"
  case district = "quan-huyen"
  case ward = "phuong-xa"
}

/// How a programme came about (QĐ 1246/QĐ-UBND, Điều 1 mục 2).
public enum ProgrammeSource: String, CaseIterable, Sendable {
  /// Made by the ward itself: chương trình do đài truyền thanh phường tự thực hiện.
  case ownProgramme = "tu-thuc-hien"
  /// A recording edited and approved elsewhere: bài phát thanh đã được biên tập, phê duyệt.
  case approvedRecording = "bai-phat-thanh-duyet"
  /// A relay of a higher station: tiếp sóng đài cấp trên.
  case relay = "tiep-song"
}

/// Music in a programme (QĐ 5133/QĐ-UBND, Điều 1 mục 2.2, last paragraph).
public enum Music: String, CaseIterable, Sendable {
  case none = "khong"
  /// Songs woven into a programme: bài hát lồng ghép trong nội dung tuyên truyền.
  case embedded = "long-ghep"
  /// A programme of songs alone: chương trình ca nhạc thuần túy.
  case pure = "thuan-tuy"
}

/// Half of the day in which an ordinary item is broadcast.
public enum Session: String, CaseIterable, Sendable {
  case morning = "sang"
  case afternoon = "chieu"
}

/// CAP 1.2 `category`.
public enum Category: String, CaseIterable, Sendable {
  case geophysical = "Geo"
  case meteorological = "Met"
  case safety = "Safety"
  case security = "Security"
  case rescue = "Rescue"
  case fire = "Fire"
  case health = "Health"
  case environment = "Env"
  case transport = "Transport"
  case infrastructure = "Infra"
  case chemical = "CBRNE"
  case other = "Other"
}

/// CAP 1.2 `urgency`.
public enum Urgency: String, CaseIterable, Sendable {
  case immediate = "Immediate"
  case expected = "Expected"
  case future = "Future"
  case past = "Past"
  case unknown = "Unknown"
}

/// CAP 1.2 `severity`.
public enum Severity: String, CaseIterable, Sendable {
  case extreme = "Extreme"
  case severe = "Severe"
  case moderate = "Moderate"
  case minor = "Minor"
  case unknown = "Unknown"
}

/// CAP 1.2 `certainty`.
public enum Certainty: String, CaseIterable, Sendable {
  case observed = "Observed"
  case likely = "Likely"
  case possible = "Possible"
  case unlikely = "Unlikely"
  case unknown = "Unknown"
}
