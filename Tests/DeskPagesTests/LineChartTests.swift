import Testing

@testable import DeskPages

@Suite("Charts") struct LineChartTests {
  private func chart(_ values: [Double?], isFromZero: Bool = true) -> LineChart {
    LineChart(
      title: "PM2.5 <b>", labels: values.map { _ in "7h" },
      lines: [.init(name: "nhà & trạm", values: values)], isFromZero: isFromZero)
  }

  @Test(
    "the scale has round steps, covers every value and never divides by nothing",
    arguments: [[0], [0, 0.2], [37], [3, 12, 488], [-4, 21], [1_000_000]] as [[Double]])
  func scale(values: [Double]) {
    for isFromZero in [true, false] {
      let marks = chart(values, isFromZero: isFromZero).marks
      #expect((2...8).contains(marks.count), "\(marks)")
      #expect(marks[0] <= values.min()! && marks[marks.count - 1] >= values.max()!)
      #expect(!isFromZero || marks[0] <= 0)
    }
  }

  @Test("the line is broken where nothing was measured, and an hour alone is still to be seen")
  func gaps() {
    let markup = chart([1, 2, nil, 4, nil, 6, 7]).piece.markup
    #expect(markup.ranges(of: "<polyline points=\"").count == 3, "two runs and the legend's sample")
    #expect(markup.ranges(of: "<circle").count == 6, "five hours and the legend's sample")
    #expect(chart([nil, nil]).piece.markup.isEmpty)
  }

  @Test("what it shows is said in words for whoever can't see it, and stays text")
  func words() {
    let markup = chart([1]).piece.markup
    #expect(markup.contains("role=\"img\" aria-label=\"PM2.5 &lt;b&gt;\""))
    #expect(markup.contains("nhà &amp; trạm"))
  }
}
