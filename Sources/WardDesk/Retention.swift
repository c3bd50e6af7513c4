import WardContract

/// How many days after the ward's last word what people told it and asked of it is erased (decision 31).
public struct Retention: Equatable, Sendable {
  /// If office.toml doesn't say: a year, so that somebody who comes back to it is still known.
  public static let standardDays = 365
  /// A month at least: people come back to an answer. Ten years at most.
  static let days = 30...3_650

  /// Of feedback.
  public var feedbackDays: Int
  /// Of what was asked of public services and billers.
  public var requestDays: Int

  /// So many days of each.
  public init(feedbackDays: Int = standardDays, requestDays: Int = standardDays) {
    self.feedbackDays = feedbackDays
    self.requestDays = requestDays
  }

  /// The days of one kind.
  public func days(of kind: Request.Kind) -> Int {
    switch kind {
    case .feedback: feedbackDays
    case .service, .bill: requestDays
    }
  }
}
