import BroadcastRules
import Foundation
import TestSupport
import WardContract

/// The text of a shipped rule file.
func shippedRules(_ name: String) -> String {
  guard let text = try? String(contentsOfFile: "\(sourceRoot)/rules/\(name).toml", encoding: .utf8)
  else { preconditionFailure("rules/\(name).toml can't be read") }
  return text
}

/// Names of the shipped files.
let decree2017 = "qd-5133-2017"
let decree2021 = "qd-1246-2021"

/// A moment in Việt Nam: "2026-11-24 07:00", a Tuesday's morning session of the wards below.
func at(_ text: String) -> Instant {
  let parts = text.split(separator: " ")
  let seconds = parts[1].count == 5 ? ":00" : ""
  guard let instant = Instant("\(parts[0])T\(parts[1])\(seconds)+07:00") else {
    preconditionFailure("\(text) is no moment")
  }
  return instant
}

/// A day: "2026-11-24".
func day(_ text: String) -> LocalDate {
  guard let date = LocalDate(text) else { preconditionFailure("\(text) is no date") }
  return date
}

/// A session: "2026-11-24 sang".
func slot(_ text: String) -> BroadcastSlot {
  guard let slot = BroadcastSlot(text) else { preconditionFailure("\(text) is no session") }
  return slot
}

/// A ward under the shipped rule sets, with sessions at 07:00 and 17:00 of the longest that any rule
/// allows.
func ward(
  _ type: AreaType, minutes: Int = 60, morning: Int? = 7 * 60, afternoon: Int? = 17 * 60,
  neighbours: [Neighbour] = [], ruleSets: [String]? = nil
) -> Broadcasting {
  let starts = [(Session.morning, morning), (.afternoon, afternoon)]
  let plan = BroadcastPlan(
    area: Area("01.00004")!, version: 1, issued: at("2017-08-01 00:00"), author: "UBND phường",
    areaType: type,
    slots: starts.compactMap { session, start in
      start.map { .init(session: session, startMinute: $0, minutes: minutes) }
    }, spreadSeconds: 60, afterInterruption: .goOn,
    ruleSets: ruleSets ?? [shippedRules(decree2017), shippedRules(decree2021)])
  do { return try Broadcasting(plan: plan, neighbours: neighbours) } catch {
    preconditionFailure("\(error)")
  }
}

/// An essential notice of an hour before the morning session of 24 November 2026, for a week.
func notice(
  _ identifier: String = "tin-1", begins: Instant = at("2026-11-24 06:00"), days: Int = 7,
  content: String? = "thong-tin-thiet-yeu", _ change: (inout Bulletin) -> Void = { _ in }
) -> Bulletin {
  var bulletin = Bulletin(
    identifier: Identifier(identifier)!, senderName: "UBND phường", sent: begins,
    areas: [Area("01.00004")!], expires: begins + Int64(days) * 86_400_000, headline: "Tin")
  bulletin.regulation.contentClass = content
  change(&bulletin)
  return bulletin
}

/// A directive of the city's committee that lifts `limits` on the days from `from` until before
/// `until`.
func directive(
  _ limits: [Limit], issuer: String = "Ban Tuyên giáo Thành ủy", from: String = "2026-01-01",
  until: String = "2026-12-31"
) -> Directive {
  Directive(
    issuer: issuer, number: "45-CV/BTGTU", from: day(from).instant(minute: 0),
    until: day(until).instant(minute: 0), lifts: limits)
}

/// An item of so many seconds in the session "2026-11-24 sang", or outside of sessions.
func item(_ bulletin: Bulletin, seconds: Int = 60, _ name: String? = "2026-11-24 sang")
  -> BroadcastItem
{
  BroadcastItem(bulletin, soundMilliseconds: seconds * 1000, slot: name.map(slot))
}

extension Broadcasting {
  /// The codes of the rules that the item breaks, each once.
  func broken(_ item: BroadcastItem, beside others: [BroadcastItem] = []) -> [String] {
    var codes: [String] = []
    for breach in judge(item, beside: others).breaches where !codes.contains(breach.rule.rawValue) {
      codes.append(breach.rule.rawValue)
    }
    return codes
  }
}
