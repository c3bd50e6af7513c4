"""An emergency takes the screen and sounds until somebody confirms it with a key."""

from rig import TERMINAL
from waves import Recording

# The siren changes between these; see Signal.swift.
SIREN_HERTZ = (960, 770)


def run(rig):
    with rig.home("emergency") as (guest, ward):
        ward.publish("chay", "Cháy tại ngõ 12 phố Quán Thánh – sơ tán ngay", "--priority",
                     "khan-cap", "--expires-in", "2h", "--instruction",
                     "Ra khỏi nhà theo cầu thang bộ, không dùng thang máy.")
        rig.compare(guest, "emergency")
        ward.wait_for_fact("chay", TERMINAL, "heard")
        guest.press("ret")
        ward.wait_for_fact("chay", TERMINAL, "confirmed")
        guest.press("esc")
        rig.compare(guest, "rest-after-emergency")
    siren = Recording(guest.speaker).sounds()[0]
    for part in range(4):
        begin = part * 0.25
        pitch = siren.frequency(begin + 0.05, begin + 0.2)
        assert abs(pitch - SIREN_HERTZ[part % 2]) < 5, f"{pitch:.0f} Hz at {begin} s"
