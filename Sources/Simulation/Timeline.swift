/// What is still to happen, by time; what is due at the same millisecond keeps its order.
struct Timeline<Step> {
  private struct Entry {
    var time: Int64
    var order: Int64
    var step: Step
  }

  private var heap: [Entry] = []
  private var count: Int64 = 0

  var nextTime: Int64? { heap.first?.time }

  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    left.time != right.time ? left.time < right.time : left.order < right.order
  }

  mutating func add(_ step: Step, at time: Int64) {
    count += 1
    heap.append(Entry(time: time, order: count, step: step))
    var child = heap.count - 1
    while child > 0, Self.precedes(heap[child], heap[(child - 1) / 2]) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func next() -> (time: Int64, step: Step)? {
    guard let first = heap.first else { return nil }
    let last = heap.removeLast()
    if !heap.isEmpty {
      heap[0] = last
      var parent = 0
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2]
        where child < heap.count && Self.precedes(heap[child], heap[least]) {
          least = child
        }
        if least == parent { break }
        heap.swapAt(parent, least)
        parent = least
      }
    }
    return (first.time, first.step)
  }
}
