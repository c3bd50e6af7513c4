"""A keyboard that gets its rights late, a key that does not come up: the screen says so, and it heals."""

from rig import TERMINAL

# As udev has it before and after its rules; the kernel tells nobody of that.
FORBID = "chmod 600 /dev/input/event*"
ALLOW = "chmod 660 /dev/input/event*"


def run(rig):
    with rig.home("stuck_key", prepare=FORBID) as (guest, ward):
        ward.wait_for_terminal(TERMINAL, faults=["buttons"])
        guest.run(ALLOW)
        ward.wait_for_terminal(TERMINAL, faults=[])

        guest.hold("ret", down=True)
        ward.wait_for_terminal(TERMINAL, faults=["buttons"])
        rig.compare(guest, "rest-with-stuck-key")
        guest.hold("ret", down=False)
        ward.wait_for_terminal(TERMINAL, faults=[])
        rig.compare(guest, "rest")
