"""A data partition that fills up, or can't be written: emergencies sound, the screen says it, it heals."""

from rig import TERMINAL

FILL = "dd if=/dev/zero of=/var/lib/loanha/fill bs=64k 2>/dev/null; sync; df /var/lib/loanha"
EMPTY = "rm /var/lib/loanha/fill"
FORBID = "mount -o remount,ro /var/lib/loanha"
ALLOW = "mount -o remount,rw /var/lib/loanha"


def run(rig):
    with rig.home("disk-full") as (guest, ward):
        guest.run(FILL)
        emergency(rig, guest, ward, EMPTY)
    with rig.home("disk-read-only", prepare=FORBID) as (guest, ward):
        ward.wait_for_terminal(TERMINAL, faults=["disk"])
        rig.compare(guest, "rest-without-disk")
        emergency(rig, guest, ward, ALLOW)


def emergency(rig, guest, ward, heal):
    """An emergency is heard and confirmed although nothing of it can be written; what became of it
    is reported once it can."""
    ward.publish("chay", "Cháy tại ngõ 12 phố Quán Thánh – sơ tán ngay", "--priority", "khan-cap",
                 "--expires-in", "2h", "--instruction",
                 "Ra khỏi nhà theo cầu thang bộ, không dùng thang máy.")
    rig.compare(guest, "emergency")
    guest.wait_for_journal("began at")
    ward.wait_for_terminal(TERMINAL, faults=["disk"])
    guest.press("ret")
    rig.compare(guest, "rest-without-disk")
    guest.run(heal)
    ward.wait_for_terminal(TERMINAL, faults=[], seconds=180)
    ward.wait_for_fact("chay", TERMINAL, "shown")
    ward.wait_for_fact("chay", TERMINAL, "confirmed")
    rig.compare(guest, "rest-after-emergency")
