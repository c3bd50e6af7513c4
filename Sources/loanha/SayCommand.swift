import ArgumentParser
import LinuxIO
import Sound
import Speech
import Vietnamese
import WardContract
import WardDesk

struct SayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "say",
    abstract: "Hear, or see, how homes will read a text out that has no recording.",
    discussion: """
      Examples:
        loanha say --show "Họp lúc 19h30 ngày 25/11 tại NVH TDP số 5"
        loanha say --text "Họp lúc 19h30" --json
        loanha say --out nghe.wav --text-file thong-bao.txt
      """)

  @Argument(help: "The text.") var words: String?
  @Option(help: "The text; its words are printed unless they go into a file.") var text: String?
  @Option(help: "A file with the text.") var textFile: String?
  @Option(help: "Speak it into this WAV file.") var out: String?
  @Flag(help: "Print the words that are spoken, one sentence a line.") var show = false
  @Flag(help: "As JSON.") var json = false
  @Option(help: "Words a minute, 80 to 300.") var wordsPerMinute = SpokenText.usualWordsPerMinute

  func validate() throws {
    guard out != nil || show || json || text != nil else {
      throw ValidationError("--out, --show or --json is needed")
    }
    guard [words, text, textFile].count(where: { $0 != nil }) == 1 else {
      throw ValidationError("a text, --text or --text-file is needed, and one of them only")
    }
    guard (80...300).contains(wordsPerMinute) else {
      throw ValidationError("--words-per-minute must lie between 80 and 300")
    }
  }

  func run() throws {
    let spoken = SpokenText(try written())
    guard !spoken.phrases.isEmpty else { throw DeskError("there is nothing to say in this text") }
    let estimate = spoken.estimatedMilliseconds(wordsPerMinute: wordsPerMinute) / 1_000
    if json {
      try printJSON(Answer(text: spoken.text, syllables: spoken.syllables, seconds: estimate))
    } else if show || out == nil {
      print(spoken.text)
      print("\(spoken.syllables) syllables, about \(estimate) s")
    }
    guard let out else { return }
    let settings = SpeechSettings(wordsPerMinute: wordsPerMinute)
    print("\(out): \(try SpeechRecording.write(spoken.text, to: out, settings))")
  }

  struct Answer: Encodable {
    var text: String
    var syllables, seconds: Int
  }

  private func written() throws -> String {
    if let text = words ?? text { return text }
    guard let textFile else { return "" }
    let bytes = try Files.read(textFile, limit: Bounds.envelopeBytes)
    guard let read = String(validating: bytes, as: UTF8.self) else {
      throw DeskError("\(textFile) is not UTF-8")
    }
    return read
  }
}
