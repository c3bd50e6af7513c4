import DeskPages
import Testing

@Suite struct HTMLTests {
  @Test("a script in a name stays a name, in text and in attributes")
  func escapes() {
    let name = "<script>alert(\"1\")</script> & 'Bà Ba'"
    let page: HTML = "<td title=\"\(name)\">\(name)</td>"
    let shown =
      "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;Bà Ba&#39;"
    #expect(page.markup == "<td title=\"\(shown)\">\(shown)</td>")
  }

  @Test("pieces are markup and are not escaped again")
  func pieces() {
    let cells = ["a", "<"].map { text -> HTML in "<b>\(text)</b>" }
    let page: HTML = "<p>\(cells)\("<i>no</i>", if: false)\("<i>yes</i>", if: true)</p>"
    #expect(page.markup == "<p><b>a</b><b>&lt;</b><i>yes</i></p>")
  }
}
