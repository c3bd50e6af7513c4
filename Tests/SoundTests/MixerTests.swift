import Foundation
import LinuxIO
import Testing

@testable import Sound

extension CardDetails {
  @Suite struct Mixing {
    let card: FaultyCard

    init() throws {
      card = try FaultyCard()
      card[.swallows] = 1
    }

    private func settings(
      _ control: SoundSettings.VolumeControl, _ element: MixerElement? = MixerElement("Digital"),
      from lowest: Double = -50, to highest: Double = 0
    ) -> SoundSettings {
      SoundSettings(
        pcm: card.name, volumeControl: control, mixer: element, mixerMinimumDecibels: lowest,
        mixerMaximumDecibels: highest)
    }

    private func play(_ rig: Rig, _ token: UInt64, minimumVolumePercent: Int = 0) throws {
      rig.thread.play(
        token: token, [.signal(.priority)], minimumVolumePercent: minimumVolumePercent)
      #expect(try rig.waitForEnd(of: token) == .finished(token: token))
    }

    /// Decibels that "Digital" has now.
    private var decibels: Double { Double(card[.volumeLeft]) / 2 - 100 }

    @Test(
      "the household's 1 to 100 % are the element's range in decibels, in equal steps",
      arguments: [(100, 0.0), (1, -50), (50, -25.5), (75, -13)])
    func range(percent: Int, expected: Double) throws {
      var volume = CardVolume(settings(.mixer))
      #expect(volume.setMixer(percent: percent) == nil)
      #expect(decibels == expected)
      #expect(card[.volumeRight] == card[.volumeLeft])
      #expect(card[.isOn] == 1)
      #expect(volume.scale(percent: percent) == 100, "the samples stay as they are")
    }

    @Test("at 0 % the element is switched off, and the samples are silent as well")
    func off() throws {
      var volume = CardVolume(settings(.mixer))
      _ = volume.setMixer(percent: 100)
      _ = volume.setMixer(percent: 0)
      #expect(card[.isOn] == 0)
      #expect(volume.scale(percent: 0) == 0)
    }

    @Test("what the element can't reach is the nearest that it can")
    func beyond() {
      var volume = CardVolume(settings(.mixer, from: -150, to: 20))
      _ = volume.setMixer(percent: 1)
      #expect(decibels == -100)
      _ = volume.setMixer(percent: 100)
      #expect(decibels == 0)
    }

    @Test("with volume by software the element is set to its most, and switched on")
    func software() throws {
      let rig = try Rig(settings(.software, to: -3), volumePercent: 20)
      try play(rig, 1)
      rig.close()
      #expect(decibels == -3)
      #expect(card[.isOn] == 1)
      #expect(rig.heard.count == 2, "\(rig.heard)")
    }

    @Test("the mixer is set when the card is opened, and follows the household's volume")
    func follows() throws {
      let rig = try Rig(settings(.mixer), volumePercent: 100)
      try play(rig, 1)
      #expect(decibels == 0)
      rig.thread.setVolume(percent: 1)
      try play(rig, 2)
      rig.close()
      #expect(decibels == -50)
    }

    @Test("a change of volume turns the mixer at once, without anything that sounds")
    func turnsAtOnce() throws {
      let rig = try Rig(settings(.mixer), volumePercent: 100)
      rig.thread.setVolume(percent: 1)
      try card.wait { decibels == -50 }
      rig.close()
    }

    @Test("an emergency in a muted home turns the mixer up; what comes after is muted again")
    func minimum() throws {
      let rig = try Rig(settings(.mixer), volumePercent: 0)
      try play(rig, 1, minimumVolumePercent: 100)
      #expect(card[.isOn] == 1)
      #expect(decibels == 0)
      try play(rig, 2)
      #expect(card[.isOn] == 0)
      rig.close()
    }

    @Test("a card that was put back is as it came from the factory, and is set again")
    func replugged() throws {
      let rig = try Rig(settings(.mixer))
      try play(rig, 1)
      card.pull()
      rig.thread.cardsChanged()
      try rig.wait { if case .cardLost = $0 { true } else { false } }
      card.putBack()
      #expect(card[.isOn] == 0)
      rig.thread.cardsChanged()
      try rig.wait { $0 == .cardBack }
      try card.wait { card[.isOn] == 1 }
      #expect(decibels == 0)
      rig.close()
    }

    @Test("what another program did to the mixer is undone before the next item")
    func meddled() throws {
      let rig = try Rig(settings(.mixer))
      try play(rig, 1)
      card[.volumeLeft] = 10
      card[.isOn] = 0
      try play(rig, 2)
      rig.close()
      #expect(decibels == 0)
      #expect(card[.isOn] == 1)
    }

    @Test(
      "an element that is missing, has no decibels or was not named is told of once; it sounds",
      arguments: [
        (MixerElement("Master"), "no element 'Master',0; there is 'Digital',0"),
        (MixerElement("Digital", index: 3), "no element 'Digital',3"),
        (MixerElement("Plain"), "'Plain',0 has no volume in decibels"),
        (nil, "no mixer element is named"),
      ])
    func missing(element: MixerElement?, reason: String) throws {
      let rig = try Rig(settings(.mixer, element))
      try play(rig, 1)
      try play(rig, 2)
      rig.close()
      let told = rig.heard.compactMap { report -> String? in
        if case .mixerFailed(let reason) = report { reason } else { nil }
      }
      #expect(told.count == 1)
      #expect(told.first?.contains(reason) == true, "\(told)")
      #expect(card[.volumeLeft] == 0, "nothing else is touched")
      var volume = CardVolume(settings(.mixer, element))
      _ = volume.setMixer(percent: 30)
      #expect(volume.scale(percent: 30) == 30, "the samples are scaled instead")
    }

    @Test("a mixer that refuses is told of, and that it obeys again as well")
    func heals() throws {
      card[.mixerError] = Int(EIO)
      let rig = try Rig(settings(.mixer))
      try play(rig, 1)
      card[.mixerError] = 0
      try play(rig, 2)
      rig.close()
      #expect(rig.heard.contains { if case .mixerFailed = $0 { true } else { false } })
      #expect(rig.heard.count { $0 == .mixerBack } == 1)
      #expect(decibels == 0)
    }

    @Test("the mixer is that of the card that plays")
    func controlNames() {
      for (pcm, control) in [
        ("hw:CARD=Device,DEV=0", "hw:CARD=Device"),
        ("plughw:CARD=sndrpihifiberry", "hw:CARD=sndrpihifiberry"),
        ("plughw:DEV=1,CARD=Codec", "hw:CARD=Codec"), ("hw:1,0", "hw:1"),
        ("plughw:Audio", "hw:Audio"),
        ("sysdefault:CARD=PCH", "hw:CARD=PCH"), ("speaker", "speaker"), ("null", "null"),
        ("file:'/tmp/a.wav',wav", "file:'/tmp/a.wav',wav"), ("hw:", "hw:"),
      ] {
        #expect(Mixer.control(ofPCM: pcm) == control)
      }
    }
  }
}
