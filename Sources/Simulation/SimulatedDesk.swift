import TerminalCore
import WardContract

/// A ward desk: writes bulletins, keeps the board, takes receipts.
struct SimulatedDesk {
  static let indexIntervalMilliseconds: Int64 = 300_000

  /// A bulletin at its newest revision.
  struct Post {
    var bulletin: Bulletin
    var envelope: [UInt8]
  }

  let area: Area
  private(set) var posts: [Post] = []
  /// Every headline that was ever signed.
  private(set) var signedHeadlines = Set<String>()
  /// Every bulletin that was ever signed, by identifier and revision.
  private(set) var written: [String: Bulletin] = [:]
  /// The bulletin that each sound belongs to; every revision has a sound of its own.
  private(set) var owner: [MediaDigest: Bulletin] = [:]
  /// The bulletin that each headline belongs to; every revision has one of its own.
  private(set) var titled: [String: Bulletin] = [:]
  /// The bulletin that announced each live programme.
  private(set) var streamed: [Identifier: Bulletin] = [:]
  /// Receipts that are committed, by ledger and sequence.
  private(set) var receipts: [String: Receipt] = [:]
  private(set) var receiptOrder: [String] = []
  /// Hours of the home's air that are committed, by ledger and sequence.
  private(set) var readings: [String: AirReading] = [:]
  /// Receipts that came under a number which another one had.
  private(set) var contradictions: [String] = []
  /// The parts of the directory.
  private(set) var directory: [[UInt8]] = []
  private var directoryVersion: Int64 = 0
  private var sequence: Int64 = 0
  private var count = 0
  var isAway = false
  var office = SimulatedOffice()
  var settings = SimulatedSettings()
  /// Whether bulletins are for one area or two within the ward instead of all of it.
  var speaksToAreas = false

  init(area: Area) { self.area = area }

  func keyring(at time: Instant) -> [UInt8] {
    func key(_ name: String, _ bytes: [UInt8], _ role: Role) -> Key {
      Key(
        keyIdentifier: name, publicKey: bytes, holder: .named(name), title: name, role: role,
        areas: [area], validFrom: time + -86_400_000, validUntil: time + 400 * 86_400_000)
    }
    let keyring = Keyring(
      area: area, version: 1, issued: time,
      keys: [
        key("editor", SimulatedKeys.editor, .editor),
        key("approver", SimulatedKeys.approver, .approver),
        key("emergency", SimulatedKeys.emergency, .emergency),
        key("desk", SimulatedKeys.desk, .desk),
      ])
    return Self.sign(keyring.json, as: .keyring, [("root", SimulatedKeys.root)])
  }

  static func sign(
    _ json: JSONValue, as type: ContentType, _ keys: [(String, [UInt8])]
  ) -> [UInt8] {
    Envelope.sign(
      json, as: type,
      by: keys.map { name, key in (name, { SimulatedKeys.signature(key, $0) }) })
  }

  static func sign(_ bulletin: Bulletin) -> [UInt8] {
    let keys: [(String, [UInt8])] =
      bulletin.priority == .emergency
      ? [("emergency", SimulatedKeys.emergency)]
      : [("editor", SimulatedKeys.editor), ("approver", SimulatedKeys.approver)]
    return sign(bulletin.json, as: .bulletin, keys)
  }

  /// Writes a new bulletin, or changes or withdraws one that hangs.
  mutating func write(at now: Instant, random: inout Random) -> Post {
    let changeable = posts.filter { $0.bulletin.messageType != .cancel }
    var bulletin: Bulletin
    if !changeable.isEmpty, random.chance(perMille: 300) {
      bulletin = random.pick(changeable).bulletin
      bulletin.revision += 1
      bulletin.messageType = random.chance(perMille: 500) ? .cancel : .update
      bulletin.sent = now
      bulletin.effective = nil
      bulletin.expires = max(bulletin.expires, now + 3_600_000)
      if bulletin.live != nil {
        // Its end is its stream's, whatever is said of it meanwhile.
        bulletin.live = nil
        bulletin.messageType = .cancel
      } else if bulletin.messageType == .cancel {
        bulletin.resources = []
      } else if !bulletin.resources.isEmpty {
        count += 1
        bulletin.resources = [Self.sound(number: count, milliseconds: 20_000)]
      }
      bulletin.headline = "Sửa \(bulletin.identifier) lần \(bulletin.revision)"
    } else {
      bulletin = newBulletin(at: now, random: &random)
    }
    return post(bulletin)
  }

