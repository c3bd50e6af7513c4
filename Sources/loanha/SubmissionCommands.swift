import ArgumentParser
import Foundation
import WardContract
import WardDesk

/// Who is at the command line, as the desk notes it.
func currentAccount() -> String { NSUserName() }

extension BulletinCommand {
  struct Pending: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List what waits to be signed, or show one of it as it will be heard.",
      discussion: """
        Examples:
          loanha bulletin publish --ward ba-dinh --submit … --sign editor.jwk
          loanha bulletin pending --ward ba-dinh
          loanha bulletin pending --ward ba-dinh 7
          loanha bulletin sign --ward ba-dinh 7 --sign approver.jwk
        """)

    @OptionGroup var ward: WardOption
    @Argument(help: "One of them; all if it is left out.") var number: Int64?

    func run() throws {
      let folder = try ward.open()
      let store = try DeskStore(path: folder.databasePath)
      let keyring = try folder.keyring()
      if let number { return try show(store.submission(number), keyring, folder) }
      for waiting in try store.submissions(in: [.waiting]) {
        let missing = waiting.missingRoles(under: keyring).map(\.rawValue)
        print(
          "\(waiting.number)\t\(waiting.bulletin.priority.rawValue)\tneeds "
            + "\(missing.joined(separator: ", "))\t\(waiting.submittedBy)\t\(waiting.submitted)\t"
            + waiting.bulletin.headline)
      }
    }

    private func show(_ submission: Submission, _ keyring: Keyring, _ folder: WardFolder) throws {
      let bulletin = submission.bulletin
      print(
        """
        \(submission.number): \(bulletin.identifier) revision \(bulletin.revision), \
        \(submission.state.rawValue), by \(submission.submittedBy) at \(submission.submitted)
        \(bulletin.status.rawValue) \(bulletin.messageType.rawValue), \(bulletin.priority.rawValue), \
        for \(bulletin.areas.map(\.description).joined(separator: ", ")), until \(bulletin.expires)
        """)
      if bulletin.messageType != .cancel { print(try folder.hearing(of: bulletin).words) }
      for made in submission.signatures {
        let key = keyring.key(made.keyIdentifier)
        let who = key.map { "\($0.holder), \($0.role.rawValue)" } ?? made.keyIdentifier
        print("signed by \(who), brought by \(made.account) at \(made.time)")
      }
      if !submission.note.isEmpty { print("note: \(submission.note)") }
      print("\n" + bulletin.headline)
      for text in [bulletin.instruction ?? "", bulletin.description] where !text.isEmpty {
        print("\n" + text)
      }
      for resource in bulletin.resources {
        print("\n\(folder.mediaPath)/\(resource.digest)  \(resource.mimeType.rawValue)")
      }
    }
  }

  struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign what waits, with a key in a file or on a token.",
      discussion: """
        Examples:
          loanha bulletin sign --ward ba-dinh 7 --sign approver.jwk
          loanha bulletin sign --ward ba-dinh 7 --sign "pkcs11:token=duyet;object=khoa"
          loanha bulletin sign --ward ba-dinh 7 3< pin \\
            --sign "pkcs11:token=duyet;id=%01?module-path=/usr/lib/softhsm/libsofthsm2.so\
        &pin-source=file:/dev/fd/3"
        The last signature that it takes hangs it. A token (PKCS#11) is asked to sign with Ed25519; its
        PIN is typed unless pin-source names a file. Without module-path any token that p11-kit knows
        is found.
        """)

    @OptionGroup var ward: WardOption
    @OptionGroup var key: HeldKeyOption
    @Argument(help: "Its number, as `loanha bulletin pending` prints it.") var number: Int64

    func run() throws {
      let folder = try ward.open()
      let store = try DeskStore(path: folder.databasePath)
      let post = try key.open().signSubmission(number, in: store, of: folder)
      try folder.tell(of: post, number, store)
    }
  }

  struct Return: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send what waits back to whoever wrote it.")

    @OptionGroup var ward: WardOption
    @Argument(help: "Its number.") var number: Int64
    @Option(help: "What is to be changed.") var note: String

    func run() throws {
      try DeskStore(path: ward.open().databasePath).decide(
        number, as: .returned, note: TextRules.normalised(note), by: currentAccount(),
        at: currentInstant())
      print("Submission \(number) is returned.")
    }
  }
}

extension WardFolder {
  /// Says what became of a submission after a signature, and tells the desk if it hangs.
  func tell(of post: DeskStore.Post?, _ number: Int64, _ store: DeskStore) throws {
    guard let bulletin = post?.bulletin else {
      let missing = try store.submission(number).missingRoles(under: keyring())
      let roles = missing.map(\.rawValue).joined(separator: ", ")
      return print("Submission \(number) waits for a signature: \(roles).")
    }
    try tellHung(bulletin)
  }

  /// Says that a bulletin hangs and when it is heard, and tells the desk.
  func tellHung(_ bulletin: Bulletin) throws {
    print("\(bulletin.identifier) revision \(bulletin.revision) hangs until \(bulletin.expires).")
    if bulletin.messageType != .cancel { print("  \(try hearing(of: bulletin).words)") }
    if !tellDesk() {
      print("The desk isn't connected; it goes out when `loanha desk serve` is.")
      throw notYetSent
    }
  }
}
