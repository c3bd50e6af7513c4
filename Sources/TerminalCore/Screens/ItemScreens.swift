import WardContract

/// The screens of one item, made of what was signed: on a terminal, and at the desk for whoever writes
/// it.

extension Reality {
  init(_ bulletin: Bulletin) { self = bulletin.status == .actual ? .actual : .exercise }
}

extension NewsScreen.Row {
  /// The item's line in the list.
  public init(_ bulletin: Bulletin, isUnheard: Bool) {
    identifier = bulletin.identifier
    headline = bulletin.headline
    detail = Words.detail(bulletin)
    priority = bulletin.priority
    self.isUnheard = isUnheard
    reality = Reality(bulletin)
    hasSound = !bulletin.sounds.isEmpty || bulletin.live != nil
  }
}

extension NewsScreen {
  /// The list of a home in which nothing else hangs.
  public init(alone bulletin: Bulletin) {
    rows = [Row(bulletin, isUnheard: true)]
    selected = 0
  }
}

extension ReaderScreen {
  /// The item as somebody reads it, with the images that are there; `announcement` says when it will
  /// be heard (`announcement(opening:now:)`).
  public init(
    _ bulletin: Bulletin, announcement: String?, images: [MediaDigest], page: Int, sound: Sound,
    textSize: TextSize = .normal
  ) {
    identifier = bulletin.identifier
    revision = bulletin.revision
    headline = bulletin.headline
    detail = Words.detail(bulletin)
    self.announcement = announcement
    text = Words.text(bulletin)
    self.images = images
    priority = bulletin.priority
    reality = Reality(bulletin)
    self.page = page
    self.sound = sound
    self.textSize = textSize
  }

  /// "Phát lúc 17:00 hôm nay" of an item that waits for the session that opens then.
  public static func announcement(opening: Instant, now: Instant) -> String {
    "Phát lúc \(Words.opening(opening, now: now))"
  }
}

extension BroadcastScreen {
  /// The item as it is heard, in a session of which so many items are still to come; `nil` is outside
  /// of sessions.
  public init(
    _ bulletin: Bulletin, session: (Session, itemsLeft: Int)?, live: LiveSign? = nil,
    image: MediaDigest?
  ) {
    identifier = bulletin.identifier
    headline = bulletin.headline
    senderName = bulletin.senderName
    priority = bulletin.priority
    self.session = session.map { session, left in
      Words.session(session) + (left > 0 ? ", còn \(left) tin" : "")
    }
    reality = Reality(bulletin)
    self.live = live
    self.image = image
    durationMilliseconds = bulletin.sounds.reduce(0) { $0 + ($1.durationMilliseconds ?? 0) }
  }
}

extension EmergencyScreen {
  /// An emergency in force.
  public init(_ bulletin: Bulletin, page: Int, isSilent: Bool = false, live: LiveSign? = nil) {
    identifier = bulletin.identifier
    revision = bulletin.revision
    headline = bulletin.headline
    text = bulletin.description
    instruction = bulletin.instruction
    senderName = bulletin.senderName
    sent = "\(Words.time(bulletin.sent)) \(Words.date(bulletin.sent))"
    reality = Reality(bulletin)
    self.page = page
    self.isSilent = isSilent
    self.live = live
  }
}

extension AllClearScreen {
  /// The end of an emergency, as its withdrawal words it.
  public init(_ cancel: Bulletin) {
    identifier = cancel.identifier
    headline = cancel.headline
    text = Words.text(cancel)
    senderName = cancel.senderName
    reality = Reality(cancel)
  }
}