  private mutating func newBulletin(at now: Instant, random: inout Random) -> Bulletin {
    count += 1
    let priority: Priority = random.pick([.ordinary, .ordinary, .ordinary, .priority, .emergency])
    var resources: [Resource] = []
    if random.chance(perMille: 800) {
      let longest = random.pick([60_000, 300_000, 600_000] as [Int64])
      let milliseconds = Int(random.integer(2_000...longest))
      resources.append(Self.sound(number: count, milliseconds: milliseconds))
    }
    let sentences = resources.isEmpty ? random.pick([1, 1, 1, 20, 200]) : 1
    let status: Status = random.chance(perMille: 900) ? .actual : random.pick([.exercise, .test])
    var regulation = Bulletin.Regulation(
      contentClass: random.chance(perMille: 950) ? SimulatedRules.contentClass : nil,
      session: random.pick([nil, nil, nil, .morning, .afternoon]),
      directive: random.chance(perMille: 400) ? SimulatedRules.atOnce(at: now) : nil)
    if status == .exercise, random.chance(perMille: 700) { regulation.documentNumber = "1/KH" }
    if random.chance(perMille: 30) { regulation.music = .pure }
    let starts = random.chance(perMille: 200) ? now + random.integer(60_000...7_200_000) : nil
    let lives: [Int64] = [600_000, 3_600_000, 86_400_000, 4 * 86_400_000]
    var bulletin = Bulletin(
      identifier: .named("tin-\(count)"), senderName: "UBND phường", sent: now,
      status: status, priority: priority, areas: [area], effective: starts,
      expires: (starts ?? now) + random.pick(lives),
      headline: "Tin \(count)",
      description: String(repeating: "Họp tổ dân phố số năm. ", count: sentences),
      resources: resources,
      regulation: regulation)
    if speaksToAreas {
      let first = random.pick(SimulatedSettings.areas)
      let second = random.pick(SimulatedSettings.areas)
      bulletin.areas = first == second ? [first] : [first, second]
    }
    if count % Self.liveEvery == 0 { makeLive(&bulletin) }
    return bulletin
  }

  /// Every so many-th bulletin announces a live programme.
  private static let liveEvery = 6

  private func makeLive(_ bulletin: inout Bulletin) {
    let milliseconds = (bulletin.sounds.first?.durationMilliseconds ?? 60_000) + 20_000
    bulletin.resources = []
    bulletin.effective = nil
    bulletin.live = LiveStream(
      stream: .named("dong-\(count)"), publicKey: SimulatedKeys.desk, segmentMilliseconds: 80,
      longestMilliseconds: milliseconds)
    bulletin.expires = bulletin.sent + Int64(milliseconds) + 60_000
    bulletin.regulation = .init(
      contentClass: SimulatedRules.contentClass, documentNumber: "1/UBND",
      directive: SimulatedRules.atOnce(at: bulletin.sent))
  }

  /// A live programme has ended: its bulletin is withdrawn, unless it is an emergency or was changed.
  mutating func endLive(_ identifier: Identifier, at now: Instant) -> Post? {
    guard var bulletin = posts.first(where: { $0.bulletin.identifier == identifier })?.bulletin,
      bulletin.live != nil, bulletin.priority != .emergency
    else { return nil }
    bulletin.revision += 1
    bulletin.messageType = .cancel
    bulletin.sent = now
    bulletin.live = nil
    return post(bulletin)
  }

  /// Whether an emergency was ever signed under this name.
  func isEmergency(_ identifier: Identifier) -> Bool {
    written.values.contains { $0.identifier == identifier && $0.priority == .emergency }
  }

  /// A sound whose digest tells its number.
  static func sound(number: Int, milliseconds: Int) -> Resource {
    let digits = String(number)
    let name = String(repeating: "0", count: 64 - digits.count) + digits
    return Resource(
      mimeType: .opus, sizeBytes: 1 + number % 5 * Bounds.mediaPieceBytes,
      digest: .named(name), durationMilliseconds: milliseconds)
  }

