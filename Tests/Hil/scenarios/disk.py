"""A data partition that is full, then one that can't be written: an emergency sounds all the same,
the screen says what is wrong, and all is well when there is room again."""

from rig import TERMINAL

FILL = "dd if=/dev/zero of=/var/lib/loanha/fill bs=64k 2>/dev/null; sync; df /var/lib/loanha"
FAULTS = [
    ("full", FILL, "rm /var/lib/loanha/fill"),
    ("read-only", "mount -o remount,ro /var/lib/loanha", "mount -o remount,rw /var/lib/loanha"),
]


def run(rig):
    for name, harm, heal in FAULTS:
        with rig.home(f"disk-{name}") as (guest, ward):
            guest.run(harm)
            emergency(rig, guest, ward)
            guest.press("ret")
            guest.run(heal)
            ward.wait_for_terminal(TERMINAL, faults=[], seconds=180)
            ward.wait_for_fact("chay", TERMINAL, "heard")
            ward.wait_for_fact("chay", TERMINAL, "confirmed")
            rig.compare(guest, "rest-after-emergency")


def emergency(rig, guest, ward):
    ward.publish("chay", "Cháy tại ngõ 12 phố Quán Thánh – sơ tán ngay", "--priority", "khan-cap",
                 "--expires-in", "2h", "--instruction",
                 "Ra khỏi nhà theo cầu thang bộ, không dùng thang máy.")
    rig.compare(guest, "emergency")
    guest.wait_for_journal("began at")
    ward.wait_for_terminal(TERMINAL, faults=["disk"])
