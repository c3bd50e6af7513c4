import ArgumentParser
import LinuxIO
import Signatures
import WardContract
import WardDesk

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check a signed bulletin as a home would.",
    discussion: "Prints who signed, and whether a home would play it. Exit code 1 if not.")

  @OptionGroup var ward: WardOption
  @Argument(help: "A file with the envelope.") var file: String

  func run() throws {
    let folder = try ward.open()
    let bytes = try Files.read(file, limit: Bounds.envelopeBytes)
    do {
      let envelope = try Verifier.sodium.open(bytes)
      let keyring = try folder.keyring()
      for signature in envelope.signatures {
        let key = keyring.key(signature.keyIdentifier)
        let who = key.map { "\($0.holder), \($0.role.rawValue)" } ?? "nobody in the keyring"
        print("signed by \(signature.keyIdentifier): \(who)")
      }
      let bulletin: Bulletin
      do { bulletin = try Bulletin(json: JSONParser.parse(envelope.payload)) } catch {
        throw Refusal.malformed(error)
      }
      guard let area = bulletin.areas.first else { throw Refusal.wrongTopic }
      _ = try Verifier.sodium.bulletin(
        bytes, topicArea: area, identifier: bulletin.identifier, keyrings: [keyring])
      print("believed: \(bulletin.identifier) revision \(bulletin.revision), \(bulletin.headline)")
    } catch let refusal as Refusal {
      print("refused (\(refusal.code)): \(refusal)")
      throw ExitCode.failure
    }
  }
}
