import BroadcastRules
import WardContract

/// What keeps a draft from being submitted, everything at once.
public struct DraftRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is missing or can't be.
  public var faults: [Draft.Fault]

  /// The sentences, one after another.
  public var description: String { faults.map(\.description).joined(separator: " ") }
}

extension WardFolder {
  /// The bulletin that the draft has become, as of now. Throws `DraftRefusal` if anything is missing;
  /// whether the broadcast rules allow it, `check` says.
  public func bulletin(
    of draft: Draft, media: [MediaDigest: TakenMedium], now: Instant
  ) throws -> Bulletin {
    var faults = draft.faults(media: media, now: now)
    for area in draft.areas where !([self.area] + areasWithin).contains(area) {
      faults.append(Draft.Fault(.areas, "\(area) không phải địa bàn của \(name)."))
    }
    guard faults.isEmpty else { throw DraftRefusal(faults: faults) }
    return outline(of: draft, media: media, now: now)
  }

  /// The bulletin that the draft would be, with something in the place of what is missing: for a look
  /// at it, and for the rules.
  func outline(
    of draft: Draft, media: [MediaDigest: TakenMedium], now: Instant
  ) -> Bulletin {
    // Contracts have whole seconds.
    let sent = now + -(now.milliseconds % 1000)
    let begins = max(sent, draft.effective ?? sent)
    let end = draft.expires ?? begins + Bounds.lifeMilliseconds
    var bulletin = Bulletin(
      identifier: draft.identifier, senderName: "UBND \(name)", sent: sent, status: draft.status,
      priority: draft.priority, areas: draft.areas.isEmpty ? [area] : draft.areas,
      urgency: draft.priority == .emergency ? .immediate : .unknown,
      effective: begins > sent ? begins : nil, expires: max(end, begins + 1_000),
      headline: draft.headline.isEmpty ? "…" : draft.headline, description: draft.text,
      instruction: draft.instruction.isEmpty ? nil : draft.instruction,
      resources: draft.media.compactMap { media[$0]?.resource },
      regulation: draft.regulation)
    if draft.expires == nil {
      setUsualEnd(of: &bulletin) { $0.regulation.directive = draft.directive(for: $0) }
    } else {
      bulletin.regulation.directive = draft.directive(for: bulletin)
    }
    return bulletin
  }

  /// Lets the bulletin end when nobody said when: after its session. `directive` puts a directive into it
  /// that may end with it, and is looked for a session with as if it never did.
  public func setUsualEnd(
    of bulletin: inout Bulletin, directive: (inout Bulletin) throws -> Void
  ) rethrows {
    bulletin.expires = bulletin.begins + Bounds.lifeMilliseconds
    try directive(&bulletin)
    bulletin.expires = usualEnd(of: bulletin)
    try directive(&bulletin)
  }
}

extension Draft {
  fileprivate var regulation: Bulletin.Regulation {
    func stated(_ text: String) -> String? { text.isEmpty ? nil : text }
    return Bulletin.Regulation(
      origin: origin, contentClass: stated(contentClass), programmeSource: programmeSource,
      approvingBody: stated(approvingBody), documentNumber: stated(documentNumber),
      session: session, music: music, eventTime: eventTime)
  }

  fileprivate func directive(for bulletin: Bulletin) -> Directive? {
    guard directive.isComplete else { return nil }
    return Directive(
      issuer: directive.issuer, number: directive.number, from: directive.from ?? bulletin.sent,
      until: directive.until ?? bulletin.expires, lifts: directive.lifts)
  }
}
