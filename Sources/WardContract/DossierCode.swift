/// The code of a dossier at a one-stop office (Thông tư 01/2018/TT-VPCP, Quyết định 20/2020/QĐ-TTg):
/// province and unit, the day on which it was received, and its number on that day.
/// `H26.132-260804-0583`; older ones have a unit of the national list before the province.
public struct DossierCode: Equatable, Sendable, CustomStringConvertible {
  /// How a code is written. The real day is for `init` to check.
  public static let format: CodeFormat = {
    let end = "-##[01]#[0123]#-#{4,6}"
    let units = ["", ".#{1,3}", ".#{1,3}.#{1,3}", ".#{1,3}.#{1,3}.#{1,3}"]
    let forms = units.map { "H##\($0)\(end)" } + units.map { "###.##.#{2,3}.H##\($0)\(end)" }
    guard let format = CodeFormat(forms.joined(separator: "|")) else {
      preconditionFailure("the format of dossier codes can be read")
    }
    return format
  }()

  /// The code as it is written.
  public let description: String
  /// The day on which the dossier was received.
  public let received: LocalDate

  /// Why a text is no dossier's code.
  public enum Fault: Error, Equatable, Sendable {
    /// Characters stand where they can't, or some are missing.
    case form
    /// Its six digits are no day of the calendar.
    case noSuchDay
  }

  /// The code that `text` spells.
  public init(_ text: String) throws(Fault) {
    guard Self.format.accepts(text) else { throw .form }
    let parts = text.utf8.split(separator: UInt8(ascii: "-"))
    let digits = parts[1].map { Int($0 - UInt8(ascii: "0")) }
    guard
      let day = LocalDate(
        year: 2_000 + digits[0] * 10 + digits[1], month: digits[2] * 10 + digits[3],
        day: digits[4] * 10 + digits[5])
    else { throw .noSuchDay }
    description = text
    received = day
  }
}
