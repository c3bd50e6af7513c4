import TerminalCore
import WardContract

/// Disk and broker as an examination finds them, and what must hold of what it says.
extension SimulatedHome {
  mutating func inspectStorage(_ token: UInt64) {
    let state = StorageState(
      freeBytes: disk.isFull ? 0 : 6 << 30, sizeBytes: 8 << 30, writtenBytes: now << 10)
    // A card that is asked may hang.
    guard !random.chance(perMille: 100) else { return }
    timeline.add(
      .deliver(.storageInspected(token: token, state), start: start),
      at: now + random.integer(1...200))
  }

  /// Somebody has the terminal examine itself and answers as it comes, or a technician does.
  mutating func examine() {
    guard isOn else { return }
    if random.chance(perMille: 300) { return tell(.examine) }
    let toSettings =
      [Button](repeating: .back, count: 4) + [.down]
      + [Button](repeating: .down, count: 6) + [.ok]
    let toExamination = [Button](repeating: .down, count: 7) + [.ok, .ok]
    let answers = (0..<12).map { _ in random.pick(Button.allCases.filter { $0 != .sos }) }
    for (index, button) in (toSettings + toExamination).enumerated() {
      timeline.add(.pressed(button, start: start), at: now + Int64(index) * 300)
    }
    for (index, button) in answers.enumerated() {
      timeline.add(.pressed(button, start: start), at: now + 9_000 + Int64(index) * 4_000)
    }
  }

  /// A part that fails is never called good.
  mutating func checkDiagnosis() {
    guard let diagnosis = core.diagnosis, examined != (start, diagnosis.sequence) else { return }
    let isNew = examined.start == start
    examined = (start, diagnosis.sequence)
    guard isNew else { return }
    for part in core.failingParts
    where diagnosis.findings.contains(where: { $0.subject == part.subject && $0.verdict == .good })
    {
      check.fault("\(part.rawValue) fails and is called good", at: now)
    }
  }

  mutating func measureBroker(_ token: UInt64, _ topic: Topic, _ payload: [UInt8]) {
    guard isConnected else { return }
    let milliseconds = delay()
    timeline.add(.toDesk(topic, payload), at: now + milliseconds)
    timeline.add(
      .deliver(.brokerAnswered(token: token, milliseconds: Int(milliseconds)), start: start),
      at: now + milliseconds)
  }
}
