import WardContract
import WardDesk

/// Somebody who has signed in, and what they may do where.
public struct Visitor: Sendable {
  /// The account's name.
  public var account: String
  /// The person's name.
  public var fullName: String
  /// Roles by ward.
  public var roles: [Area: Set<OfficeRole>]
  /// Looks after accounts, in every ward.
  public var isAdministrator: Bool
  /// What a form of this session must bring back.
  public var formToken: String

  /// Somebody.
  public init(
    account: String, fullName: String, roles: [Area: Set<OfficeRole>], isAdministrator: Bool,
    formToken: String
  ) {
    self.account = account
    self.fullName = fullName
    self.roles = roles
    self.isAdministrator = isAdministrator
    self.formToken = formToken
  }

  /// Whether they may see a ward's pages.
  public func mayEnter(_ ward: Area) -> Bool { isAdministrator || roles[ward]?.isEmpty == false }

  /// Whether they have one of these roles in a ward.
  public func has(_ wanted: OfficeRole..., in ward: Area) -> Bool {
    !(roles[ward] ?? []).isDisjoint(with: wanted)
  }
}
