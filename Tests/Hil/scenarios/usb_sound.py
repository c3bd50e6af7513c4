"""A USB sound card that is missing at the start, pulled while it plays, and put back."""

from rig import TERMINAL
from waves import Recording, write_tone

TONE_HERTZ = 440
TONE_SECONDS = 8.0


def run(rig):
    tone = rig.out / "long-tone.wav"
    write_tone(tone, TONE_HERTZ, TONE_SECONDS)
    with rig.home("usb_sound", board="qemu-x86-usb", usb_sounds=2) as (guest, ward):
        ward.wait_for_terminal(TERMINAL, faults=["sound"])
        rig.compare(guest, "rest-without-sound")

        guest.plug_usb_sound(1)
        ward.wait_for_terminal(TERMINAL, faults=[])
        rig.compare(guest, "rest")
        ward.publish("ban-tin", "Bản tin của phường", "--audio", tone)
        guest.wait_for_journal("began at")
        guest.run("sleep 4")
        guest.unplug("usb-sound-1")
        ward.wait_for_terminal(TERMINAL, faults=["sound"])

        guest.plug_usb_sound(2)
        ward.wait_for_terminal(TERMINAL, faults=[])
        ward.wait_for_fact("ban-tin", TERMINAL, "heard")
    first = Recording(guest.usb_speaker(1)).sounds()
    second = Recording(guest.usb_speaker(2)).sounds()
    assert first, "nothing was heard before the card was pulled"
    tone = second[-1]
    pitch = tone.frequency(0.1, tone.seconds - 0.1)
    assert abs(pitch - TONE_HERTZ) < 0.5, f"{pitch:.2f} Hz after the card came back"
    assert tone.breaks(TONE_HERTZ) == 0, "the tone breaks after the card came back"
