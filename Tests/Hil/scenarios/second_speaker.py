"""Two rooms hear the same; when the first one's card is pulled, the other goes on without a break."""

from rig import TERMINAL
from waves import Recording, write_tone

TONE_HERTZ = 440
TONE_SECONDS = 8.0
# What sits in a card's buffer when it is pulled, and its wake-up, in seconds.
SLACK_SECONDS = 0.01


def run(rig):
    tone = rig.out / "two-rooms-tone.wav"
    write_tone(tone, TONE_HERTZ, TONE_SECONDS)
    with rig.home("second_speaker", board="qemu-x86-two-speakers", usb_sounds=1) as (guest, ward):
        ward.wait_for_terminal(TERMINAL, faults=["sound"])
        guest.plug_usb_sound(1)
        ward.wait_for_terminal(TERMINAL, faults=[])
        ward.publish("hai-phong", "Tin cho cả nhà", "--audio", tone)
        ward.wait_for_fact("hai-phong", TERMINAL, "heard")

        ward.publish("mot-phong", "Tin lúc rút loa", "--audio", tone)
        guest.wait_for_journal("began at", count=2)
        guest.run("sleep 4")
        guest.unplug("usb-sound-1")
        ward.wait_for_terminal(TERMINAL, faults=["sound"])
        ward.wait_for_fact("mot-phong", TERMINAL, "heard")

    def tones(path):
        return [sound for sound in Recording(path).sounds()
                if abs(sound.frequency(0.1, sound.seconds - 0.1) - TONE_HERTZ) < 0.5]

    first, second = tones(guest.usb_speaker(1)), tones(guest.speaker)
    rig.figure(f"first room {[round(tone.seconds, 3) for tone in first]} s, "
               f"second {[round(tone.seconds, 3) for tone in second]} s")
    assert abs(first[0].seconds - TONE_SECONDS) < SLACK_SECONDS, "the first room missed something"
    assert len(second) == 2, f"the second room heard {len(second)} of 2 tones"
    for tone in second:
        assert abs(tone.seconds - TONE_SECONDS) < SLACK_SECONDS, f"{tone.seconds:.3f} s heard"
        assert tone.breaks(TONE_HERTZ) == 0, "the tone breaks in the second room"
