"""A key that does not come up: the screen says so, the other keys work, and it heals."""

from rig import TERMINAL


def run(rig):
    with rig.home("stuck_key") as (guest, ward):
        guest.hold("ret", down=True)
        ward.wait_for_terminal(TERMINAL, faults=["buttons"])
        guest.press("esc")
        rig.compare(guest, "rest-with-stuck-key")
        guest.hold("ret", down=False)
        ward.wait_for_terminal(TERMINAL, faults=[])
        rig.compare(guest, "rest")
