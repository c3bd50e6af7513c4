import Foundation
import Testing
import Vietnam

@Suite("Vietnamese letters") struct LettersTests {
  @Test("lists stand in the order of the alphabet and its tones")
  func order() {
    let list = [
      "1 Hàng Gai", "an", "ăn", "ân", "Ba Đình", "Bà Triệu", "Bạch Mai", "Bưởi", "da", "dà", "dả",
      "dã", "dá", "dạ", "đa", "o", "ô", "ơ", "Yên Hòa", "北",
    ]
    #expect(list.reversed().sorted { Letters.areInOrder($0, $1) } == list)
    #expect(!Letters.areInOrder("đa", "đa"))
    #expect(Letters.areInOrder("Ba", "ba") && !Letters.areInOrder("ba", "Ba"))
  }

  @Test("letters and marks apart become one, byte for byte as NFC has them")
  func composed() {
    let text = "Phường Ngọc Hà, ĐƯỜNG HOÀNG HOA THÁM, nghĩa vụ quân sự 2026"
    let apart = text.decomposedStringWithCanonicalMapping
    #expect(Array(apart.utf8) != Array(text.utf8))
    #expect(
      Array(Letters.composed(apart).utf8) == Array(text.precomposedStringWithCanonicalMapping.utf8))
    let stacked = "ệ ễ ặ ờ Ấ".decomposedStringWithCanonicalMapping
    #expect(Array(Letters.composed(stacked).utf8) == Array("ệ ễ ặ ờ Ấ".utf8))
  }

  @Test("without marks only ASCII is left")
  func plain() {
    #expect(
      Letters.withoutMarks("TIỀN ĐIỆN tháng 11/2026, đồng hồ nước")
        == "TIEN DIEN thang 11/2026, dong ho nuoc")
    #expect(Letters.withoutMarks("Ngữ").decomposedStringWithCanonicalMapping == "Ngu")
    let all = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"
    #expect(Letters.withoutMarks(all + all.uppercased()).utf8.allSatisfy { $0 < 0x80 })
  }

  @Test("a search finds with and without marks, in any order, and not what isn't there")
  func search() {
    let name = "Đăng ký khai sinh"
    for words in ["khai sinh", "dang ky", "Đăng Ký", "SINH dang", ""] {
      #expect(Letters.finds(words, in: name), "\(words)")
    }
    #expect(!Letters.finds("khai tử", in: name))
  }
}
