/// What loanhad was asked for.
struct Arguments {
  /// What to do.
  enum Task: Equatable {
    case run
    case describe
    case doctor
    case record(path: String)
    case prepare
    case storageMissing
    case installUpdate
    case settleUpdate
    case version
    case help
  }

  /// What is wrong with the arguments.
  struct Fault: Error, CustomStringConvertible {
    var description: String
  }

  static let usage = """
    usage: loanhad --board BOARD --home FOLDER
           loanhad --describe --board BOARD
           loanhad --doctor --home FOLDER
           loanhad --record FILE [--seconds N] --board BOARD
           loanhad --prepare --home FOLDER
           loanhad --storage-missing --board BOARD
           loanhad --install-update --board BOARD [--root FOLDER]
           loanhad --settle-update [--root FOLDER]
           loanhad --version

      --board BOARD    what the terminal is built of: a file such as boards/simulator.toml, the
                       name of one in /usr/share/loanha/boards, or "auto": the one for this machine
      --home FOLDER    its settings and store; made by `loanha terminal enroll`. Without settings
                       the terminal shows a claim code and waits for them
      --any-machine    take the board file although it is for another machine
      --keep-going     if the board file or the settings can't be used, say so on the screen and go
                       on: with the first sound card, any display and any keyboard, until mended
      --describe       say which parts of the board are there and what they read, and end
      --doctor         have the terminal that runs in FOLDER examine itself, without a sound, and say
                       what it found; ends with 1 if anything is wrong
      --record FILE    record from the board's microphone into a WAV file
      --seconds N      for so long, 1…60 s; 5 by itself
      --prepare        do what only root may, before the terminal starts: bring a clock that lost
                       the time forward to what the ward last signed; let a file system that is
                       mounted read-only be written once it heals
      --storage-missing
                       say on the screen that the home's file system can't be mounted, until ended
      --install-update what root does about an update that the terminal asks for: verify it, keep what
                       runs, install it
      --settle-update  go on with an update that is under way: confirm it or take it back
      --root FOLDER    of the system whose files lie there, instead of the one that runs
    """

  var task = Task.run
  var board: String?
  var home: String?
  var root = ""
  var seconds = 5
  var isForAnyMachine = false
  var keepsGoing = false

  init(_ words: some Sequence<String>) throws(Fault) {
    var words = Array(words)[...]
    while let word = words.popFirst() {
      switch word {
      case "--board": board = try Self.value(of: word, &words)
      case "--home": home = try Self.value(of: word, &words)
      case "--root": root = try Self.value(of: word, &words)
      case "--install-update": task = .installUpdate
      case "--settle-update": task = .settleUpdate
      case "--keep-going": keepsGoing = true
      case "--any-machine": isForAnyMachine = true
      case "--describe": task = .describe
      case "--doctor": task = .doctor
      case "--record": task = .record(path: try Self.value(of: word, &words))
      case "--seconds":
        guard let number = Int(try Self.value(of: word, &words)), (1...60).contains(number) else {
          throw Fault(description: "--seconds needs a whole number from 1 to 60")
        }
        seconds = number
      case "--prepare": task = .prepare
      case "--storage-missing": task = .storageMissing
      case "--version": task = .version
      case "--help": task = .help
      default: throw Fault(description: "unknown argument \(word)")
      }
    }
  }

  private static func value(of word: String, _ words: inout ArraySlice<String>) throws(Fault)
    -> String
  {
    guard let value = words.popFirst() else { throw Fault(description: "\(word) needs a value") }
    return value
  }

  func neededBoard() throws(Fault) -> String {
    guard let board else { throw Fault(description: "a board is needed") }
    return board
  }

  func neededHome() throws(Fault) -> String {
    guard let home else { throw Fault(description: "a home folder is needed") }
    return home
  }
}
