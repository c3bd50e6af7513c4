/// Something that sounds: gives mono samples from −1 to 1 at the rate it was made for.
protocol SampleSource: AnyObject {
  /// The next samples, at most `count`; none at the end.
  func read(_ count: Int) throws(MediaRefusal) -> [Float]
}
