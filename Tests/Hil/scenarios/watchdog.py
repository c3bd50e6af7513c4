"""A stopped loop is started anew by systemd, a stopped machine by its watchdog."""

from guest import BOOT_SECONDS
from rig import TERMINAL

# The unit's own three minutes would only make everybody wait.
IMPATIENT = """
mkdir -p /run/systemd/system/loanhad.service.d
printf '[Service]\\nWatchdogSec=10s\\n' > /run/systemd/system/loanhad.service.d/impatient.conf
systemctl daemon-reload
"""
PROCESS = "systemctl show --property MainPID --value loanhad"


def run(rig):
    with rig.home("watchdog", prepare=IMPATIENT) as (guest, ward):
        before = guest.run(PROCESS)
        guest.run(f"kill -STOP {before}")
        ward.wait_for_terminal(TERMINAL, online=False)
        ward.wait_for_terminal(TERMINAL, online=True)
        after = guest.run(PROCESS)
        assert after not in ("0", before), f"process {before} is still {after}"
        result = guest.run("journalctl --boot --unit loanhad --output cat --no-pager")
        assert "Watchdog timeout" in result, "started anew, but not by the watchdog"

        # A kernel that has panicked and stays so feeds nothing.
        guest.run("(sleep 0.5; echo c > /proc/sysrq-trigger) >/dev/null 2>&1 &")
        guest.monitor.wait_for("WATCHDOG", action="reset")
        guest.wait_for_agent(BOOT_SECONDS)
        ward.wait_for_terminal(TERMINAL, online=True)
