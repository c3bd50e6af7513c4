import WardContract

/// What an installer names a device by: what they typed, or the whole fingerprint out of a scanned code.
public enum ClaimName: Sendable {
  case code(ClaimCode)
  case key(KeyFingerprint)

  /// The name that `text` spells: a code, a fingerprint, or an address that ends in one; `nil` if it is none.
  public init?(_ text: some StringProtocol) {
    if let code = ClaimCode(typed: text) {
      self = .code(code)
    } else if let key = text.split(separator: "/").last.flatMap({ KeyFingerprint($0) }) {
      self = .key(key)
    } else {
      return nil
    }
  }

  /// The code, as the device's screen shows it.
  public var code: ClaimCode {
    switch self {
    case .code(let code): code
    case .key(let key): key.code
    }
  }
}

extension WardFolder {
  /// Says that the device with that name becomes the home `terminal`, or one named after its code. The desk
  /// answers it as soon as it is heard of. Throws a sentence for the installer if that can't be.
  public func accept(
    _ name: ClaimName, as terminal: Identifier? = nil, area: Area, groups: [Area] = [],
    address: String?, in store: DeskStore, by account: String, at now: Instant
  ) throws -> Acceptance {
    let code = name.code
    guard !isPractice else {
      throw DeskError("Phường tập chỉ có máy mô phỏng; lắp máy thật ở phường thật.")
    }
    guard try endorsement() != nil else {
      throw DeskError(
        "\(self.name) chưa có giấy của thành phố nên máy mới không tin. Chạy `loanha city endorse`."
      )
    }
    guard let terminal = terminal ?? Identifier("nha-" + code.letters.lowercased()) else {
      throw DeskError(Identifier.rule)
    }
    if let before = try store.acceptance(of: code), before.issued != nil,
      try store.terminal(before.terminal)?.retired == nil
    {
      throw DeskError(
        "Mã \(code) là của máy đã giao cho hộ \(before.terminal). Thu hồi máy đó trước.")
    }
    let place = HomePlace(area: area, groups: groups, address: address)
    try check(terminal, place, in: store)
    if let before = try store.acceptance(of: terminal), before.code != code, now < before.until {
      throw DeskError("Hộ \(terminal) đang chờ máy mang mã \(before.code).")
    }
    var key: KeyFingerprint?
    if case .key(let scanned) = name { key = scanned }
    let acceptance = Acceptance(
      terminal: terminal, code: code, key: key, area: area, groups: groups, address: address,
      account: account, accepted: now, until: now + Acceptance.lifeMilliseconds)
    try store.keep(acceptance)
    return acceptance
  }
}
