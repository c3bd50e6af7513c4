import Glibc

/// A signal that the terminal makes by itself, without a file. An old ear hears them: their
/// energy lies between 400 and 2,000 Hz.
public enum Signal: String, CaseIterable, Sendable {
  /// Two falling notes: a programme begins.
  case ordinary
  /// Three rising notes: something that should be heard soon.
  case priority
  /// A two-tone siren of four seconds.
  case emergency
  /// Three long, calm tones with pauses: an exercise, and nothing like the siren.
  case exercise
  /// Four rising notes, the last one long: an emergency is over.
  case allClear
  /// Five steady tones, each higher: a loudspeaker is examined.
  case examination

  /// The tones of `examination`: over the range of a small loudspeaker, none a harmonic of another.
  static let examinationHertz = [440.0, 700, 1_030, 1_490, 1_930]

  /// One note.
  struct Note {
    var frequencyHertz: Double
    var startMilliseconds: Int
    var milliseconds: Int
    /// Whether it dies away like a bell, or holds its level.
    var rings: Bool
    /// Part of full scale.
    var level: Double
  }

  var notes: [Note] {
    func bell(_ frequency: Double, at start: Int, for milliseconds: Int = 900) -> Note {
      Note(
        frequencyHertz: frequency, startMilliseconds: start, milliseconds: milliseconds,
        rings: true, level: 0.5)
    }
    switch self {
    case .ordinary: return [bell(659.3, at: 0), bell(523.3, at: 500, for: 1_300)]
    case .priority:
      return [bell(523.3, at: 0), bell(659.3, at: 350), bell(784.0, at: 700, for: 1_300)]
    case .emergency:
      return (0..<16).map { index in
        Note(
          frequencyHertz: index % 2 == 0 ? 960 : 770, startMilliseconds: index * 250,
          milliseconds: 250, rings: false, level: 0.85)
      }
    case .exercise:
      return (0..<3).map { index in
        Note(
          frequencyHertz: 440, startMilliseconds: index * 1_200, milliseconds: 700, rings: false,
          level: 0.4)
      }
    case .examination:
      return Self.examinationHertz.enumerated().map { index, hertz in
        Note(
          frequencyHertz: hertz, startMilliseconds: index * 500, milliseconds: 400, rings: false,
          level: 0.5)
      }
    case .allClear:
      return [
        bell(523.3, at: 0), bell(659.3, at: 300), bell(784.0, at: 600),
        bell(1_046.5, at: 900, for: 1_800),
      ]
    }
  }

  /// Length in milliseconds, with a short silence at the end before words begin.
  public var milliseconds: Int {
    (notes.map { $0.startMilliseconds + $0.milliseconds }.max() ?? 0) + 300
  }
}

/// Computes a signal sample by sample: nothing to load, nothing to keep.
final class SignalSource: SampleSource {
  /// Edges of a note, so that it begins and ends without a click.
  private static let edgeSeconds = 0.008

  private let notes: [Signal.Note]
  private let rate: Double
  private let end: Int
  private var position = 0

  init(_ signal: Signal, rateHertz: Int) {
    notes = signal.notes
    rate = Double(rateHertz)
    end = signal.milliseconds * rateHertz / 1000
  }

  func read(_ count: Int) throws(MediaRefusal) -> [Float] {
    let first = position
    position = min(position + count, end)
    guard first < position else { return [] }
    // Few of the notes sound within one chunk.
    let from = first * 1000 / Int(rate)
    let to = position * 1000 / Int(rate) + 1
    let sounding = notes.filter {
      $0.startMilliseconds < to && $0.startMilliseconds + $0.milliseconds > from
    }
    return (first..<position).map { Float(Self.sample(Double($0) / rate, sounding)) }
  }

  private static func sample(_ seconds: Double, _ notes: [Signal.Note]) -> Double {
    var sum = 0.0
    for note in notes {
      let time = seconds - Double(note.startMilliseconds) / 1000
      let length = Double(note.milliseconds) / 1000
      guard time >= 0, time < length else { continue }
      let edge = min(1, min(time, length - time) / edgeSeconds)
      let sine = sin(2 * Double.pi * note.frequencyHertz * time)
      // A little of the third harmonic (sin 3x = 3 sin x − 4 sin³ x) carries further than a pure
      // tone; the sum peaks at 0.871.
      let wave = (sine + 0.2 * (3 * sine - 4 * sine * sine * sine)) / 0.871
      sum += wave * edge * note.level * (note.rings ? exp(-4 * time / length) : 1)
    }
    return max(-0.89, min(0.89, sum))
  }
}
