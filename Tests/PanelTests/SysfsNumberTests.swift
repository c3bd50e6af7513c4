import Testing

@testable import Panel

/// Numbers as text, exact or refused.
@Suite("Numbers of sysfs") struct SysfsNumberTests {
  private func number(_ text: String) -> SysfsNumber? { SysfsNumber(Array(text.utf8)) }

  @Test(
    arguments: [
      ("0", 0), ("25375\n", 25_375), ("-12", -12), ("+7", 7), ("12 \n", 12), ("0.499999999", 0),
      ("0.500000000", 1), ("-0.5", -1), ("-0.499999", 0), ("1.5", 2), ("-1.500000", -2),
      ("00012", 12), ("2147483647.000000000", 2_147_483_647),
      ("999999999999999999.000000000000000", 999_999_999_999_999_999),
    ] as [(String, Int)])
  func areReadExactlyAndRoundedHalfAwayFromZero(_ text: String, _ value: Int) {
    #expect(number(text)?.rounded == value)
  }

  @Test(arguments: [
    "", "\n", " ", "-", "+", ".", "-.", "nan", "NaN", "inf", "1e3", "0x10", "1,5", "1.2.3", "1.",
    ".5", " 5", "5 dB", "--5", "5-", "1 2", "\u{0}", "5\u{0}", "٣", "1000000000000000000",
    "0.0000000000000001", String(repeating: "9", count: 4_000), "\u{FF}\u{FE}",
  ])
  func everythingElseIsRefused(_ text: String) {
    #expect(number(text) == nil)
  }

  @Test func productsAndSumsAreExact() throws {
    let raw = try #require(number("6900"))
    let offset = try #require(number("-4368"))
    let scale = try #require(number("10.725097656"))
    // 2532 × 10.725097656 = 27155.947264992
    #expect(raw.adding(offset)?.multiplied(by: scale)?.rounded == 27_156)
    // In binary floating point, this is 1.0049999999999999 × 100 and rounds to 100.
    let almost = try #require(number("1.005"))
    #expect(almost.multiplied(by: SysfsNumber(100))?.rounded == 101)
    let tenth = try #require(number("0.1"))
    #expect(tenth.adding(try #require(number("0.400")))?.rounded == 1)
  }

  @Test func whatDoesNotFitIsRefused() throws {
    let huge = try #require(number("999999999999999999.999999999999999"))
    #expect(huge.multiplied(by: huge) == nil)
    #expect(huge.multiplied(by: SysfsNumber(1_000))?.rounded == nil)
    let most = SysfsNumber(.max)
    let square = try #require(most.multiplied(by: most))
    #expect(square.multiplied(by: most) == nil && square.rounded == nil)
    #expect(square.adding(square)?.adding(square) == nil)
    #expect(square.adding(try #require(number("0.1"))) == nil)
    #expect(most.rounded == .max && SysfsNumber(.min).rounded == .min)
  }
}
