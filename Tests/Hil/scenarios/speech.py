"""Words without a recording are spoken: under the service's restrictions, heard to their end."""

from rig import TERMINAL
from waves import Recording

# From the first sample of the signal "ordinary" to the end of its silence; see Signal.swift.
SIGNAL_SECONDS = 2.1
# "Họp tổ dân phố số ba. Lúc mười chín giờ ba mươi phút, tại nhà văn hóa, số năm ngõ mười hai."
LEAST_SECONDS = 5.0


def run(rig):
    with rig.home("speech") as (guest, ward):
        ward.publish("hop", "Họp tổ dân phố số 3",
                     "--text", "Lúc 19h30, tại nhà văn hóa, số 5 ngõ 12.")
        ward.wait_for_fact("hop", TERMINAL, "heard")
        ward.wait_for_terminal(TERMINAL, faults=[])
        left = guest.run("grep -l espeak /proc/[0-9]*/comm || true").strip()
        assert not left, f"voices are left: {left}"
    sounds = Recording(guest.speaker).sounds()
    assert len(sounds) > 2, f"{len(sounds)} sounds instead of a signal and phrases"
    distance = (sounds[1].first - sounds[0].first) / sounds[1].rate
    assert SIGNAL_SECONDS <= distance < SIGNAL_SECONDS + 1.0, f"{distance:.3f} s to the first word"
    spoken = (sounds[-1].first - sounds[1].first) / sounds[1].rate + sounds[-1].seconds
    assert spoken > LEAST_SECONDS, f"{spoken:.1f} s were spoken"
    rig.figure(f"{distance - SIGNAL_SECONDS:.3f} s between signal and first word, {spoken:.1f} s spoken")
