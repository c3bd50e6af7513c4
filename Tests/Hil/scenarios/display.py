"""A display that is missing at the start, comes, goes and comes: the newest screen is there."""

from rig import TERMINAL


def run(rig):
    with rig.home("display", start=False) as (guest, ward):
        guest.unplug("display")
        guest.run("systemctl start loanhad")
        ward.wait_for_terminal(TERMINAL, faults=["display"])
        guest.plug_display()
        ward.wait_for_terminal(TERMINAL, faults=[])
        rig.compare(guest, "rest")

        guest.unplug("display")
        ward.wait_for_terminal(TERMINAL, faults=["display"])
        ward.publish("tin", "Tin đến lúc không có màn hình", "--text", "Vẫn nghe được.")
        ward.wait_for_fact("tin", TERMINAL, "received")
        guest.plug_display()
        ward.wait_for_terminal(TERMINAL, faults=[])
        guest.wait_for_journal("display ", count=2)
