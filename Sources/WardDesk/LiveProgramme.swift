import LinuxIO
import Signatures
import Sound
import WardContract

/// What a ward says of a live programme before it makes it.
public struct LiveProgramme {
  /// Where the sound comes from.
  public enum Source: Equatable, Sendable {
    /// A recording, played as if it were spoken now.
    case file(path: String)
    /// The desk's microphone, under an ALSA name.
    case microphone(pcm: String)
    /// A superior station's HTTP, HLS or Icecast address.
    case relay(address: String)
  }

  /// Where the sound comes from.
  public var source: Source
  /// The bulletin that announces it, without the stream: that is made with the programme.
  public var bulletin: Bulletin
  /// How long it lasts at most, in milliseconds; `nil` is as long as the rules grant it, and no
  /// longer than a quarter of an hour.
  public var longestMilliseconds: Int?
  /// Private keys that sign, as for any other bulletin.
  public var keyPaths: [String]

  /// A programme.
  public init(source: Source, bulletin: Bulletin, longestMilliseconds: Int?, keyPaths: [String]) {
    self.source = source
    self.bulletin = bulletin
    self.longestMilliseconds = longestMilliseconds
    self.keyPaths = keyPaths
  }

  /// Makes the programme from announcement to end; `report` is called once a second. What the rules
  /// don't grant, and a source that gives nothing, is not announced.
  public func broadcast(
    _ folder: WardFolder, report: @escaping (LiveBroadcast.Status) -> Void
  ) throws {
    _ = try folder.grant(bulletin, milliseconds: longestMilliseconds, at: now)
    let input = try open()
    // The station may have taken its time.
    let grant = try folder.grant(bulletin, milliseconds: longestMilliseconds, at: now)
    let segmenter = try LiveSegmenter(
      stream: Self.drawStream(), segmentMilliseconds: LiveBroadcast.segmentMilliseconds,
      longestMilliseconds: grant.longestMilliseconds)
    let broadcast = try LiveBroadcast(
      folder, input, segmenter, areas: bulletin.areas,
      readyInMilliseconds: max(0, grant.begins - now),
      announce: { try announce(segmenter.stream, folder) },
      withdraw: { try end(folder) }, report: report)
    try broadcast.run()
  }

  /// A name for a stream that no other has.
  static func drawStream() throws -> Identifier {
    let random = try SecureRandom.bytes(10).map { digits[Int($0) % 32] }
    guard let stream = Identifier(String(random)) else { preconditionFailure("an identifier") }
    return stream
  }

  /// Homes spread the beginning of a session by as much at most, and a minute for the end.
  private static let marginMilliseconds: Int64 = 120_000
  private static let digits = Array("abcdefghijklmnopqrstuvwxyz234567")

  private func open() throws(DeskError) -> any LiveInput {
    switch source {
    case .file(let path): try FileInput(path: path)
    case .microphone(let pcm): try MicrophoneInput(pcm: pcm)
    case .relay(let address): try RelayInput(address: address)
    }
  }

  private var now: Instant { Instant(milliseconds: Clock.wallMilliseconds() / 1000 * 1000) }

  /// The bulletin hangs little longer than the programme may last, so that it goes by itself if the
  /// desk can't withdraw it.
  private func announce(_ stream: LiveStream, _ folder: WardFolder) throws {
    var announcement = bulletin
    announcement.live = stream
    announcement.sent = now
    announcement.expires =
      announcement.sent + Int64(stream.longestMilliseconds + 999) / 1000 * 1000
      + LiveBroadcast.leadMilliseconds + Self.marginMilliseconds
    _ = try folder.sign(announcement, keyPaths: keyPaths)
    guard folder.tellDesk() else {
      try withdraw(folder)
      throw DeskError("the desk isn't connected: start `loanha desk serve`, then begin again")
    }
  }

  /// An emergency is not over because somebody has stopped speaking: to withdraw it would be the
  /// all-clear. It hangs until it expires, or until that is given.
  private func end(_ folder: WardFolder) throws {
    if bulletin.priority != .emergency { try withdraw(folder) }
  }

  private func withdraw(_ folder: WardFolder) throws {
    guard let hanging = try DeskStore(path: folder.databasePath).newest(bulletin.identifier) else {
      return
    }
    var end = hanging.bulletin
    end.revision += 1
    end.messageType = .cancel
    end.sent = now
    end.effective = nil
    end.headline = TextRules.normalised("Đã kết thúc: \(bulletin.headline)")
    end.description = ""
    end.instruction = nil
    end.live = nil
    _ = try folder.sign(end, keyPaths: keyPaths)
    _ = folder.tellDesk()
  }
}
