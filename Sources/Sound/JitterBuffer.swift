/// The packets of a live programme between their coming, in bursts, twice and out of order, and
/// their sounding, one every 20 ms. Pure: its clock is whoever takes a packet out.
///
/// It gathers half a second before the first packet sounds, and again after it ran dry. A packet
/// that is missing among others is made up by the decoder; if nothing is there at all, the decoder
/// makes up a tenth of a second, and then there is silence until enough has come again. What came
/// late is heard late, up to two and a half seconds; beyond that it goes back to the present.
struct JitterBuffer {
  /// Sound in a packet, in milliseconds.
  static let packetMilliseconds = 20
  /// Packets that are gathered before any sounds: half a second.
  static let gathered = 25
  /// Most packets between the newest and the one that sounds: 2.5 s.
  static let most = 125
  /// How many packets are made up when nothing is there: a tenth of a second.
  static let madeUp = 5
  /// Packets of silence after which the stream counts as interrupted: 3 s.
  static let interruptedAfter = 150
  /// Packets of silence after which it is given up: a minute.
  static let givenUpAfter = 3_000

  /// What is to sound for the next 20 ms.
  enum Next: Equatable {
    case silence
    case packet([UInt8])
    /// The decoder makes something up.
    case missing
    /// Everything has sounded.
    case ended
    /// Nothing has come for too long.
    case givenUp
  }

  /// What may be said of a stream so far.
  struct Account: Equatable {
    /// The packet with which it was joined; `nil` before the first sounded.
    var first: Int?
    /// The packet after the last that sounded or was left out.
    var reached = 0
    /// Packets between the two that did not sound as they were made.
    var lost = 0
    /// It sounded, and nothing has for `interruptedAfter`.
    var isInterrupted = false
  }

  private(set) var account = Account()
  /// After the packet that was given out last there is silence: it has to fade.
  private(set) var fallsSilent = false
  private var packets: [(number: Int, bytes: [UInt8])] = []
  /// The number after the last packet, once that is known.
  private var end: Int?
  private var isGathering = true
  private var waited = 0
  private var dry = 0
  private var silent = 0

  /// Packets of the stream from number `first` on, of which the last may be its last. What is there
  /// already or comes too late is passed over.
  mutating func add(first: Int, _ new: [[UInt8]], isLast: Bool) {
    if isLast { end = first + new.count }
    for (offset, bytes) in new.enumerated() { insert(first + offset, bytes) }
    guard let oldest = packets.first, let newest = packets.last,
      newest.number - oldest.number >= Self.most
    else { return }
    keepPresent(newest.number)
  }

  /// Leaves only what a programme begins with that is joined now.
  private mutating func keepPresent(_ newest: Int) {
    packets.removeAll { $0.number <= newest - Self.gathered }
  }

  private mutating func insert(_ number: Int, _ bytes: [UInt8]) {
    guard number >= account.reached else { return }
    let place = packets.lastIndex { $0.number <= number }
    if let place, packets[place].number == number { return }
    packets.insert((number, bytes), at: place.map { $0 + 1 } ?? 0)
  }

  /// The next 20 ms are due.
  mutating func next() -> Next {
    fallsSilent = false
    if let end, packets.isEmpty, account.reached >= end { return .ended }
    if isGathering {
      guard hasGathered() else { return stayedSilent() }
      begin()
    }
    guard let oldest = packets.first else { return ranDry() }
    dry = 0
    silent = 0
    account.isInterrupted = false
    if oldest.number > account.reached { leaveOut(upTo: oldest.number) }
    defer { account.reached += 1 }
    guard oldest.number <= account.reached else {
      account.lost += 1
      return .missing
    }
    packets.removeFirst()
    fallsSilent = end == account.reached + 1
    return .packet(oldest.bytes)
  }

  private mutating func hasGathered() -> Bool {
    guard let oldest = packets.first, let newest = packets.last else { return false }
    waited += 1
    return newest.number - oldest.number + 1 >= Self.gathered || waited >= Self.gathered
      || end == newest.number + 1
  }

  /// Enough has come. A programme is joined at the present, but its own beginning is not cut off.
  private mutating func begin() {
    isGathering = false
    waited = 0
    guard let oldest = packets.first, let newest = packets.last else { return }
    if account.first == nil, oldest.number > 0 { keepPresent(newest.number) }
    let next = packets.first?.number ?? oldest.number
    if account.first == nil {
      account.first = next
    } else {
      account.lost += next - account.reached
    }
    account.reached = next
  }

  /// Where more than `most` is missing in front of the oldest packet, it is not made up.
  private mutating func leaveOut(upTo number: Int) {
    guard let newest = packets.last, newest.number - account.reached >= Self.most else { return }
    account.lost += number - account.reached
    account.reached = number
  }

  private mutating func ranDry() -> Next {
    dry += 1
    guard dry <= Self.madeUp else {
      dry = 0
      isGathering = true
      return stayedSilent()
    }
    fallsSilent = dry == Self.madeUp
    return .missing
  }

  private mutating func stayedSilent() -> Next {
    silent += 1
    account.isInterrupted = account.first != nil && silent >= Self.interruptedAfter
    return silent >= Self.givenUpAfter ? .givenUp : .silence
  }
}
