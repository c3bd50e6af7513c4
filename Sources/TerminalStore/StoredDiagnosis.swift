import TerminalCore
import WardContract

/// The newest diagnosis as a row of the database: "1" once the desk has it, or "0", and its JSON.
extension StoredDiagnosis {
  var stored: String { "\(isAcknowledged ? 1 : 0) \(diagnosis.json.text)" }

  /// Takes what `stored` wrote; `nil` of anything else, since a memory card can be written by others.
  init?(stored text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count > 2, bytes[1] == UInt8(ascii: " "),
      let json = try? JSONParser.parse(Array(bytes[2...])),
      let diagnosis = try? Diagnosis(json: json)
    else { return nil }
    self.init(diagnosis, isAcknowledged: bytes[0] == UInt8(ascii: "1"))
  }
}
