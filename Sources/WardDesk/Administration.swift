import WardContract

/// What an account may do to others: everything, as one that looks after the server, or what ends at the
/// wards that it looks after.
public struct Administration: Sendable {
  /// Whether it looks after the server, and so after everybody.
  public let isUnlimited: Bool
  /// The wards whose people it looks after; all are looked after by who is unlimited.
  public let wards: Set<Area>

  /// What `account` may do.
  public init(of account: Account) {
    isUnlimited = account.isAdministrator
    wards = Set(account.roles.keys.filter { account.has(.administrator, in: $0) })
  }

  /// Whether there is anybody whom it looks after.
  public var isSomething: Bool { isUnlimited || !wards.isEmpty }

  /// Whether it may say who does what in a ward.
  public func covers(_ ward: Area) -> Bool { isUnlimited || wards.contains(ward) }

  /// Whether it may know that the account is there: it works in one of these wards.
  public func maySee(_ account: Account) -> Bool {
    isUnlimited || account.wards.contains(where: wards.contains)
  }

  /// Whether it may change what the account does in a ward.
  public func mayChangeRoles(of account: Account, in ward: Area) -> Bool {
    covers(ward) && maySee(account)
  }

  /// Whether it may give the account a new link, lock it and end its sessions, which counts wherever the
  /// account works: so it works in no ward of somebody else's, and doesn't look after the server.
  public func mayLookAfter(_ account: Account) -> Bool {
    isUnlimited
      || (!account.isAdministrator && !account.wards.isEmpty
        && account.wards.allSatisfy(wards.contains))
  }
}

extension Account {
  /// The wards in which it has a role.
  var wards: [Area] { roles.filter { !$0.value.isEmpty }.map(\.key) }
}
