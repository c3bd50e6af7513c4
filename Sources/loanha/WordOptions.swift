import ArgumentParser
import Foundation
import LinuxIO
import Tokens
import WardContract
import WardDesk

/// A time span such as 90m, 12h or 7d.
struct Duration: ExpressibleByArgument {
  var milliseconds: Int64

  init(hours: Int64) { milliseconds = hours * 3_600_000 }

  init?(argument: String) {
    let units: [Character: Int64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000]
    guard let unit = argument.last.flatMap({ units[$0] }), let count = Int64(argument.dropLast()),
      (1...100_000).contains(count)
    else { return nil }
    milliseconds = count * unit
  }

  var defaultValueDescription: String { "\(milliseconds / 3_600_000)h" }
}

/// What a bulletin says, shows and sounds like.
struct WordOptions: ParsableArguments {
  @Option(help: "The headline.") var title: String?
  @Option(help: "The text.") var text: String?
  @Option(help: "A file with the text.") var textFile: String?
  @Option(help: "What people should do, in an emergency.") var instruction: String?
  @Option(help: "An image, JPEG or PNG; may be repeated.") var image: [String] = []
  @Option(help: "A sound: WAV, FLAC, MP3, Ogg Vorbis or Opus; may be repeated.")
  var audio: [String] = []
  @Flag(help: "Let a synthetic voice read it out (espeak-ng).") var speak = false

  var hasText: Bool { text != nil || textFile != nil }
  var hasMedia: Bool { !image.isEmpty || !audio.isEmpty || speak }

  func readTitle() throws -> String {
    guard let title else { throw ValidationError("--title is needed") }
    return TextRules.normalised(title)
  }

  func readInstruction() -> String? { instruction.map(TextRules.normalised) }

  func readText() throws -> String {
    guard let textFile else { return TextRules.normalised(text ?? "") }
    let bytes = try Files.read(textFile, limit: Bounds.descriptionBytes)
    guard let read = String(validating: bytes, as: UTF8.self) else {
      throw DeskError("\(textFile) is not UTF-8")
    }
    let lines = TextRules.normalised(read).replacingOccurrences(of: "\r", with: "")
    return lines.trimmingCharacters(in: .newlines)
  }

  /// Keeps the media of `bulletin`, whose words a voice may have to read out.
  func takeMedia(for bulletin: Bulletin, _ folder: WardFolder) throws -> [Resource] {
    let spoken = speak ? [try folder.speak(bulletin).resource] : []
    return spoken + (try (audio + image).map { try folder.take(mediumAt: $0) })
  }

  /// What the sounds are, without keeping them; how long a voice takes is guessed.
  func measureSounds() throws -> [Resource] {
    try audio.map { try WardFolder.measure(mediumAt: $0).resource }
  }
}

/// Who signs.
struct SigningOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A private key (JWK) to sign with; may be repeated.",
      discussion: """
        Left out, the ward's own keys sign: editor and approver, or for khan-cap the emergency key.
        With --submit it may be the pkcs11: URI of a key on a token (`loanha bulletin sign --help`).
        """))
  var sign: [String] = []

  /// The files of keys that sign at once.
  func keyPaths(_ priority: Priority, _ folder: WardFolder) throws -> [String] {
    if let token = sign.first(where: TokenURI.isMeant) {
      throw ValidationError(
        "\(token) is on a token, which signs what waits: submit it (loanha bulletin publish --submit)"
      )
    }
    return sign.isEmpty ? folder.usualKeyPaths(priority) : sign
  }
}

/// Who signs, and whether others still have to.
struct HangingOptions: ParsableArguments {
  @OptionGroup var signing: SigningOptions
  @Flag(
    help: ArgumentHelp(
      "Don't hang it yet: others sign it with `loanha bulletin sign`, or in a browser.",
      discussion: "Keys named with --sign sign it at once; left out, nobody does."))
  var submit = false

  /// Hangs the bulletin, or leaves it for others to sign.
  func hang(_ bulletin: Bulletin, _ folder: WardFolder) throws {
    guard submit else {
      let keyPaths = try signing.keyPaths(bulletin.priority, folder)
      return try folder.tellHung(folder.sign(bulletin, keyPaths: keyPaths).bulletin)
    }
    let store = try DeskStore(path: folder.databasePath)
    let number = try folder.submit(
      bulletin, to: store, by: currentAccount(), at: currentInstant())
    var post: DeskStore.Post?
    for path in signing.sign {
      post = try HeldKey(path).signSubmission(number, in: store, of: folder)
    }
    try folder.tell(of: post, number, store)
  }
}
