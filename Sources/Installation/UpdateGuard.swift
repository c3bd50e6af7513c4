import Glibc
import LinuxIO

/// Units of the system that watch over an update, written before it and gone after it. They run the kept
/// program, so that whatever the new package brings or lacks, somebody puts the one before back.
struct UpdateGuard {
  /// Where an administrator's units lie; `root` leads it.
  let root: String

  private static let name = "loanha-update-guard"
  private var folder: String { "\(root)/etc/systemd/system" }
  private var servicePath: String { "\(folder)/\(Self.name).service" }
  private var timerPath: String { "\(folder)/\(Self.name).timer" }
  private var linkPath: String { "\(folder)/timers.target.wants/\(Self.name).timer" }

  /// Whether there is a systemd that serves this very root.
  private var isLive: Bool { root.isEmpty && Files.isFolder("/run/systemd/system") }

  /// From now on the update is looked after: at every start of the system, and every minute.
  func set(program: String) throws {
    let service = """
      [Unit]
      Description=An update of LoaNha shows that it works, or is taken back
      RequiresMountsFor=/var/lib/loanha-update

      [Service]
      Type=oneshot
      ExecStart=\(program) --settle-update
      PrivateNetwork=yes
      PrivateTmp=yes
      ProtectHome=yes

      """
    let timer = """
      [Unit]
      Description=An update of LoaNha is looked after every minute

      [Timer]
      OnActiveSec=10s
      OnUnitActiveSec=1min

      """
    try Files.makeFolder(Files.folder(of: linkPath), mode: 0o755)
    try Files.replace(servicePath, Array(service.utf8), mode: 0o644)
    try Files.replace(timerPath, Array(timer.utf8), mode: 0o644)
    try Files.remove(linkPath)
    try systemCall("symlink", linkPath) { symlink("../\(Self.name).timer", linkPath) }
    try Files.synchronizeFolder(of: linkPath)
    guard isLive else { return }
    try SystemTool.run(["systemctl", "daemon-reload"])
    try SystemTool.run(["systemctl", "start", "\(Self.name).timer"])
  }

  /// Nothing has to be looked after any more.
  func remove() throws {
    let wasSet = Files.exists(servicePath)
    // The service last: as long as it is there, it has not been done whole.
    for path in [linkPath, timerPath, servicePath] {
      try Files.remove("\(path).new")
      try Files.remove(path)
    }
    guard wasSet, isLive else { return }
    try SystemTool.run(["systemctl", "stop", "--no-block", "\(Self.name).timer"])
    try SystemTool.run(["systemctl", "daemon-reload"])
  }

  /// Ends the terminal, which may be in the midst of starting the system anew because it can't be kept
  /// running: the package's own script starts the next one.
  func stopTerminal() throws {
    guard isLive else { return }
    try SystemTool.run(["systemctl", "stop", "loanhad.service"])
    try SystemTool.run(["systemctl", "reset-failed", "loanhad.service"])
  }
}
