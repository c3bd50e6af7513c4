import ArgumentParser
import Glibc
import Installation
import LinuxIO
import Signatures
import WardContract
import WardDesk

/// What whoever makes the terminal's program does, on a computer of their own.
struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Sign versions of the terminal's program.",
    discussion: """
      Examples:
        loanha release key --out 2026
        loanha release sign --sign 2026.jwk --package loanha-terminal_arm64.deb --follows 0.1.0 \\
          --notes "Sửa lỗi mất tiếng sau khi có điện lại." --out release-arm64.json
        loanha release show --key 2026.pub release-arm64.json
      The private half of a release key stays offline, apart from every ward's keys. Its public half goes
      into the terminal's package (`make deb RELEASE_KEYS=FOLDER`): a terminal believes the keys that its
      own package brought, and no other.
      """,
    subcommands: [MakeKey.self, Sign.self, Show.self])

  struct MakeKey: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "key", abstract: "Make a release key: NAME.jwk is secret, NAME.pub is not.")

    @Option(help: "The two files without their endings; neither may be there yet.") var out: String

    func run() throws {
      let paths = (secret: "\(out).jwk", open: "\(out).pub")
      for path in [paths.secret, paths.open] where Files.exists(path) {
        throw DeskError("\(path) is there already, and a key is never written over")
      }
      let key = try Ed25519.PrivateKey()
      try Files.replace(paths.secret, JSONWebKey.encode(key).bytes + [0x0A])
      try Files.replace(
        paths.open, Array((Base64URL.encode(key.publicKey) + "\n").utf8), mode: 0o644)
      print("\(paths.secret): secret, keep it offline\n\(paths.open): for the terminal's package")
    }
  }

  struct Sign: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Sign a package of the terminal as a release.")

    @OptionGroup var key: HeldKeyOption
    @Option(help: "The terminal's package (.deb), as `make deb` builds it.") var package: String
    @Option(help: "The version that a terminal must have at least to go to this one.")
    var follows: ReleaseVersion
    @Option(help: "What changes, in Vietnamese, for the people at home.") var notes: String
    @Option(help: "A board that it is for; may be repeated. All of the architecture if left out.")
    var board: [Identifier] = []
    @Option(help: "Where to write the signed release.") var out: String

    func run() throws {
      let described = try DebianPackage(path: package)
      guard let version = ReleaseVersion(described.version),
        let architecture = Identifier(described.architecture)
      else {
        throw DeskError(
          "\(package) has version \(described.version) for \(described.architecture); "
            + ReleaseVersion.rule)
      }
      let (size, digest) = try measured()
      let release = Release(
        kind: .package, version: version, follows: follows, issued: currentInstant(),
        architecture: architecture, boards: board, sizeBytes: size, digest: digest,
        notes: TextRules.normalised(notes))
      if let fault = described.fault(as: release) { throw DeskError("\(package): \(fault)") }
      let held = try key.open()
      let name = JSONWebKey.thumbprint(held.publicKey)
      let payload = release.json.bytes
      let input = SigningRequest(payload, as: .release, by: name).signingInput
      let envelope = Envelope.join(payload, as: .release, [(name, try held.sign(input))])
      do { _ = try Verifier.sodium.release(envelope, releaseKeys: [held.publicKey]) } catch {
        throw DeskError("homes would refuse this: \(error)")
      }
      try Files.replace(out, envelope, mode: 0o644)
      print("\(out): \(release.line)")
    }

    private func measured() throws -> (sizeBytes: Int, MediaDigest) {
      let file = try Descriptor.open(package, O_RDONLY)
      let sum = SHA256()
      var size = 0
      while true {
        let bytes = try file.read(atMost: 65_536)
        if bytes.isEmpty { return (size, SHA256.mediaDigest(sum.finish())) }
        size += bytes.count
        sum.update(bytes)
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a signed release as a home would. Exit code 1 if it would refuse it.")

    @Option(help: "A public half of a release key (NAME.pub); may be repeated.") var key: [String]
    @Argument(help: "The signed release.") var file: String

    func run() throws {
      let bytes = try Files.read(file, limit: Bounds.envelopeBytes)
      do {
        let release = try Verifier.sodium.release(
          bytes, releaseKeys: key.map { try ReleaseKeys.key(path: $0) })
        print("believed: \(release.line)\n\(release.notes)")
      } catch let refusal as Refusal {
        print("refused (\(refusal.code)): \(refusal)")
        throw ExitCode.failure
      }
    }
  }
}

extension Release {
  /// The release on one line, for a person to read.
  fileprivate var line: String {
    let boards = boards.isEmpty ? "" : " (\(boards.map(\.description).joined(separator: ", ")))"
    return
      "\(version) for \(architecture)\(boards), after \(follows) or later, \(sizeBytes) bytes, "
      + "signed \(issued)"
  }
}

extension ReleaseVersion: ExpressibleByArgument {
  /// What the command line spells.
  public init?(argument: String) { self.init(argument) }
}
