import Glibc
import LinuxIO

/// A text as it is being spoken by espeak-ng, voice "vi" (the North's), in samples as they come.
///
/// espeak-ng is a program beside this one and no library within it (decision 11). It runs ahead
/// only by what a pipe holds, a second and a half, and ends with this object.
public final class SpeechStream {
  /// Samples a second of what comes.
  public static let rateHertz = 22_050
  /// Longest speech, in milliseconds: as long as the longest sound of a bulletin.
  public static let longestMilliseconds = 45 * 60 * 1000
  /// How long espeak-ng may say nothing while somebody wants to hear it, in milliseconds.
  public static let patienceMilliseconds: Int64 = 10_000
  /// Below the usual 100, at which espeak-ng overdrives itself.
  private static let amplitude = 70
  private static let headerBytes = 44

  /// What there is.
  public enum Next: Equatable, Sendable {
    /// One or more samples.
    case samples([Int16])
    /// Nothing yet.
    case waiting
    /// Nothing more: the text was spoken to its end.
    case end
  }

  private let program: ChildProgram?
  private var header: [UInt8] = []
  private var oddByte: UInt8?
  private var waitingSince: Int64?
  /// Samples that have come.
  public private(set) var count = 0

  /// Why nothing could be spoken with these settings; `nil` if the program is there.
  public static func fault(_ settings: SpeechSettings) -> SpeechFault? {
    if access(settings.program, X_OK) == 0 { return nil }
    return .missing(reason: SystemError("access", settings.program).description)
  }

  /// Begins to speak `text`: words with commas, full stops and line breaks between them. A text
  /// without a letter is over at once.
  public init(_ text: String, _ settings: SpeechSettings) throws(SpeechFault) {
    guard text.contains(where: { $0 != " " && $0 != "\n" }) else {
      program = nil
      return
    }
    do throws(SystemError) {
      program = try ChildProgram(
        settings.program,
        [
          "-v", "vi", "-s", String(settings.wordsPerMinute), "-a", String(Self.amplitude),
          "-b", "1", "--stdin", "--stdout",
        ], input: Array((text + "\n").utf8))
    } catch {
      throw .missing(reason: error.description)
    }
  }

  /// The process that speaks, while one does.
  var process: Int32? { program?.identifier }

  /// The next samples, at most `most`; never waits.
  public func next(_ most: Int) throws(SpeechFault) -> Next {
    guard let program else { return .end }
    let wanted = 2 * most + Self.headerBytes - header.count
    let read: [UInt8]?
    do throws(SystemError) {
      read = try program.read(atMost: wanted)
    } catch {
      throw .ended(how: "can't be read: \(error)")
    }
    guard let read else { return try wait() }
    if read.isEmpty { return try finish(program) }
    waitingSince = nil
    let samples = try samples(in: read)
    guard count <= Self.longestMilliseconds / 1000 * Self.rateHertz else { throw .tooLong }
    return samples.isEmpty ? .waiting : .samples(samples)
  }

  /// Waits until there may be more, at most so many milliseconds: for those who have nothing else
  /// to do.
  public func wait(timeoutMilliseconds: Int32) {
    program?.wait(timeoutMilliseconds: timeoutMilliseconds)
  }

  private func wait() throws(SpeechFault) -> Next {
    let now = Clock.monotonicMilliseconds()
    let since = waitingSince ?? now
    waitingSince = since
    guard now - since < Self.patienceMilliseconds else {
      throw .silent(seconds: Int(Self.patienceMilliseconds / 1_000))
    }
    return .waiting
  }

  /// The pipe is closed; whether the text came to its end, the program's own end tells.
  private func finish(_ program: ChildProgram) throws(SpeechFault) -> Next {
    switch program.takeEnd() {
    case nil: return try wait()
    case .exited(code: 0):
      guard header.count == Self.headerBytes, count > 0 else { throw .malformed }
      return .end
    case .exited(let code): throw .ended(how: "ended with code \(code)")
    case .killed(let signal): throw .ended(how: "was ended by signal \(signal)")
    }
  }

  private func samples(in read: [UInt8]) throws(SpeechFault) -> [Int16] {
    var bytes = read[...]
    if header.count < Self.headerBytes {
      let missing = bytes.prefix(Self.headerBytes - header.count)
      header += missing
      bytes = bytes.dropFirst(missing.count)
      guard header.count == Self.headerBytes else { return [] }
      try checkHeader()
    }
    var samples: [Int16] = []
    samples.reserveCapacity(bytes.count / 2 + 1)
    for byte in bytes {
      if let low = oddByte {
        samples.append(Int16(bitPattern: UInt16(byte) << 8 | UInt16(low)))
        oddByte = nil
      } else {
        oddByte = byte
      }
    }
    count += samples.count
    return samples
  }

  /// The header of a WAV file, whose lengths mean nothing in a pipe.
  private func checkHeader() throws(SpeechFault) {
    func has(_ word: String, at offset: Int) -> Bool {
      header.dropFirst(offset).starts(with: Array(word.utf8))
    }
    func number(_ offset: Int, bytes: Int) -> Int {
      (0..<bytes).reduce(0) { $0 | Int(header[offset + $1]) << (8 * $1) }
    }
    let isRight =
      has("RIFF", at: 0) && has("WAVE", at: 8) && number(20, bytes: 2) == 1
      && number(22, bytes: 2) == 1 && number(24, bytes: 4) == Self.rateHertz
      && number(34, bytes: 2) == 16
    guard isRight else { throw .malformed }
  }
}
