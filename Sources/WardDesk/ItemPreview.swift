import BroadcastRules
import LinuxIO
import Painter
import Sound
import TerminalCore
import WardContract

/// An item as a home shows and plays it: the terminal's own screens, painted by its own painter, and its
/// own sound.
public struct ItemPreview: Sendable {
  /// A place where the item stands in a home.
  public enum View: String, CaseIterable, Sendable {
    /// It is heard by itself.
    case broadcast = "phat"
    /// It is an emergency in force, or the exercise of one.
    case emergency = "khan-cap"
    /// Somebody reads it.
    case reader = "doc"
    /// The list of what hangs.
    case list = "danh-sach"
  }

  /// A display that homes have.
  public struct Display: Hashable, Sendable {
    /// In pixels.
    public var width: Int, height: Int
    /// "800x480"
    public var name: String { "\(width)x\(height)" }
    /// The display of that name.
    public init?(named name: some StringProtocol) {
      guard let found = ItemPreview.displays.first(where: { $0.name == name }) else { return nil }
      self = found
    }

    init(_ width: Int, _ height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// The displays that boards have, the commonest one first.
  public static let displays = [
    Display(800, 480), Display(480, 320), Display(1_024, 600), Display(1_920, 1_080),
    Display(480, 800),
  ]
  fileprivate static let fonts = "/usr/share/fonts/truetype/noto"

  /// The item as it would be signed now.
  public let bulletin: Bulletin
  private let folder: WardFolder
  private let opening: Instant?
  private let session: Session?

  /// Where the item stands in homes; nowhere if it is a test.
  public var views: [View] {
    if bulletin.status == .test { return [] }
    return bulletin.priority == .emergency
      ? [.emergency, .reader, .list] : [.broadcast, .reader, .list]
  }

  init(_ bulletin: Bulletin, _ folder: WardFolder) {
    self.bulletin = bulletin
    self.folder = folder
    guard let rules = try? folder.broadcasting(), case .slot(let slot) = rules.turn(of: bulletin)
    else {
      (opening, session) = (nil, nil)
      return
    }
    (opening, session) = (rules.opening(of: slot), slot.session)
  }

  /// The screen; a page beyond the last is the last.
  public func screen(_ view: View, page: Int = 0) -> Screen {
    let images = bulletin.images.map(\.digest)
    switch view {
    case .broadcast:
      return .broadcast(
        BroadcastScreen(
          bulletin, session: session.map { ($0, itemsLeft: 0) }, image: images.first))
    case .emergency: return .emergency(EmergencyScreen(bulletin, page: page))
    case .reader:
      let announcement = opening.map {
        ReaderScreen.announcement(opening: $0, now: bulletin.sent)
      }
      return .reader(
        ReaderScreen(
          bulletin, announcement: announcement, images: images, page: page, sound: .ready))
    case .list: return .news(NewsScreen(alone: bulletin))
    }
  }

  /// The screen as a PNG file, and how many pages it has.
  public func picture(
    _ view: View, page: Int = 0, on display: Display
  ) throws -> (png: [UInt8], pages: Int) {
    try folder.picture(of: screen(view, page: page), on: display)
  }

  /// What a home at full volume plays, as an Ogg Opus file: its signal, then the recordings, or the
  /// words as its voice reads them. Takes a small part of its length.
  public func sound() throws -> [UInt8] {
    let parts = SoundPart.performance(of: bulletin).compactMap(part)
    return try folder.withIncoming { path in
      _ = try LoudspeakerFile.write(parts, to: path, SoundSettings(pcm: "null"))
      return try Files.read(path, limit: Bounds.mediaBytes)
    }
  }

  private func part(_ part: SoundPart) -> PerformancePart? {
    switch part {
    case .chime(let chime): .signal(Self.signal(chime))
    case .medium(let digest, let from):
      .file(path: "\(folder.mediaPath)/\(digest)", fromMilliseconds: from)
    case .speech(let announcement, let from, let pace):
      .speech(fromMilliseconds: from, pacePercent: pace) { announcement.text }
    // Nothing that is written beforehand has them.
    case .recording, .screen, .live, .tones: nil
    }
  }

  private static func signal(_ chime: Chime) -> Signal {
    switch chime {
    case .ordinary: .ordinary
    case .priority: .priority
    case .emergency: .emergency
    case .exercise: .exercise
    case .allClear: .allClear
    }
  }
}

extension WardFolder {
  /// A terminal's screen as a PNG file, and how many pages it has.
  public func picture(
    of screen: Screen, on display: ItemPreview.Display
  ) throws -> (png: [UInt8], pages: Int) {
    let painter = try ScreenPainter(
      width: display.width, height: display.height,
      regularFontPath: "\(ItemPreview.fonts)/NotoSans-Regular.ttf",
      boldFontPath: "\(ItemPreview.fonts)/NotoSans-Bold.ttf"
    ) { "\(mediaPath)/\($0)" }
    let pages = painter.draw(screen)
    return try withIncoming { path in
      try painter.buffer.writePNG(path)
      return (try Files.read(path, limit: Bounds.mediaBytes), pages)
    }
  }

  /// An entry of the directory as homes show it, as a PNG file, and how many pages it has.
  public func picture(
    of entry: Directory.Entry, page: Int, on display: ItemPreview.Display
  ) throws -> (png: [UInt8], pages: Int) {
    try picture(of: .look(at: entry, page: page), on: display)
  }

  /// A look at what homes would make of a draft, whatever may still be missing in it.
  public func preview(
    of draft: Draft, media: [MediaDigest: TakenMedium], now: Instant
  ) -> ItemPreview {
    ItemPreview(outline(of: draft, media: media, now: now), self)
  }

  /// A look at what homes make of a bulletin.
  public func preview(of bulletin: Bulletin) -> ItemPreview { ItemPreview(bulletin, self) }
}
