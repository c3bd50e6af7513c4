/// Something that sounds: gives mono samples from −1 to 1 at the rate it was made for.
protocol SampleSource: AnyObject {
  /// The next samples, at most `count`; none at the end, or if there are none yet.
  func read(_ count: Int) throws(MediaRefusal) -> [Float]
  /// Whether there was nothing because nothing has come yet. Files and signals always have it.
  var isWaiting: Bool { get }
}

extension SampleSource {
  var isWaiting: Bool { false }
}
