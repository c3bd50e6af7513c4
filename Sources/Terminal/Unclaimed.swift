import Boards
import ConfigurationFiles
import LinuxIO
import Signatures
import TerminalCore

/// A terminal without a home: it shows its code, asks for a home if it knows where, and waits until
/// somebody has enrolled it.
public final class Unclaimed {
  private let standing: StandingScreen
  private let board: Board
  private let boardFault: String?
  private let folder: String
  private let version: String
  private let device: DeviceKey
  private var trust: EnrolmentTrust?
  private var claiming: Claiming?
  /// What keeps it from asking, or from being what it would be.
  private var standingProblems: [ClaimScreen.Problem] = []
  private var settings: TerminalSettings?
  private var settingsFault: String?
  private var claimFault: String?

  /// The settings of the home in `folder`. While there are none, the terminal on `board` says so
  /// and waits; `nil` if a signal asks to end first. If there are some that can't be used, this
  /// throws, unless it `waitsForRepair`.
  public static func settings(
    board: Board, boardFault: String?, folder: String, version: String, waitsForRepair: Bool
  ) throws -> TerminalSettings? {
    if Files.exists(TerminalSettings.path(in: folder)) {
      do throws(ConfigurationError) {
        return try TerminalSettings(folder: folder, version: version)
      } catch {
        guard waitsForRepair else { throw error }
      }
    }
    let unclaimed = try Unclaimed(board, boardFault, folder, version)
    return try unclaimed.wait()
  }

  private init(
    _ board: Board, _ boardFault: String?, _ folder: String, _ version: String
  ) throws {
    self.board = board
    self.boardFault = boardFault
    self.folder = folder
    self.version = version
    if boardFault != nil { standingProblems.append(.board) }
    let (device, keyFault) = try Self.device(in: folder)
    self.device = device
    standing = try StandingScreen(
      board, home: folder,
      .claim(ClaimScreen(code: device.fingerprint.code.description, board: board.name)))
    if let keyFault {
      standingProblems.append(.storage)
      standing.note("the terminal's key can't be kept: \(keyFault)")
    } else {
      ask()
    }
  }

  /// The device's key. Without a disk to keep one on nobody can be enrolled; the screen says so with a code
  /// that lasts until the next start.
  private static func device(in folder: String) throws -> (DeviceKey, fault: String?) {
    do { return (try DeviceKey(folder: folder), nil) } catch {
      return (try DeviceKey(TLSKey()), "\(error)")
    }
  }

  /// Begins to ask for a home, if the device brought along where; settings that are there and can't be used
  /// are somebody's to mend.
  private func ask() {
    guard !Files.exists(TerminalSettings.path(in: folder)) else { return }
    do {
      trust = try EnrolmentTrust.find(in: [folder, EnrolmentTrust.systemFolder])
      guard let trust else { return }
      claiming = try Claiming(
        device, trust, folder: folder, board: board.name, version: version, standing.loop
      ) { [unowned self] in show() }
      standing.deadline = { [unowned self] in claiming?.deadline }
    } catch {
      trust = nil
      standingProblems.append(.trust)
      standing.note("the terminal can't ask for a home: \(error)")
    }
  }

  private func wait() throws -> TerminalSettings? {
    standing.onLook = { [unowned self] in
      claiming?.tick()
      readSettings()
    }
    let code = device.fingerprint.code
    standing.note(
      "no home yet: claim code \(code), waiting for \(TerminalSettings.path(in: folder))")
    show()
    try standing.run(status: "Waiting for a home, claim code \(code)")
    claiming?.close()
    settings?.profile.isNew = true
    return settings
  }

  private func readSettings() {
    let before = settingsFault
    settingsFault = nil
    if Files.exists(TerminalSettings.path(in: folder)) {
      do throws(ConfigurationError) {
        settings = try TerminalSettings(folder: folder, version: version)
        standing.stop()
      } catch {
        settingsFault = error.description
      }
    }
    guard settingsFault != before else { return }
    if let settingsFault { standing.note("the settings can't be used: \(settingsFault)") }
    show()
  }

  private func show() {
    if let fault = claiming?.fault, fault.reason != claimFault { standing.note(fault.reason) }
    claimFault = claiming?.fault?.reason
    var problems = standingProblems
    if settingsFault != nil { problems.append(.settings) }
    if let problem = claiming?.fault?.problem { problems.append(problem) }
    let screen = ClaimScreen(
      code: device.fingerprint.code.description, board: board.name,
      stage: claiming?.stage ?? .byFile, link: trust?.link(to: device.fingerprint),
      problems: problems)
    standing.show(.claim(screen), isWrong: !problems.isEmpty)
  }
}
