import Foundation
import LinuxIO
import Testing

@testable import Sound

extension CardDetails {
  @Suite struct Capture {
    let studio = Studio()
    let card: FaultyCard

    init() throws { card = try FaultyCard() }

    private func recorder(
      channels: Int = 1, mixer: MixerElement? = nil, gainDecibels: Double = 0
    ) -> Recorder {
      Recorder(
        MicrophoneSettings(
          pcm: card.name, channels: channels, mixer: mixer, gainDecibels: gainDecibels))
    }

    private var files: [String] {
      get throws { try FileManager.default.contentsOfDirectory(atPath: studio.path("")) }
    }

    @Test(
      "what a microphone hears is in the file, as long and as loud as it was", arguments: [1, 2])
    func records(channels: Int) throws {
      card[.amplitude] = 8_192
      card[.offset] = 1_000
      let path = studio.path("voice.wav")
      let recording = try recorder(channels: channels).record(seconds: 1, to: path)
      #expect(recording.milliseconds == 1_000)
      #expect(abs(recording.peakDBFS - -12.04) < 0.01)
      #expect(!recording.isSilent)
      let wave = try Wave(path: path)
      #expect(wave.rateHertz == 48_000 && wave.channels == 1)
      #expect(wave.samples.count == 48_000)
      #expect(wave.samples.allSatisfy { $0 == 9_192 || $0 == -7_192 })
      let crossings = zip(wave.samples, wave.samples.dropFirst()).count { $0 < 0 && $1 >= 0 }
      #expect((479...480).contains(crossings))
      #expect(try files == ["voice.wav"])
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "a voice is private")
      #expect(card[.opens] == 1)
    }

    @Test("a recording that another program made is recorded sample by sample")
    func recorded() throws {
      try #require(TerminalALSA.isReady)
      let samples = (0..<48_000).map { Int16(truncatingIfNeeded: $0 &* 31) }
      let raw = try studio.file(
        "voice.raw",
        samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
      let recorder = Recorder(MicrophoneSettings(pcm: "recorded:'\(raw)'"))
      let recording = try recorder.record(seconds: 1, to: studio.path("voice.wav"))
      #expect(try Wave(path: studio.path("voice.wav")).samples == samples)
      #expect(recording.milliseconds == 1_000)
    }

    @Test("a microphone that hears nothing is told of, also with a constant offset")
    func silence() throws {
      for offset in [0, 500] {
        card[.offset] = offset
        let recording = try recorder().record(seconds: 1, to: studio.path("silence.wav"))
        #expect(recording.isSilent)
        #expect(recording.description.contains("nothing but silence"))
        #expect(try Wave(path: studio.path("silence.wav")).samples.count == 48_000)
      }
      card[.amplitude] = 33
      #expect(try !recorder().record(seconds: 1, to: studio.path("quiet.wav")).isSilent)
    }

    @Test("a missing microphone and one that another program has are told apart; no file appears")
    func noMicrophone() throws {
      for (error, expected) in [(ENODEV, false), (EBUSY, true)] {
        card[.openError] = Int(error)
        do throws(RecordingFault) {
          _ = try recorder().record(seconds: 1, to: studio.path("voice.wav"))
          Issue.record("recorded")
        } catch {
          switch error {
          case .busy(let reason):
            #expect(expected)
            #expect(reason.contains("another program"))
          case .noMicrophone: #expect(!expected)
          default: Issue.record("\(error)")
          }
        }
      }
      #expect(try files.isEmpty)
    }

    @Test("a microphone that goes or dies while it records is told of; no file appears")
    func lost() throws {
      for field in [FaultyCard.Field.isGone, .standsStill] {
        let path = studio.path("voice.wav")
        let recorder = recorder()
        card[.frames] = 0
        let done = try Mailbox<String>(capacity: 1)
        let thread = try WorkerThread(name: "recorder") {
          do throws(RecordingFault) {
            _ = done.post("\(try recorder.record(seconds: 20, to: path))")
          } catch {
            _ = done.post("\(error)")
          }
        }
        try card.wait { card[.frames] >= 4_800 }
        card[field] = 1
        done.wait(timeoutMilliseconds: 30_000)
        thread.join()
        let told = done.drain()
        #expect(told.first?.contains("the microphone was lost after") == true, "\(told)")
        #expect(try files.isEmpty)
        card[field] = 0
      }
    }

    @Test("a recording can be stopped from another thread and is kept as far as it came")
    func stopped() throws {
      card[.amplitude] = 1_000
      let recorder = recorder()
      let path = studio.path("voice.wav")
      let done = try Mailbox<Int>(capacity: 1)
      let thread = try WorkerThread(name: "recorder") {
        _ = done.post((try? recorder.record(seconds: 600, to: path).milliseconds) ?? -1)
      }
      try card.wait { card[.frames] >= 9_600 }
      recorder.stop()
      done.wait(timeoutMilliseconds: 30_000)
      thread.join()
      let milliseconds = try #require(done.drain().first)
      #expect(milliseconds >= 200)
      #expect(try Wave(path: path).samples.count / 48 == milliseconds)
    }

    @Test("the microphone's gain is set and its switch turned on; a fault of it stops nothing")
    func gain() throws {
      let path = studio.path("voice.wav")
      let mic = MixerElement("Mic")
      let set = try recorder(mixer: mic, gainDecibels: 12).record(seconds: 1, to: path)
      #expect(set.mixerFault == nil)
      #expect(card[.gain] == 22 && card[.isListening] == 1)
      let other = try recorder(mixer: MixerElement("Boost")).record(seconds: 1, to: path)
      #expect(other.milliseconds == 1_000)
      #expect(other.mixerFault?.contains("no element 'Boost',0") == true)
    }

    @Test("no time, too long a time and a file that can't be written are refused")
    func refused() throws {
      for seconds in [0, -1, 601] {
        #expect(throws: RecordingFault.seconds(seconds)) {
          try recorder().record(seconds: seconds, to: studio.path("voice.wav"))
        }
      }
      #expect(throws: RecordingFault.self) {
        try recorder().record(seconds: 1, to: studio.path("nowhere/voice.wav"))
      }
      #expect(card[.opens] <= 1)
      #expect(try files.isEmpty)
    }
  }
}
