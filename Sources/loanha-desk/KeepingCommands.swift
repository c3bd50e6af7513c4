import ArgumentParser
import WardDesk

extension LoanhaDesk {
  struct TakeBackup: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "backup", abstract: "Copy what the office and its wards know, while they run.",
      discussion: """
        The folder is as secret as the desk: it has the desk's own keys. It has no key that signs for a
        person, no root key, and nothing of the broker. The second factors in it are sealed; copy their
        key, second-factor.key of the office's folder, to another place than the backups.
        Example:
          loanha-desk backup --office office --out /media/usb/2026-11-28
        """)

    @OptionGroup var office: OfficeOption
    @Option(help: "The folder to make.") var out: String

    func run() throws {
      let backup = try Backup.take(of: OfficeFolder(path: office.path), to: out)
      print("The backup is in \(backup.path); `sha256sum --check SHA256SUMS` there checks it, too.")
    }
  }

  struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a new office and its wards from a backup.",
      discussion: """
        Homes and broker are told of everything again once the restored desk serves. What was signed,
        and what homes said, after the backup was taken is not in it: homes send what no desk has
        acknowledged, and keep what hangs until it expires or an index lacks it.
        Example:
          loanha-desk restore --from /media/usb/2026-11-28 --into desk --broker ba-dinh/broker \
            --second-factor-key /media/safe/second-factor.key
        """)

    @Option(help: "The backup's folder.") var from: String
    @Option(help: "The folder to make, with office and wards in it.") var into: String
    @Option(help: "The broker's folder.") var broker: String
    @Option(help: "The key of second factors; without it people sign in with a recovery code.")
    var secondFactorKey: String?

    func run() throws {
      let office = try Backup(path: from).restore(
        into: into, brokerPath: broker, secondFactorKeyPath: secondFactorKey)
      print("Restored. To serve it:  loanha-desk serve --office \(office.path)")
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Look at everything that the office and its wards keep, or at a backup.",
      discussion: "Exit code 0 if all is well, 1 otherwise.")

    @Option(name: .customLong("office"), help: "The office's folder.") var officePath: String?
    @Option(help: "A backup's folder.") var backup: String?

    func validate() throws {
      guard (officePath == nil) != (backup == nil) else {
        throw ValidationError("either --office or --backup is needed")
      }
    }

    func run() throws {
      var faults: [String] = []
      if let backup { faults = try Backup(path: backup).faults() }
      if let officePath {
        let office = try OfficeFolder(path: officePath)
        var check = OfficeCheck()
        check.look(at: office)
        for path in office.wardPaths { check.look(at: try WardFolder(path: path)) }
        for line in check.seen { print("looked at \(line)") }
        faults = check.faults
      }
      for fault in faults { print("FAULT \(fault)") }
      print(faults.isEmpty ? "All is well." : "\(faults.count) faults.")
      if !faults.isEmpty { throw ExitCode.failure }
    }
  }
}
