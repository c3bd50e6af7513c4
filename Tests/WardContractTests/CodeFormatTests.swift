import Testing
import WardContract

@Suite("Codes that homes enter") struct CodeFormatTests {
  @Test(
    "a format accepts what is written like it",
    arguments: [
      ("PD#{11}", ["PD03000000001"], ["PD0300000000", "PE03000000001", "pd03000000001", ""]),
      (
        "P@*{9,11}", ["PD030000001", "PD0300000ABCD"],
        ["PD03000000", "PD0300000000001", "P1000000000"]
      ),
      ("*{5,20}", ["HN00123", "00123"], ["1234", "HN-00123", "Đ1234"]),
      ("#{1,3}#-[01]#", ["1234-12", "12-09"], ["1-12", "12-29", "12-1"]),
      ("A|B#|B##", ["A", "B1", "B12"], ["B", "B123", "C"]),
    ])
  func accepts(format: String, right: [String], wrong: [String]) throws {
    let format = try #require(CodeFormat(format))
    for code in right { #expect(format.accepts(code), "\(code)") }
    for code in wrong { #expect(!format.accepts(code), "\(code)") }
  }

  @Test(
    "what is no format is refused",
    arguments: [
      "", "PD#{11", "PD#{0}", "PD#{3,2}", "PD#{}", "PD#{,3}", "PD#{1,2,3}", "#{41}", "pd", "Đ",
      "[]",
      "[a]", "[1", "A||B", "#{+1}", "A{1}{2}", "#{20}#{21}", "1|2|3|4|5|6|7|8|9",
    ])
  func refused(text: String) {
    #expect(CodeFormat(text) == nil)
  }

  @Test("every beginning that is offered leads to a code that is accepted")
  func offers() throws {
    for text in [
      "PD#{11}", "P@*{9,11}", "#{1,3}#-[01]#", "A|B#|B##", DossierCode.format.description,
    ] {
      let format = try #require(CodeFormat(text))
      for turn in 0..<40 {
        var code = ""
        var step = turn
        while case let choices = format.choices(after: code), !choices.isEmpty {
          if format.accepts(code), step % 3 == 0 { break }
          code.append(choices[step % choices.count])
          step = step * 7 + 3
          step %= 1_000
        }
        #expect(format.accepts(code), "\(text): \(code)")
        #expect(code.utf8.count <= CodeFormat.longestCode)
      }
    }
  }

  @Test("what can't stand at a place is not offered there")
  func choices() throws {
    let format = try #require(CodeFormat("PD#{2}-@"))
    #expect(format.choices(after: "") == ["P"])
    #expect(format.choices(after: "PD1").map(String.init).joined() == "0123456789")
    #expect(format.choices(after: "PD12") == ["-"])
    #expect(format.choices(after: "PD12-").count == 26)
    #expect(format.choices(after: "PD12-A").isEmpty)
    #expect(format.choices(after: "XX").isEmpty)
  }

  @Test("a dossier's code is read with its day, the older form and units of three levels as well")
  func dossier() throws {
    #expect(try DossierCode("H57.132-260804-0583").received == LocalDate("2026-08-04"))
    #expect(try DossierCode("000.00.19.H47-260105-0001").received == LocalDate("2026-01-05"))
    #expect(try DossierCode("H26.1.22.333-240229-123456").received == LocalDate("2024-02-29"))
  }

  @Test(
    "a dossier's code with a letter in a wrong place, or with a day that is none, is refused",
    arguments: [
      ("H57.132-260804-058", DossierCode.Fault.form), ("H5A.132-260804-0583", .form),
      ("57.132-260804-0583", .form), ("H57..132-260804-0583", .form),
      ("h57.132-260804-0583", .form), ("", .form), ("H57.132-260804-0583 ", .form),
      ("H57.132-260231-0583", .noSuchDay), ("H57.132-250229-0583", .noSuchDay),
      ("H57.132-261304-0583", .noSuchDay), ("H57.132-260800-0583", .noSuchDay),
    ])
  func wrongDossier(text: String, fault: DossierCode.Fault) {
    #expect(throws: fault) { try DossierCode(text) }
  }
}
