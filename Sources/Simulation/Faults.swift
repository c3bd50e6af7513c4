/// What goes wrong in a simulated home, and how often. A seed chooses its own mixture: some homes
/// have one fault all the time, some have all of them at times, some have none.
public struct Faults: Equatable, Sendable {
  // Link: the connection is cut with everything in flight, messages come twice, out of order.
  /// Cuts of the connection a day, in thousandths.
  public var linkCutsPerDay: Int64 = 0
  /// Longest time without a connection, in milliseconds.
  public var longestCutMilliseconds: Int64 = 0
  /// Messages that come twice, per mille.
  public var duplicates: Int64 = 0
  /// Longest delay of a message, in milliseconds; messages overtake each other.
  public var longestDelayMilliseconds: Int64 = 20

  // Power and clock: a restart at any point; a wall clock that is wrong at boot, and is stepped.
  /// Restarts a day, each at any point.
  public var powerCutsPerDay: Int64 = 0
  /// Whether the wall clock is wrong after a start until it is synchronised.
  public var clockWrongAtBoot = false
  /// Whether the wall clock is synchronised at all.
  public var clockNeverSynchronised = false

  /// Restarts in each session of a day, per mille of sessions.
  public var sessionCuts: Int64 = 0
  /// Times a day that somebody steps the wall clock, for up to three hours.
  public var clockStepsPerDay: Int64 = 0
  /// Whether the system calls its clock synchronised while it is stepped.
  public var clockLies = false

  // Disk, sound card and voice: full and free again, gone and back, broken off.
  /// Times a day that the disk is full, for up to two hours.
  public var diskFullsPerDay: Int64 = 0
  /// Times a day that the sound card is pulled out, for up to an hour.
  public var cardLossesPerDay: Int64 = 0

  /// Performances in which the voice breaks off, per mille.
  public var speechBreaks: Int64 = 0

  // Desk and broker: away for a while; the broker's store is empty after it.
  /// Times a day that the broker comes back with an empty store.
  public var brokerLossesPerDay: Int64 = 0
  /// Times a day that the desk is away, for up to two hours.
  public var deskAwaysPerDay: Int64 = 0

  // Enemies: forged and replayed messages, bulletins held back.
  /// Forged or replayed messages a day.
  public var forgeriesPerDay: Int64 = 0
  /// Times a day that the broker begins to hold bulletins back.
  public var withholdsPerDay: Int64 = 0

  // The modem: away, without a network, or a call that ends in every way that there is.
  /// Starts without a modem, per mille.
  public var modemAbsences: Int64 = 0
  /// Calls that don't go as they should, per mille.
  public var callFailures: Int64 = 0

  // People.
  /// Times a day that somebody holds SOS, long enough or not.
  public var sosPerDay: Int64 = 0
  /// The household looks among its services and bills, and the ward answers. None unless a test is about
  /// them: they would change what befalls every other home.
  public var errandsPerDay: Int64 = 0
  /// The ward moves the home to another of its areas, speaks to areas, and strangers would move it, too.
  /// None unless a test is about it, for the same reason.
  public var movesPerDay: Int64 = 0
  /// Times a day that the terminal examines itself, at somebody's wish or a technician's. None unless a test
  /// is about them, for the same reason.
  public var examinationsPerDay: Int64 = 0
  /// Presses of a random button a day.
  public var pressesPerDay: Int64 = 20

  /// Nothing goes wrong.
  public init() {}

  /// The mixture that `random` draws.
  public init(drawnFrom random: inout Random) {
    self.init()
    func often(_ most: Int64) -> Int64 {
      random.chance(perMille: 500) ? random.integer(1...most) : 0
    }
    linkCutsPerDay = often(40)
    longestCutMilliseconds = random.pick([5_000, 60_000, 1_800_000, 14_400_000])
    duplicates = random.pick([0, 0, 20, 200])
    longestDelayMilliseconds = random.pick([5, 50, 2_000])
    powerCutsPerDay = often(20)
    clockWrongAtBoot = random.chance(perMille: 500)
    clockNeverSynchronised = random.chance(perMille: 300)
    sessionCuts = random.pick([0, 0, 500, 1_000])
    clockStepsPerDay = random.pick([0, 0, 3, 12])
    clockLies = random.chance(perMille: 200)
    diskFullsPerDay = often(8)
    cardLossesPerDay = often(10)
    speechBreaks = random.pick([0, 0, 300, 1_000])
    brokerLossesPerDay = often(5)
    deskAwaysPerDay = often(5)
    forgeriesPerDay = often(60)
    withholdsPerDay = often(3)
    pressesPerDay = random.pick([0, random.integer(0...200)])
    modemAbsences = random.pick([0, 0, 300, 1_000])
    callFailures = random.pick([0, 300, 900])
    sosPerDay = often(12)
  }
}
