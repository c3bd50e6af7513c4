/// Something that sounds: gives mono samples from −1 to 1 at the rate it was made for.
protocol SampleSource: AnyObject {
  /// The next samples, at most `count`; none at the end.
  func read(_ count: Int) throws(MediaRefusal) -> [Float]
}

/// Why a sound file is not played.
public struct MediaRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// The reason in words.
  public var description: String

  init(_ description: String) { self.description = description }
}
