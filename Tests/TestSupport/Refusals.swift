/// What the reading of a file is refused with; "" if it isn't.
public func refusal(_ read: () throws -> Void) -> String {
  do {
    try read()
    return ""
  } catch {
    return "\(error)"
  }
}
