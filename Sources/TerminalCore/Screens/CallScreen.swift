/// A call for help, from SOS to its end.
public struct CallScreen: Equatable, Sendable {
  /// What kind of moment it is; the painter gives each its colours.
  public enum Tone: Equatable, Sendable {
    case asking
    case calling
    case failing
    case over
  }

  /// A number that can be chosen.
  public struct Choice: Equatable, Sendable {
    /// "115".
    public var number: String
    /// "Cấp cứu".
    public var name: String
  }

  /// What kind of moment it is.
  public var tone: Tone
  /// What happens, in few words.
  public var title: String
  /// The number that is called, as large as it goes; `nil` if none is.
  public var number: String?
  /// Numbers to choose from, or to dial on another telephone; may be empty.
  public var choices: [Choice] = []
  /// Index of the marked one; `nil` if there is nothing to choose.
  public var selected: Int?
  /// What it means and what to do.
  public var text: String
  /// How long the line has been open: "03:12"; `nil` if it isn't.
  public var time: String?
  /// How much of a bar is filled, 0…1,000; `nil` for no bar.
  public var filledPerMille: Int?
  /// What to tell the call-taker: the home's address, or that it isn't known here.
  public var address: String?
  /// What the ward knows.
  public var ward: String?
  /// What waits until the call is over.
  public var mark: String?
  /// What OK does; `nil` if nothing.
  public var ok: String?
  /// What Back does; `nil` if nothing.
  public var back: String?
}
