"""A board file for another machine is told of, and the terminal goes on with a generic board."""

from rig import TERMINAL
from guest import wait_until


def run(rig):
    with rig.home("wrong_board", board="raspberry-pi-4", start=False) as (guest, ward):
        guest.run("systemctl start loanhad")
        ward.wait_for_terminal(TERMINAL, faults=["board"])
        assert "raspberrypi,4-model-b" in guest.journal(), guest.journal()
        # Any display of the kernel will do.
        wait_until(lambda: "display /dev/dri/" in guest.journal(), "a display in the journal")
        guest.run("rm /run/systemd/system/loanhad.service.d/board.conf; systemctl daemon-reload;"
                  " systemctl restart loanhad")
        ward.wait_for_terminal(TERMINAL, faults=[])
