import BroadcastRules
import ConfigurationFiles
import LinuxIO
import WardContract

/// What the broadcast regulation says of a bulletin, beside what the ward has planned.
public struct Hearing: Sendable {
  /// When it is heard by itself.
  public var turn: Turn
  /// Whether it may be.
  public var verdict: Verdict
  /// What is left of its session without it; `nil` if it has none.
  public var remaining: Remaining?

  /// Why it is refused, a broken rule a paragraph, in Vietnamese; and what is left.
  public var refusal: String? {
    guard !verdict.breaches.isEmpty else { return nil }
    var lines: [String] = []
    if case .slot(let slot) = turn { lines.append("  \(slot.words)") }
    for breach in verdict.breaches {
      lines += [
        "  \(breach.rule.rawValue): \(breach.statement)",
        "    giới hạn: \(breach.limit); đã có: \(breach.used); còn: \(breach.left)",
        "    \(breach.source): “\(breach.words)”",
      ]
    }
    if let remaining { lines.append("  buổi này \(remaining.words)") }
    return lines.joined(separator: "\n")
  }

  /// When and why it is heard, on one line, in Vietnamese.
  public var words: String {
    switch turn {
    case .slot(let slot): "phát \(slot.words)" + Self.words(verdict)
    case .atOnce(let grounds): "phát ngay" + Self.words(.allowed(grounds))
    case .never: "không phát"
    }
  }

  private static func words(_ verdict: Verdict) -> String {
    switch verdict {
    case .allowed(.emergency): " (khẩn cấp: không áp dụng giới hạn)"
    case .allowed(.directive(let directive, _)):
      " (theo chỉ đạo số \(directive.number) của \(directive.issuer))"
    case .allowed(.rules), .broken: ""
    }
  }
}

extension WardFolder {
  /// The regulation of the ward: its signed plan with the rule sets in it, and its neighbours.
  public func broadcasting() throws -> Broadcasting {
    guard let plan = try plan() else {
      throw DeskError(
        "Phường chưa có lịch phát đã ký, nên chỉ phát được tin khẩn cấp. "
          + "Ký lịch bằng lệnh `loanha ward plan`.")
    }
    return try Broadcasting(plan: plan, neighbours: neighbours())
  }

  /// The wards beyond the border, from `plan.toml`.
  private func neighbours() throws -> [Neighbour] {
    guard Files.exists(planSettingsPath) else { return [] }
    return try PlanFile(path: planSettingsPath, area: area).neighbours
  }

  /// Everything that hangs on the board, in its turn.
  public func planned(under rules: Broadcasting) throws -> [BroadcastItem] {
    try DeskStore(path: databasePath).board().compactMap { post in
      let bulletin = post.bulletin
      switch rules.turn(of: bulletin) {
      case .slot(let slot):
        return BroadcastItem(bulletin, soundMilliseconds: bulletin.soundMilliseconds, slot: slot)
      case .atOnce: return BroadcastItem(bulletin, soundMilliseconds: bulletin.soundMilliseconds)
      case .never: return nil
      }
    }
  }

  /// What the regulation says of `bulletin`; `soundMilliseconds` if it isn't made yet.
  public func hearing(of bulletin: Bulletin, soundMilliseconds: Int? = nil) throws -> Hearing {
    if bulletin.messageType == .cancel {
      return Hearing(turn: .atOnce(.rules), verdict: .allowed(.rules))
    }
    if bulletin.priority == .emergency, bulletin.status == .actual {
      return Hearing(turn: .atOnce(.emergency), verdict: .allowed(.emergency))
    }
    let rules = try broadcasting()
    let planned = try planned(under: rules).filter {
      $0.bulletin.identifier != bulletin.identifier
    }
    let turn = rules.turn(of: bulletin)
    var item = BroadcastItem(
      bulletin, soundMilliseconds: soundMilliseconds ?? bulletin.soundMilliseconds)
    switch turn {
    case .slot(let slot):
      item.slot = slot
      return Hearing(
        turn: turn, verdict: rules.judge(item, beside: planned),
        remaining: rules.remaining(in: slot, beside: planned))
    case .atOnce: return Hearing(turn: turn, verdict: rules.judge(item, beside: planned))
    case .never(let breaches):
      let others = rules.contentBreaches(of: bulletin)
      return Hearing(turn: turn, verdict: .broken(breaches + others))
    }
  }

  /// Refuses a bulletin that breaks a rule; a test is for no ear and may hang.
  func allow(_ bulletin: Bulletin) throws {
    guard bulletin.status != .test else { return }
    if let refusal = try hearing(of: bulletin).refusal {
      throw DeskError(
        "Quy định phát thanh chưa cho phép tin “\(bulletin.headline)”:\n\(refusal)\n"
          + "Xem điều được phép: `loanha rules explain`; xem buổi còn chỗ: `loanha rules remaining`."
      )
    }
  }

  /// When a bulletin ends for which nobody said it, and which may last as long as any so far: a day
  /// after it begins, or after its session opens if that comes later.
  public func usualEnd(of bulletin: Bulletin) -> Instant {
    let day: Int64 = 86_400_000
    guard let rules = try? broadcasting(), case .slot(let slot) = rules.turn(of: bulletin),
      let opening = rules.opening(of: slot)
    else { return bulletin.begins + day }
    return max(bulletin.begins, opening) + day
  }
}

extension WardFolder {
  /// The register of the ward's clusters of loudspeakers, `clusters.toml`; `nil` if it has none.
  public func clusters() throws -> [LoudspeakerCluster]? {
    let path = "\(path)/clusters.toml"
    guard Files.exists(path) else { return nil }
    let bytes = try Files.read(path, limit: ConfigurationFile.maximumBytes)
    return try LoudspeakerCluster.register(bytes, name: path)
  }
}
