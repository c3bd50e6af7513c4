import TerminalCore
import WardContract

/// What the household tells its ward, and how it reads what the ward says to it.
extension SimulatedHome {
  /// The household tells its ward something, or asks for it, at times in its own voice.
  mutating func ask() {
    guard isOn else { return }
    let recording = random.chance(perMille: 500) ? newRecording() : nil
    requestCount += 1
    if let recording { disk.put(recording: recording.digest) }
    let kind = random.pick(Request.Kind.allCases)
    let request = core.submit(
      kind, isAnonymous: random.chance(perMille: 300),
      SimulatedErrands.form(kind, number: requestCount), recording: recording, moment())
    if request == nil, let recording { disk.drop(recording: recording.digest) }
    tell(.tick)
  }

  /// A recording that another one has not had.
  private mutating func newRecording() -> Request.Recording {
    requestCount += 1
    return Request.Recording(
      digest: SimulatedDesk.sound(number: requestCount, milliseconds: 1).digest,
      sizeBytes: Int(random.integer(1...Int64(3 * Bounds.mediaPieceBytes))),
      durationMilliseconds: 9_000)
  }

  /// Somebody goes through the screens, speaks, and sends what was said; whatever comes between comes
  /// between.
  mutating func speak() {
    guard isOn else { return }
    func press(_ buttons: [Button], after milliseconds: Int64) -> [(Button, Int64)] {
      buttons.enumerated().map { index, button in
        (button, milliseconds + Int64(index) * 700)
      }
    }
    let way: [Button] = [.back, .back, .back, .back, .down, .down, .ok, .ok, .ok, .ok]
    let words = random.integer(800...70_000)
    let end = random.pick([[.ok, .ok], [.ok, .down, .ok, .back], [.back]] as [[Button]])
    for (button, milliseconds) in press(way, after: 0) + press(end, after: 8_000 + words) {
      timeline.add(.pressed(button, start: start), at: now + milliseconds)
    }
  }

  /// The microphone is opened, and closed again by whatever comes first.
  mutating func record(_ token: UInt64, _ longestMilliseconds: Int) {
    endSound { .stopped(part: $0, milliseconds: $1) }
    microphone = token
    timeline.add(.deliver(.recordingStarted(token: token), start: start), at: now + 5)
    timeline.add(
      .voiceEnds(token: token, start: start), at: now + Int64(longestMilliseconds))
  }

  /// What was said is on disk, or there was nothing.
  mutating func endVoice() {
    guard let token = microphone else { return }
    microphone = nil
    let end: RecordingEnd
    if disk.isFull {
      end = .failed(.diskFull)
    } else if random.chance(perMille: 850) {
      let recording = newRecording()
      disk.put(recording: recording.digest)
      end = .kept(recording, nil)
    } else {
      end = .failed(random.pick([.busy, .lost, .noMicrophone, .tooShort]))
    }
    timeline.add(
      .deliver(.recordingEnded(token: token, end), start: start), at: now + random.integer(1...90))
  }

  /// A piece of a recording, as the disk gives it.
  func read(_ digest: MediaDigest, piece: Int) -> Event {
    let recording = disk.memory.requests.lazy.compactMap(\.request.recording)
      .first { $0.digest == digest }
    guard let recording, disk.memory.recordings.contains(digest) else {
      return .recordingUnreadable(digest, reason: "no such file")
    }
    return .recordingRead(
      digest, piece: piece, bytes: SimulatedOffice.bytes(recording, piece: piece))
  }

  /// The recording of a reply goes to the disk, if it is what the desk has sent.
  mutating func keep(_ recording: Request.Recording, _ bytes: [UInt8]) -> Event {
    let sent = (0..<recording.pieces).flatMap { SimulatedOffice.bytes(recording, piece: $0) }
    guard bytes == sent else {
      return .replyRecordingRefused(recording.digest, reason: "another digest")
    }
    guard !disk.isFull else {
      return .replyRecordingRefused(recording.digest, reason: "no space")
    }
    disk.put(recording: recording.digest)
    return .replyRecordingKept(recording.digest)
  }

  /// At the end somebody reads everything that the ward has replied to feedback.
  mutating func readReplies() {
    // A code that is half entered goes back by one place a press.
    for _ in 0..<100 where !isAtRest { press(.back) }
    // An emergency that nobody confirmed stands over everything.
    guard isAtRest else { return }
    for button in [Button.down, .down, .ok] { press(button) }
    guard case .choice(let list) = shownScreen, list.rows.count > 1 else { return }
    var read: [String] = []
    for row in list.rows.indices {
      if row > 0 { press(.down) }
      guard list.rows[row].name != "Gửi phản ánh mới", list.rows[row].value != "Chưa gửi" else {
        continue
      }
      press(.ok)
      if case .page(let page) = shownScreen { read.append(page.text) }
      press(.back)
    }
    check.read(read, desk.office, disk.memory, at: now)
  }

  private var isAtRest: Bool {
    if case .rest = shownScreen { true } else { false }
  }

  private mutating func press(_ button: Button) {
    tell(.button(button))
    tell(.released(button))
  }
}
