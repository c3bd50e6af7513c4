"""A board file for another machine is refused with words, and does not make the machine restart."""

from rig import TERMINAL
from guest import wait_until

WRONG_CONFIGURATION = 78


def run(rig):
    with rig.home("wrong_board", board="raspberry-pi-4", start=False) as (guest, ward):
        guest.run("systemctl start loanhad", check=False)
        wait_until(lambda: guest.run("systemctl is-failed loanhad", check=False) == "failed",
                   "a service that has given up")
        status = guest.run("systemctl show --property ExecMainStatus --value loanhad")
        assert status == str(WRONG_CONFIGURATION), f"ended with {status}"
        assert "raspberrypi,4-model-b" in guest.journal(), guest.journal()
        guest.run("rm /run/systemd/system/loanhad.service.d/board.conf; systemctl daemon-reload;"
                  " systemctl start loanhad")
        ward.wait_for_terminal(TERMINAL, faults=[])
