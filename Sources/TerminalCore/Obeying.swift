import WardContract

/// What the ward may ask this terminal to do at once.
extension HomeTerminal {
  /// Takes in a command: addressed, of now, and newer than the one before. A broker that holds one back, or
  /// sends it twice, has the terminal do nothing.
  mutating func receiveCommand(
    _ payload: [UInt8], _ identifier: Identifier, isRetained: Bool, _ moment: Moment
  ) {
    do throws(Refusal) {
      let command = try verifier.command(
        payload, terminal: profile.terminal, area: profile.ward, keyrings: keyrings)
      guard command.identifier == identifier, !isRetained else { throw .wrongTopic }
      if clock.reading(moment).hasPassed(command.expires) { throw .expired }
      if let obeyedCommand, command.issued <= obeyedCommand.issued {
        if command == obeyedCommand { return }
        throw .rolledBack
      }
      obeyedCommand = command
      switch command.kind {
      case .examine: examine(.ward, command: command.identifier, moment)
      }
    } catch {
      refuse(error, what: "command \(identifier)", bulletin: nil, moment)
    }
  }
}