  private mutating func post(_ bulletin: Bulletin) -> Post {
    let post = Post(bulletin: bulletin, envelope: Self.sign(bulletin))
    posts.removeAll { $0.bulletin.identifier == bulletin.identifier }
    posts.append(post)
    signedHeadlines.insert(bulletin.headline)
    written["\(bulletin.identifier) \(bulletin.revision)"] = bulletin
    for sound in bulletin.sounds { owner[sound.digest] = bulletin }
    titled[bulletin.headline] = bulletin
    if let live = bulletin.live { streamed[live.stream] = bulletin }
    return post
  }

  /// Signs a directory under the next version, of one part or of several.
  mutating func writeDirectory(at now: Instant, random: inout Random) {
    directoryVersion += 1
    let entries = SimulatedErrands.directory(
      procedures: random.pick([0, 5, 30, 50]), at: LocalDate(now))
    let parts = try? DirectoryPart.divided(
      entries, area: area, version: directoryVersion, issued: now, author: "UBND phường")
    directory = (parts ?? []).map { part in
      Self.sign(
        part.json, as: .directory,
        [("editor", SimulatedKeys.editor), ("approver", SimulatedKeys.approver)])
    }
  }

  func signed(_ plan: BroadcastPlan) -> [UInt8] {
    let keys = [("editor", SimulatedKeys.editor), ("approver", SimulatedKeys.approver)]
    return Self.sign(plan.json, as: .broadcastPlan, keys)
  }

  /// The bulletin that a part of a performance belongs to; `nil` for a chime, and for what nobody
  /// signed.
  func bulletin(of part: SoundPart) -> Bulletin? {
    switch part {
    case .chime, .tones, .screen, .recording: nil
    case .medium(let digest, _): owner[digest]
    case .speech(let words, _, _): titled[words.headline]
    case .live(let live): streamed[live.stream]
    }
  }

  /// Takes off the board what has expired, and says what went.
  mutating func clear(at now: Instant) -> [Bulletin] {
    let gone = posts.map(\.bulletin).filter { $0.expires <= now }
    posts.removeAll { $0.bulletin.expires <= now }
    return gone
  }

  mutating func index(at now: Instant) -> [UInt8] {
    sequence += 1
    let index = BoardIndex(
      area: area, sequence: sequence, time: now,
      nextDue: now + Self.indexIntervalMilliseconds,
      entries: posts.map {
        .init(
          identifier: $0.bulletin.identifier, revision: $0.bulletin.revision,
          areas: $0.bulletin.areas)
      })
    return Self.sign(index.json, as: .boardIndex, [("desk", SimulatedKeys.desk)])
  }

  /// Commits hours of the home's air and gives the signed word for it.
  mutating func take(readings payload: [UInt8], at now: Instant) -> [UInt8]? {
    guard let json = try? JSONParser.parse(payload), let batch = try? ReadingBatch(json: json)
    else { return nil }
    for reading in batch.readings {
      let key = "\(batch.ledger) \(reading.sequence)"
      if let known = readings[key], known != reading {
        contradictions.append("two hours under one number: \(key)")
      }
      readings[key] = reading
    }
    let acknowledgement = Acknowledgement(
      terminal: batch.terminal, ledger: batch.ledger, sequences: [],
      readings: batch.readings.map(\.sequence), time: now)
    return Self.sign(acknowledgement.json, as: .acknowledgement, [("desk", SimulatedKeys.desk)])
  }

  /// Commits receipts and gives the signed word for it.
  mutating func take(_ payload: [UInt8], at now: Instant) -> [UInt8]? {
    guard let json = try? JSONParser.parse(payload), let batch = try? ReceiptBatch(json: json)
    else { return nil }
    for receipt in batch.receipts {
      let key = "\(batch.ledger) \(receipt.sequence)"
      if let known = receipts[key] {
        if known != receipt { contradictions.append("two receipts under one number: \(key)") }
      } else {
        receipts[key] = receipt
        receiptOrder.append(key)
      }
    }
    let acknowledgement = Acknowledgement(
      terminal: batch.terminal, ledger: batch.ledger, sequences: batch.receipts.map(\.sequence),
      time: now)
    return Self.sign(acknowledgement.json, as: .acknowledgement, [("desk", SimulatedKeys.desk)])
  }
}
