import WardContract

/// How the household tells its ward something, and hears what the ward says to it.
extension HomeTerminal {
  /// The feedbacks that were sent, the newest first.
  var feedbacks: [Requests.Entry] {
    requests.entries.reversed().filter { $0.request.kind == .feedback }
  }

  /// What the ward wants to be told about.
  var subjects: [Directory.Subject] {
    let listed = directory.directory?.subjects ?? []
    return listed.isEmpty ? FeedbackSubjects.usual : listed
  }

  /// A button was pressed on a screen of feedback.
  mutating func pressInFeedback(_ button: Button, _ moment: Moment) {
    let action = feedback.press(
      button, feedbacks: feedbacks.map(\.request.identifier), subjects: subjects,
      canWrite: directory.directory?.writingForm != nil, pageCount: menu.pageCount)
    switch action {
    case .none: break
    case .leave: menu.leaveFunction()
    case .record: recordVoice()
    case .stopRecording(let token): effects.append(.stopRecording(token: token))
    case .keep(let sentence):
      guard let subject = feedback.subject else { break }
      feedback.take(draft: draft(about: subject, sentence: sentence, moment))
    case .write: write(moment)
    case .send:
      guard let draft = feedback.draft else { break }
      let isTaken = requests.add(draft, &journal)
      if isTaken { journal.add(.putDraft(nil)) }
      feedback.sent(isTaken ? draft.identifier : nil)
    case .listen:
      if let recording = feedback.draft?.recording { player.hear(.recording(recording.digest)) }
    case .discard:
      if let recording = feedback.draft?.recording {
        journal.add(.putDraft(nil))
        effects.append(.dropRecording(recording.digest))
      }
      feedback.discarded()
    case .opened(let identifier): requests.shown(identifier, &journal)
    case .readOut: readOut(moment)
    }
  }

  /// The ward's voice in the reply that stands on the screen, once it is here.
  func spokenReply(_ reading: TrustedClock.Reading) -> MediaDigest? {
    guard menu.place == .feedback, overlay(reading) == .none, !calling.isActive,
      case .feedback(let request) = feedback.step, let voice = requests[request]?.voice,
      voice.isReady
    else { return nil }
    return voice.recording.digest
  }

  private func draft(
    about subject: Directory.Subject, sentence: String?, recording: Request.Recording? = nil,
    _ moment: Moment
  ) -> Request {
    let body = Feedback(subject: subject.identifier, title: subject.name, sentence: sentence)
    return newRequest(
      .feedback, isAnonymous: subject.isAnonymous, body.json, recording: recording, moment)
  }

  /// A form for a phone. One about the same that nobody has filled in yet is shown again.
  private mutating func write(_ moment: Moment) {
    guard let subject = feedback.subject else { return }
    let form = Feedback(subject: subject.identifier, title: subject.name, isWritten: true)
    let open = feedbacks.first {
      $0.awaitsWords && (try? Feedback(json: $0.request.body))?.subject == subject.identifier
    }
    if let open { return feedback.shows(form: open.request.identifier) }
    feedback.shows(
      form: submit(.feedback, isAnonymous: subject.isAnonymous, form.json, moment))
  }

  // MARK: Speaking

  /// What sounds by hand falls silent, since it would be heard in the recording; a programme goes on
  /// afterwards, and what may not be interrupted is heard first.
  private mutating func recordVoice() {
    if let current = player.current, !current.isByHand, current.urgency >= .priority {
      return feedback.refuse(.programme)
    }
    player.stopReading(&effects)
    // The ward hears nothing of what a household listens to by itself.
    if player.current?.isByHand == true { _ = player.stopByHand(&wall, &journal, &effects) }
    let token = effects.nextToken()
    effects.append(
      .record(token: token, longestMilliseconds: Bounds.recordingMilliseconds))
    feedback.records(token)
  }

  /// The microphone is never open unless the screen says so: whatever comes over it ends the recording,
  /// which waits as a draft.
  mutating func closeUnseenMicrophone(under screen: Screen) {
    if case .recording = screen { return }
    if let token = feedback.interrupt() { effects.append(.stopRecording(token: token)) }
  }

  mutating func recordingEnded(_ token: UInt64, _ end: RecordingEnd, _ moment: Moment) {
    switch end {
    case .failed(let trouble): feedback.failed(token, trouble)
    case .kept(let recording, let trouble):
      let before = feedback.draft
      guard feedback.isRecording(token), let new = spoken(recording, instead: before, moment) else {
        effects.append(.dropRecording(recording.digest))
        return
      }
      journal.add(.putDraft(new))
      feedback.take(draft: new, trouble)
      if let old = before?.recording?.digest, old != recording.digest {
        effects.append(.dropRecording(old))
      }
    }
  }

  /// The draft with what was said now, about what the one before is about.
  private func spoken(
    _ recording: Request.Recording, instead before: Request?, _ moment: Moment
  ) -> Request? {
    if let before {
      return newRequest(
        .feedback, isAnonymous: before.isAnonymous, before.body, recording: recording, moment)
    }
    return feedback.subject.map {
      draft(about: $0, sentence: nil, recording: recording, moment)
    }
  }

  /// Takes up a draft whose recording is still there.
  mutating func restoreDraft(_ memory: Memory) {
    var draft = memory.draft
    if let digest = draft?.recording?.digest, !memory.recordings.contains(digest) {
      journal.add(.putDraft(nil))
      draft = nil
    }
    feedback = FeedbackDialogue(hasMicrophone: profile.hasMicrophone, draft: draft)
  }
}
