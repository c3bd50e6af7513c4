"""A signed notice over TLS: heard in what the sound card played, seen on the display."""

from rig import TERMINAL
from waves import Recording, write_tone

TONE_HERTZ = 440
TONE_SECONDS = 3.0
# From the first sample of the signal "ordinary" to the first of the recording; see Signal.swift.
SIGNAL_SECONDS = 2.1


def run(rig):
    tone = rig.out / "tone.wav"
    write_tone(tone, TONE_HERTZ, TONE_SECONDS)
    with rig.home("notice") as (guest, ward):
        ward.publish("thong-bao", "Họp tổ dân phố số 3 lúc 19 giờ 30",
                     "--text", "Tại nhà văn hóa, số 5 ngõ 12 phố Quán Thánh.", "--audio", tone)
        ward.wait_for_fact("thong-bao", TERMINAL, "received")
        rig.compare(guest, "notice")
        ward.wait_for_fact("thong-bao", TERMINAL, "heard")
        rig.compare(guest, "rest")
    check_sound(Recording(guest.speaker))


def check_sound(recording):
    """A signal, then the tone: its pitch, its length, and both ends of each."""
    sounds = recording.sounds()
    assert len(sounds) == 2, f"{len(sounds)} sounds instead of a signal and a tone"
    signal, tone = sounds
    pitch = tone.frequency(0.1, TONE_SECONDS - 0.1)
    assert abs(pitch - TONE_HERTZ) < 0.5, f"{pitch:.2f} Hz"
    assert abs(tone.seconds - TONE_SECONDS) < 0.01, f"the tone lasts {tone.seconds:.3f} s"
    # A signal whose beginning is cut off is too near to the tone.
    distance = (tone.first - signal.first) / recording.rate
    assert abs(distance - SIGNAL_SECONDS) < 0.01, f"{distance:.3f} s from signal to tone"
    breaks = tone.breaks(TONE_HERTZ)
    assert breaks == 0, f"the tone breaks {breaks} times"
