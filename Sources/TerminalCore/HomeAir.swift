import WardContract

/// The air of a home and of its ward: what sensors say, the hours they make, and the station.
struct HomeAir {
  var log = AirLog()
  var hours: AirHours
  var station = StationWatch()

  init(memory: Memory) { hours = AirHours(memory: memory) }
}

/// How readings come about and get to the desk, and how the station's come here.
extension HomeTerminal {
  mutating func settleAir(_ reading: TrustedClock.Reading, _ moment: Moment) {
    if let fault = air.log.fault(moment), !parts.isFailing(.sensors) {
      partFailed(.sensors, fault, moment)
    }
    // What was filed while the system's clock lied stands under a wrong hour.
    if air.log.jumps(reading, moment), reading.isVouched, let offset = air.log.offset {
      air.hours.disown(notFiledAt: offset, &journal)
    }
    if let closed = air.log.settle(reading, moment) {
      air.hours.add(closed, offset: air.log.offset, moment, &journal)
    }
  }

  mutating func receiveStation(_ payload: [UInt8], _ moment: Moment) {
    // An empty payload clears the broker; what is known here goes by its own end.
    if payload == air.station.envelope || payload.isEmpty { return }
    do throws(Refusal) {
      let new = try verifier.stationAir(payload, area: profile.ward, keyrings: keyrings)
      if clock.reading(moment).hasPassed(new.expires) { return }
      try air.station.take(new, envelope: payload)
      effects.append(.note("\(new.station) has measured until \(new.end)"))
    } catch {
      // The keyring is on its way; with it the station is asked for anew.
      if error == .noKeyring { return }
      refuse(error, what: "air of \(profile.ward)", bulletin: nil, moment)
    }
  }

  /// Forgets the station if the keyring no longer vouches for it.
  mutating func recheckStation() {
    guard let envelope = air.station.envelope else { return }
    let standing = try? verifier.stationAir(envelope, area: profile.ward, keyrings: keyrings)
    if standing == nil { air.station.forget() }
  }
}
