"""Lamps tell of the link; at night the display and the light behind it go off, and come back with a key."""

import time

from front_panel import ALERT, BOARD, DAYLIGHT, READY, FrontPanel
from guest import wait_until
from rig import TERMINAL

HOUR_SECONDS = 3_600
# 2 o'clock in Hanoi, UTC.
NIGHT_SECONDS = 19 * HOUR_SECONDS

# adjtimex(2): the kernel holds its clock to be synchronised, as after a word from a time server.
SYNCHRONISE = """
date --utc --set=@{}
perl -e 'syscall(159, my $t = pack("L x4 q4 l x4", 0x14, 0, 0, 0, 0, 0) . "\\0" x 160) >= 0 or die $!'
"""
POWER = "cat /sys/class/drm/card*-*/dpms"


def run(rig):
    with rig.home("night", start=False, board=BOARD) as (guest, ward):
        panel = FrontPanel(guest)
        guest.network(connected=False)
        # Later than anything that the ward has signed.
        today = int(time.time()) // (24 * HOUR_SECONDS) * 24 * HOUR_SECONDS
        guest.run(SYNCHRONISE.format(today + 24 * HOUR_SECONDS + NIGHT_SECONDS))
        guest.run("systemctl start loanhad")
        wait_until(lambda: guest.run(POWER) == "Off", "a display that is off")
        panel.wait_for_light(0)
        panel.wait_until_blinking(READY)

        guest.press("ret")
        wait_until(lambda: guest.run(POWER) == "On", "a display that is on")
        panel.wait_for_light(DAYLIGHT)
        rig.compare(guest, "news-empty")
        guest.press("esc")
        wait_until(lambda: guest.run(POWER) == "Off", "a display that is off again")

        guest.set_clock()
        guest.network(connected=True)
        ward.wait_for_terminal(TERMINAL, faults=[])
        panel.wait_until_steady(READY)
        panel.wait_for_lamp(ALERT, False)
