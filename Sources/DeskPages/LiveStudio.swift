import Hummingbird
import WardContract
import WardDesk

/// The live programmes that are spoken in browsers, one in a ward at a time.
actor LiveStudio {
  private enum State {
    case onAir(LiveRelay)
    case over(LiveRelay.End)
  }

  /// The newest programme of each ward, by the number of its submission.
  private var programmes: [Area: (number: Int64, state: State)] = [:]

  /// Begins to pass a programme on; `ended` is told when it is over.
  func begin(
    _ number: Int64, _ bulletin: Bulletin, in ward: WardOffice, milliseconds: Int,
    _ language: Language, ended: @escaping @Sendable (LiveRelay.End) async -> Void
  ) throws {
    switch programmes[ward.area] {
    case (number, _)?:
      throw HTTPError(
        .conflict,
        message: language.say(
          "Lần nói này đã phát rồi. Muốn nói tiếp, hãy làm lần nói mới.",
          "This was on air already. To speak again, announce it anew."))
    case (_, .onAir)?:
      throw HTTPError(
        .conflict,
        message: language.say(
          "Đang có người khác nói trực tiếp. Chờ người đó nói xong.",
          "Somebody else is speaking. Wait until they have ended."))
    default: break
    }
    let area = ward.area
    let relay = try LiveRelay(ward.folder, bulletin, milliseconds: milliseconds) { end in
      Task {
        await self.finish(number, in: area, end)
        await ended(end)
      }
    }
    programmes[area] = (number, .onAir(relay))
  }

  private func finish(_ number: Int64, in ward: Area, _ end: LiveRelay.End) {
    if programmes[ward]?.number == number { programmes[ward] = (number, .over(end)) }
  }

  /// Whether a programme is on air; `nil` if it did not begin here.
  func isOnAir(_ number: Int64, in ward: Area) -> Bool? {
    guard let (newest, state) = programmes[ward], newest == number else { return nil }
    if case .onAir = state { return true }
    return false
  }

  /// Why a programme ended; `nil` if it has not.
  func end(_ number: Int64, in ward: Area) -> LiveRelay.End? {
    guard let (newest, state) = programmes[ward], newest == number, case .over(let end) = state
    else { return nil }
    return end
  }

  /// Takes what a browser brings of a programme. False if that is not on air.
  func take(_ bytes: [UInt8], of number: Int64, in ward: Area) throws(Refusal) -> Bool {
    guard let (newest, state) = programmes[ward], newest == number, case .onAir(let relay) = state
    else { return false }
    try relay.take(bytes)
    return true
  }

  /// Ends what is on air, with the end that its browser has signed.
  func close() {
    for case (_, .onAir(let relay)) in programmes.values { relay.stop() }
  }
}
