import ArgumentParser
import Vietnam
import WardContract
import WardDesk

struct LunarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lunar", abstract: "Say a day of the lunar calendar.",
    discussion: "Example:\n  loanha lunar 2026-11-23")

  @Argument(help: "A day of the Gregorian calendar.") var date: String
  @Flag(help: "As JSON.") var json = false

  struct Answer: Encodable {
    var day, month, year: Int
    var leap: Bool
    var yearName, text: String
  }

  func run() throws {
    guard let date = LocalDate(date) else { throw DeskError("\(date): \(LocalDate.rule)") }
    let parts = date.parts
    guard let lunar = LunarDate(year: parts.year, month: parts.month, day: parts.day) else {
      throw DeskError("the lunar calendar is known for the years to \(LunarDate.years.upperBound)")
    }
    guard json else { return print(lunar.text) }
    try printJSON(
      Answer(
        day: lunar.day, month: lunar.month, year: lunar.year, leap: lunar.isLeapMonth,
        yearName: lunar.yearName, text: lunar.text))
  }
}
