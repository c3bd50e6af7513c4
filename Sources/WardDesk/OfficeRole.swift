/// What somebody may do at a ward's desk.
public enum OfficeRole: String, CaseIterable, Sendable {
  /// Writes items and answers feedback.
  case editor
  /// Approves what others wrote, by signing it.
  case approver
  /// Looks after broadcasts as they run: emergencies, live programmes, calls for help.
  case `operator`
  /// Sets up and looks after terminals.
  case installer
  /// Reads.
  case viewer
  /// Looks after the ward's people: their roles there, their links and sessions.
  case administrator
}
