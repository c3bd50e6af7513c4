import LinuxIO
import SQLite
import Signatures
import WardContract

/// The desk's side of terminals that examine themselves: asks for it, stores what comes, and says so.
final class DiagnosisReception {
  private let store: DeskStore
  private let signer: (keyIdentifier: String, sign: ([UInt8]) -> [UInt8])
  private let publish: (Topic, [UInt8]) -> Void

  init(
    _ store: DeskStore, _ signer: (keyIdentifier: String, sign: ([UInt8]) -> [UInt8]),
    publish: @escaping (Topic, [UInt8]) -> Void
  ) {
    self.store = store
    self.signer = signer
    self.publish = publish
  }

  /// Has a terminal examine itself; returns the name that its diagnosis will bear.
  func ask(_ terminal: Identifier, at now: Instant) throws -> Identifier {
    guard let home = try store.terminal(terminal) else {
      throw DeskError("Phường không có máy \(terminal).")
    }
    guard home.isOnline == true else {
      throw DeskError("Máy \(terminal) đang mất kết nối, chưa hỏi được.")
    }
    guard let name = Identifier("lenh-\(String(Clock.entropy(), radix: 16))") else {
      preconditionFailure("hexadecimal digits spell an identifier")
    }
    let command = Command(
      identifier: name, terminal: terminal, kind: .examine,
      issued: now + -(now.milliseconds % 1_000))
    publish(
      .down(terminal: terminal, kind: .command, name),
      Envelope.sign(command.json, as: .command, by: [signer]))
    return name
  }

  /// Stores what a terminal has found and then, only then, says so.
  func receive(
    _ payload: [UInt8], from terminal: Identifier, _ id: Identifier, at now: Instant
  ) throws {
    let diagnosis = try Diagnosis(json: JSONParser.parse(payload))
    guard diagnosis.terminal == terminal else {
      throw DeskError("it speaks for \(diagnosis.terminal)")
    }
    try store.store(diagnosis, at: now)
    let word = Acknowledgement(
      terminal: terminal, ledger: diagnosis.ledger, sequences: [], diagnosis: diagnosis.sequence,
      time: now)
    publish(
      .down(terminal: terminal, kind: .acknowledgement, id),
      Envelope.sign(word.json, as: .acknowledgement, by: [signer]))
  }
}

extension WardFolder {
  /// Has the running desk ask a terminal to examine itself; returns the name that its diagnosis will bear.
  public func askForDiagnosis(of terminal: Identifier) throws -> Identifier {
    let answer: String
    do throws(SystemError) {
      answer = try LineClient.ask("examine \(terminal)", at: socketPath)
    } catch {
      throw DeskError("Máy của phường chưa chạy, chưa hỏi được (\(error)).")
    }
    let words = answer.split(separator: " ")
    guard words.count == 2, words[0] == "asked", let name = Identifier(words[1]) else {
      throw DeskError(
        answer == "offline"
          ? "Phường đang mất kết nối với máy chủ tin, chưa hỏi được."
          : String(answer.hasPrefix("error: ") ? answer.dropFirst("error: ".count) : answer[...]))
    }
    return name
  }
}
