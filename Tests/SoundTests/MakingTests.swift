import Testing

@testable import Sound

extension SoundDetails {
  @Suite struct Making {
    private func samples(of signal: Signal) throws -> [Float] {
      let source = SignalSource(signal, rateHertz: 48_000)
      var samples: [Float] = []
      while case let more = try source.read(960), !more.isEmpty { samples += more }
      return samples
    }

    @Test(
      "a signal has its length, no click at its ends and does not overdrive",
      arguments: Signal.allCases)
    func signals(signal: Signal) throws {
      let samples = try samples(of: signal)
      #expect(samples.count == signal.milliseconds * 48)
      #expect(abs(samples[0]) < 0.01)
      #expect(abs(samples[samples.count - 1]) < 0.01)
      let peak = samples.map(abs).max() ?? 0
      #expect(peak <= 0.891 && peak > 0.3, "−1 dBFS is 0.891, this is \(peak)")
      let steps = zip(samples, samples.dropFirst()).map { abs($0 - $1) }
      #expect((steps.max() ?? 0) < 0.3)
    }

    @Test("the siren's energy lies where an old ear hears it, in its two tones")
    func siren() throws {
      let samples = try samples(of: .emergency)
      for index in 0..<16 {
        let tone = Array(samples[index * 12_000..<(index + 1) * 12_000])
        #expect(share(of: index % 2 == 0 ? 960 : 770, in: tone) > 0.9)
      }
    }

    @Test("an exercise is nothing like an emergency: one calm tone, half of the time silent")
    func exercise() throws {
      let samples = try samples(of: .exercise)
      #expect(share(of: 440, in: Array(samples[0..<33_600])) > 0.9)
      #expect(samples[33_600..<57_600].allSatisfy { $0 == 0 })
      #expect(share(of: 960, in: samples) < 0.01)
      #expect(share(of: 770, in: samples) < 0.01)
    }

    @Test("a change of volume never jumps")
    func volumeRamp() {
      var volume = Volume(percent: 0, rateHertz: 48_000)
      let loud = [Float](repeating: 1, count: 4_800)
      var samples = volume.apply(loud)
      #expect(samples.allSatisfy { $0 == 0 })
      for percent in [100, 30, 60, 0, 100] {
        volume.set(percent: percent)
        samples += volume.apply(loud)
        #expect(abs(samples[samples.count - 1] - Volume.gain(percent)) < 1e-6)
      }
      let steps = zip(samples, samples.dropFirst()).map { abs($0 - $1) }
      #expect((steps.max() ?? 0) <= 1 / Float(Volume.rampMilliseconds * 48) + 1e-6)
    }

    @Test("volumes outside 0 to 100 are the nearest of them")
    func volumeBounds() {
      #expect(Volume.gain(-5) == 0)
      #expect(Volume.gain(250) == 1)
    }

    @Test("our clock sounds 44,100 frames a second when that is the rate")
    func clockRate() {
      var clock = PacingClock(rateHertz: 44_100)
      clock.start(at: 1_000)
      #expect(clock.delayFrames(written: 100_000, at: 1_000) == 100_000)
      #expect(clock.delayFrames(written: 100_000, at: 1_000_001_000) == 55_900)
      #expect(clock.delayFrames(written: 100_000, at: 9_000_000_000) == 0)
    }

    @Test("after a stall our clock counts an underrun and does not take the rest for sounded")
    func clockUnderrun() {
      var clock = PacingClock(rateHertz: 48_000)
      clock.start(at: 0)
      let isDryInTime = clock.catchUp(written: 48_000, at: 1_000_000_000)
      #expect(!isDryInTime)
      let late: Int64 = 3_000_000_000
      let isDry = clock.catchUp(written: 48_000, at: late)
      #expect(isDry)
      #expect(clock.delayFrames(written: 96_000, at: late) == 48_000)
    }

    @Test("the place that sounds is the part that began last, and never past its end")
    func places() throws {
      let settings = SoundSettings(pcm: "null")
      var performance = Performance(
        token: 1, parts: [.signal(.ordinary), .signal(.priority)], minimumVolumePercent: 0,
        settings: settings)
      var volume = Volume(percent: 100, rateHertz: 48_000)
      while performance.next(960, &volume) != nil {}
      let first = 9_600
      let second = first + Signal.ordinary.milliseconds * 48
      let end = second + Signal.priority.milliseconds * 48
      for (frame, part, milliseconds) in [
        (0, 0, 0), (first, 0, 0), (first + 480, 0, 10),
        (second - 48, 0, Signal.ordinary.milliseconds - 1), (second, 1, 0),
        (end + 5_000, 1, Signal.priority.milliseconds),
      ] {
        let place = performance.place(sounded: frame)
        #expect(place.part == part && place.milliseconds == milliseconds, "\(frame): \(place)")
      }
    }
  }
}
