"""A data partition that can't be mounted, or only for reading: the screen says it, and it heals."""

from front_panel import ALERT, BOARD, FrontPanel
from guest import wait_until
from rig import TERMINAL

# A file system that the kernel refuses, with its head kept. The label stays readable.
BREAK = """
device=$(findmnt -no SOURCE /var/lib/loanha)
umount /var/lib/loanha
dd if=$device of=/run/head bs=4k count=1 status=none
debugfs -w -R 'feature FEATURE_I30' $device
echo $device >/run/device
"""
MEND = "dd if=/run/head of=$(cat /run/device) bs=4k conv=fsync,notrunc status=none"
# Whether the mount can be written, and whether its file system can.
FLAGS = """
findmnt --noheadings --raw --output VFS-OPTIONS,FS-OPTIONS /var/lib/loanha |
  sed -E 's/,[^ ]*//g'
"""
PROCESS = "systemctl show --property MainPID --value loanhad"


def run(rig):
    with rig.home("storage", start=False, prepare=BREAK, board=BOARD) as (guest, ward):
        panel = FrontPanel(guest)
        # As at a boot: that the mount fails is no fault of whoever asks for the terminal.
        guest.run("systemctl start --no-block loanhad")
        rig.compare(guest, "storage-missing")
        panel.wait_for_lamp(ALERT, True)
        assert not guest.run("findmnt /var/lib/loanha || true"), "mounted after all"
        assert not guest.run("ls -A /var/lib/loanha"), "written below the mount point"

        guest.run(MEND)
        ward.wait_for_terminal(TERMINAL, faults=[])
        rig.compare(guest, "rest")
        panel.wait_for_lamp(ALERT, False)
        wait_until(lambda: not guest.run("systemctl --failed --plain --no-legend"),
                   "no unit that failed")

        guest.run("systemctl stop loanhad; mount -o remount,ro /var/lib/loanha;"
                  " systemctl start loanhad")
        ward.wait_for_terminal(TERMINAL, faults=["disk"])
        process = guest.run(PROCESS)
        assert guest.run(FLAGS).split() == ["rw", "ro"], "the mount's own flag is left"
        guest.run("mount -o remount,rw /var/lib/loanha")
        ward.wait_for_terminal(TERMINAL, faults=[], seconds=180)
        assert guest.run(PROCESS) == process, "started anew, and what was not written yet is lost"
