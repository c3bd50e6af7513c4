import CALSA
import Foundation
import LinuxIO
import Testing

@testable import Sound

extension SoundDetails {
  @Suite struct Configuration {
    let studio = Studio()

    /// Why a PCM can't be opened; `nil` if it can.
    private func fault(_ pcm: String, _ pacing: SoundSettings.Pacing = .none) throws -> String? {
      try #require(TerminalALSA.isReady)
      do throws(CardFault) {
        _ = try Card(SoundSettings(pcm: pcm, pacing: pacing))
        return nil
      } catch {
        return error.reason
      }
    }

    @Test("our configuration has every name that a board may use, and no other")
    func names() throws {
      for pcm in [
        "null", "plug:'null'", "file:'\(studio.path("a b.wav"))',wav",
        "file:\(studio.path("a.raw"))",
      ] {
        #expect(try fault(pcm) == nil, "\(pcm)")
      }
      // The card is not there; the name is known.
      for pcm in ["hw:CARD=Nowhere", "plughw:CARD=Nowhere,DEV=0", "hw:Nowhere,0", "plughw:Nowhere"]
      {
        let reason = try fault(pcm)
        #expect(reason?.contains("No such device") == true, "\(pcm): \(reason ?? "opened")")
      }
      for pcm in ["default", "pulse", "dmix", "sysdefault:CARD=Nowhere"] {
        let reason = try fault(pcm)
        #expect(reason?.contains("Unknown PCM") == true, "\(pcm): \(reason ?? "opened")")
      }
    }

    @Test("an installer's asound.conf is read last: it adds names and changes ours")
    func installersOwn() throws {
      let theirs = try studio.file(
        "asound.conf",
        Array(
          """
          pcm.kitchen { type plug slave.pcm "null" }
          pcm.!null { type plug slave.pcm { type null } }
          """.utf8))
      let ours = try String(contentsOfFile: TerminalALSA.ours, encoding: .utf8)
      #expect(ours.contains("\"/etc/asound.conf\""))
      let changed = try studio.file(
        "alsa.conf", Array(ours.replacingOccurrences(of: "/etc/asound.conf", with: theirs).utf8))
      var configuration: OpaquePointer?
      var update: OpaquePointer?
      try #require(snd_config_update_r(&configuration, &update, changed) >= 0)
      defer {
        snd_config_update_free(update)
        snd_config_delete(configuration)
      }
      for name in ["kitchen", "null"] {
        var pcm: OpaquePointer?
        let answer = snd_pcm_open_lconf(&pcm, name, SND_PCM_STREAM_PLAYBACK, 0, configuration)
        try #require(answer >= 0, "\(name): \(String(cString: snd_strerror(answer)))")
        #expect(snd_pcm_type(pcm) == SND_PCM_TYPE_PLUG, "\(name)")
        snd_pcm_close(pcm)
      }
    }

    @Test(
      "with our configuration, ALSA loads nothing and costs less than 100 kB",
      .enabled(if: !ProcessOfItsOwn.isThis))
    func lean() throws { try ProcessOfItsOwn.run("SoundDetails.Configuration/measured") }

    @Test(
      "what opening a PCM costs",
      .enabled(
        if: ProcessOfItsOwn.isThis, "runs in a process of its own, started by the test above"))
    func measured() throws {
      try #require(TerminalALSA.isReady)
      let before = try privateKilobytes()
      let card = try Card(SoundSettings(pcm: "fixed", rateHertz: 44_100, pacing: .none))
      try card.write([Int16](repeating: 0, count: 4_410))
      let after = try privateKilobytes()
      print("ALSA with our configuration: \(after - before) kB of memory")
      #expect(after - before < 100)
      let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
      let libraries = Set(maps.split(separator: "\n").compactMap { $0.split(separator: "/").last })
      for foreign in ["libpulse", "libX11", "libdbus", "libasound_module", "libspeexdsp"] {
        #expect(!libraries.contains { $0.hasPrefix(foreign) }, "\(foreign)")
      }
    }

    private func privateKilobytes() throws -> Int {
      let text = try String(contentsOfFile: "/proc/self/smaps_rollup", encoding: .utf8)
      let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Private_Dirty:") })
      return try #require(Int(line.split(separator: " ")[1]))
    }
  }
}
