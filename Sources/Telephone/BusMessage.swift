import CSystemd

/// A message that came, read from its front on. Whatever isn't as it should be reads as `nil`.
struct BusMessage {
  private let message: OpaquePointer

  init(_ message: OpaquePointer) { self.message = message }

  /// Why a call failed, if this is the answer to one that did.
  var fault: BusFault? {
    guard let error = sd_bus_message_get_error(message), let name = error.pointee.name else {
      return nil
    }
    return BusFault(
      name: String(cString: name), words: error.pointee.message.map { String(cString: $0) } ?? "")
  }

  /// The object that it is about.
  var path: String { sd_bus_message_get_path(message).map { String(cString: $0) } ?? "" }

  /// The next value, a string or an object's path.
  func string(_ type: Character = "s") -> String? {
    var text: UnsafePointer<CChar>?
    guard let code = type.asciiValue,
      sd_bus_message_read_basic(message, CChar(bitPattern: code), &text) > 0
    else { return nil }
    return text.map { String(cString: $0) }
  }

  /// The next value, a number of 32 bits with a sign.
  func integer() -> Int32? {
    var number: Int32 = 0
    return sd_bus_message_read_basic(message, CChar(bitPattern: UInt8(ascii: "i")), &number) > 0
      ? number : nil
  }

  /// The next value, a number of 32 bits without a sign.
  func unsigned() -> UInt32? {
    var number: UInt32 = 0
    return sd_bus_message_read_basic(message, CChar(bitPattern: UInt8(ascii: "u")), &number) > 0
      ? number : nil
  }

  /// Reads within the next value if it holds others; false if it doesn't.
  @discardableResult
  func within(_ type: Character, _ contents: String, _ read: (BusMessage) -> Void) -> Bool {
    guard let code = type.asciiValue,
      sd_bus_message_enter_container(message, CChar(bitPattern: code), contents) > 0
    else { return false }
    read(self)
    // What was not read is passed over.
    while sd_bus_message_at_end(message, 0) == 0 {
      if sd_bus_message_skip(message, nil) < 0 { break }
    }
    sd_bus_message_exit_container(message)
    return true
  }

  /// Reads each entry of the next value, a dictionary.
  func entries(_ contents: String, _ read: (BusMessage) -> Void) {
    within("a", "{\(contents)}") { array in
      while array.within("e", contents, read) {}
    }
  }

  /// Passes over the next value.
  func skip(_ types: String) { sd_bus_message_skip(message, types) }
}

/// The arguments of a call that is being written.
struct BusArguments {
  private let message: OpaquePointer

  init(_ message: OpaquePointer) { self.message = message }

  /// Adds an object's path.
  func path(_ path: String) {
    sd_bus_message_append_basic(message, CChar(bitPattern: UInt8(ascii: "o")), path)
  }

  /// Adds a truth value.
  func boolean(_ truth: Bool) {
    var number: Int32 = truth ? 1 : 0
    sd_bus_message_append_basic(message, CChar(bitPattern: UInt8(ascii: "b")), &number)
  }

  /// Adds properties with strings as values.
  func properties(_ properties: [(name: String, value: String)]) {
    open("a", "{sv}")
    for (name, value) in properties {
      open("e", "sv")
      sd_bus_message_append_basic(message, CChar(bitPattern: UInt8(ascii: "s")), name)
      open("v", "s")
      sd_bus_message_append_basic(message, CChar(bitPattern: UInt8(ascii: "s")), value)
      sd_bus_message_close_container(message)
      sd_bus_message_close_container(message)
    }
    sd_bus_message_close_container(message)
  }

  private func open(_ type: Character, _ contents: String) {
    guard let code = type.asciiValue else { return }
    sd_bus_message_open_container(message, CChar(bitPattern: code), contents)
  }
}
