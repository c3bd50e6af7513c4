import WardContract

extension Identifier {
  /// The identifier that a name of the simulator's own spells.
  static func named(_ text: String) -> Identifier {
    guard let identifier = Identifier(text) else { preconditionFailure("\(text) is no identifier") }
    return identifier
  }
}

extension Area {
  /// The area that a path of the simulator's own spells.
  static func named(_ text: String) -> Area {
    guard let area = Area(text) else { preconditionFailure("\(text) is no area") }
    return area
  }
}

extension MediaDigest {
  /// The digest that 64 digits of the simulator's own spell.
  static func named(_ text: String) -> MediaDigest {
    guard let digest = MediaDigest(text) else { preconditionFailure("\(text) is no digest") }
    return digest
  }
}
