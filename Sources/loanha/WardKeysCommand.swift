import ArgumentParser
import WardContract
import WardDesk

extension WardCommand {
  /// Questions to the ward's root key, and its answers.
  struct Keys: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "keys",
      abstract: "Take up keys that people made, and revoke keys that were lost.",
      discussion: """
        Examples:
          loanha ward keys list --ward ba-dinh
          loanha ward keys accept --ward ba-dinh 3 --root /media/usb/root.jwk \\
            --code "41235 90011 53010 22917 00482 61170"
          loanha ward keys reject --ward ba-dinh 4 --reason "chưa có quyết định phân công"
          loanha ward keys request --ward ba-dinh --sign "pkcs11:token=duyet;object=khoa" \\
            --holder hoa --title "Trần Thị Hòa" --role approver
        A person makes a key in their browser, on a token or in a file, and reads its code out to
        whoever keeps the root key: the list does not show it, so that only the person's own screen
        can tell it.
        """,
      subcommands: [List.self, Request.self, Accept.self, Reject.self])

    struct List: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "List what is asked of the root key, the newest first.")

      @OptionGroup var ward: WardOption
      @Flag(help: "What is answered already as well.") var all = false

      func run() throws {
        let folder = try ward.open()
        let keyring = try folder.keyring()
        for request in try DeskStore(path: folder.databasePath).keyRequests() {
          let state = request.state(under: keyring)
          guard all || state == .waiting else { continue }
          let word =
            switch state {
            case .waiting: "waits"
            case .done: "done"
            case .rejected(let reason): "rejected (\(reason))"
            }
          let what = request.kind == .enrolment ? "take up" : "revoke"
          print(
            "\(request.number)\t\(what)\t\(request.role.rawValue)\t\(request.holder)\t"
              + "\(request.title)\t\(request.time)\t\(word)"
              + (request.reason.isEmpty ? "" : "\t\(request.reason)"))
        }
      }
    }

    struct Request: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Ask that a key in a file or on a token be taken up; prints its code.")

      @OptionGroup var ward: WardOption
      @OptionGroup var key: HeldKeyOption
      @Option(help: "Whose key it is.") var holder: Identifier
      @Option(help: "The holder as people know them.") var title: String
      @Option(help: "editor, approver or emergency.") var role: Role

      func run() throws {
        let folder = try ward.open()
        let held = try key.open()
        let proof = try held.sign(
          KeyRequest.proof(
            area: folder.area, holder: holder, role: role, publicKey: held.publicKey))
        try DeskStore(path: folder.databasePath).requestKey(
          held.publicKey, holder: holder, title: TextRules.normalised(title), role: role,
          proof: proof, area: folder.area, by: currentAccount(), at: currentInstant())
        print("Code of the key: \(KeyRequest.code(of: held.publicKey))")
      }
    }

    struct Accept: ParsableCommand {
      static let configuration = CommandConfiguration(
        abstract: "Do what is asked: sign a keyring with the new key, or with the lost one revoked."
      )

      @OptionGroup var ward: WardOption
      @OptionGroup var root: RootOption
      @Argument(help: "Its number, as `loanha ward keys list` prints it.") var number: Int64
      @Option(help: "For a new key: the code that its holder reads from their own screen.")
      var code: String?

      func run() throws {
        let folder = try ward.open()
        let request = try find(number, folder)
        let version: Int64
        switch request.kind {
        case .enrolment:
          guard let code else {
            throw ValidationError("--code is needed: have the holder read it from their screen")
          }
          version = try folder.accept(
            request, code: code, rootPath: root.path, now: currentInstant())
        case .revocation:
          version = try folder.revoke(
            request.keyIdentifier, rootPath: root.path, now: currentInstant())
        }
        print("Done; the keyring is at version \(version).")
        try folder.tellOfKeyring()
      }
    }

    struct Reject: ParsableCommand {
      static let configuration = CommandConfiguration(abstract: "Say no, and why.")

      @OptionGroup var ward: WardOption
      @Argument(help: "Its number.") var number: Int64
      @Option(help: "Why; the person who asked reads it.") var reason: String

      func run() throws {
        let folder = try ward.open()
        _ = try find(number, folder)
        try DeskStore(path: folder.databasePath).reject(
          keyRequest: number, reason: TextRules.normalised(reason))
        print("Request \(number) is rejected.")
      }
    }

    /// The request of that number, which must wait.
    private static func find(_ number: Int64, _ folder: WardFolder) throws -> KeyRequest {
      let requests = try DeskStore(path: folder.databasePath).keyRequests()
      guard let request = requests.first(where: { $0.number == number }) else {
        throw DeskError("there is no request \(number); see `loanha ward keys list`")
      }
      guard request.state(under: try folder.keyring()) == .waiting else {
        throw DeskError("request \(number) is answered already; see `loanha ward keys list --all`")
      }
      return request
    }
  }
}

/// Where the ward's root key lies.
struct RootOption: ParsableArguments {
  @Option(
    name: .customLong("root"),
    help: "The root's private key (JWK); keys/root.jwk in the ward's folder if it is left out.")
  var path: String?
}

extension WardFolder {
  /// Has the desk hand out a keyring that was just signed.
  func tellOfKeyring() throws {
    guard !tellDesk() else { return }
    print("The desk isn't connected; homes learn of it when it is.")
    throw notYetSent
  }
}

extension Role: ExpressibleByArgument {}
