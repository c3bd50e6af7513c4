"""A cold boot: the first screen, the ward heard, nothing failed, nothing written but the data."""

from rig import TERMINAL


def run(rig):
    with rig.first_boot() as (guest, ward):
        ward.wait_for_terminal(TERMINAL, faults=[])
        guest.wait_for_journal("display ")
        for what, words in (("first screen", "display "), ("subscribed", "connected")):
            rig.figure(f"boot to {what}: {uptime(guest, words):.1f} s")
        rig.figure(f"processor time of the host: {guest.processor_seconds():.0f} s")
        failed = guest.run("systemctl --failed --plain --no-legend")
        assert not failed, f"units failed: {failed}"
        writable = guest.run(
            "findmnt --noheadings --raw --types ext4,ext2 --options rw --output TARGET")
        assert writable == "/var/lib/loanha", f"writable: {writable}"
        rig.compare(guest, "rest")


def uptime(guest, words):
    """Seconds after the kernel's start at which the terminal said `words` first."""
    lines = guest.run("journalctl --boot --unit loanhad --output short-monotonic --no-pager")
    line = next(line for line in lines.splitlines() if words in line)
    return float(line.split("]")[0].strip("[ "))
