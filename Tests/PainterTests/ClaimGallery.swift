import WardContract

@testable import TerminalCore

/// A device on its way to a home.
extension Gallery {
  static let claimLink =
    "https://loaphuong.hanoi.gov.vn/claim/"
    + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

  static func claim(
    _ stage: ClaimScreen.Stage, _ problems: [ClaimScreen.Problem] = [], link: String? = claimLink
  ) -> Screen {
    .claim(
      ClaimScreen(
        code: "W7KQ-MW9X-WB4H", board: "raspberry-pi-zero-2-w", stage: stage, link: link,
        problems: problems))
  }
}
