import Boards
import Panel
import Sound
import Speech

// What a board file says, in the words of the rooms that do it.

extension SoundSettings {
  /// What a board file says of the sound card and the voice of a terminal in the folder `home`.
  public init(_ board: Board.Sound, home: String, speech: Board.Speech) {
    let pacing: SoundSettings.Pacing =
      switch board.pacing {
      case .card: .card
      case .clock: .clock
      case .none: .none
      }
    self.init(
      pcm: board.pcm.replacing(home: home), rateHertz: board.rateHertz,
      channels: board.channels, bufferMilliseconds: board.bufferMilliseconds, pacing: pacing,
      leadInMilliseconds: board.leadInMilliseconds, tailMilliseconds: board.tailMilliseconds,
      volumeControl: board.volume == .mixer ? .mixer : .software,
      peakDBFS: Double(board.peakDecibels), speech: SpeechSettings(speech))
    if let mixer = board.mixer {
      self.mixer = MixerElement(mixer.element, index: mixer.index)
      mixerMinimumDecibels = Double(mixer.minimumDecibels)
      mixerMaximumDecibels = Double(mixer.maximumDecibels)
    }
  }
}

extension SpeechSettings {
  /// What a board file says of the voice.
  init(_ board: Board.Speech) {
    self.init(program: board.program, wordsPerMinute: board.wordsPerMinute)
  }
}

extension MicrophoneSettings {
  /// What a board file says of a microphone.
  public init(_ board: Board.Microphone, home: String) {
    self.init(
      pcm: board.pcm.replacing(home: home), rateHertz: board.rateHertz, channels: board.channels,
      mixer: board.mixer.map { MixerElement($0) }, gainDecibels: Double(board.gainDecibels))
  }
}

extension DisplaySettings {
  /// What a board file says of a display of the kernel.
  init(_ board: Board.Display, _ kind: Kind) {
    guard let rotation = Rotation(rawValue: board.rotationDegrees) else {
      preconditionFailure("the board file allows right angles only")
    }
    self.init(
      kind: kind, driver: board.driver, connector: board.connector, width: board.width,
      height: board.height, rotation: rotation)
  }
}
