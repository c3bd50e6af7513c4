"""A data partition that fills up, or can't be written: emergencies sound, the screen says it, it heals."""

from rig import TERMINAL

FILL = "dd if=/dev/zero of=/var/lib/loanha/fill bs=64k 2>/dev/null; sync; df /var/lib/loanha"
EMPTY = "rm /var/lib/loanha/fill"
# The store's log, for which room was made beforehand, goes.
LOSE_ROOM = 'sqlite3 /var/lib/loanha/store.db "PRAGMA wal_checkpoint"; test ! -e /var/lib/loanha/store.db-wal'
# As the kernel does it when a card fails under it.
FORBID = "echo u > /proc/sysrq-trigger; until grep -q ' /var/lib/loanha ext4 ro' /proc/mounts; do sleep 0.2; done"
ALLOW = "mount -o remount,rw /var/lib/loanha"


def run(rig):
    with rig.home("disk-full-later") as (guest, ward):
        guest.run(FILL)
        publish(ward)
        rig.compare(guest, "emergency")
        guest.press("ret")
        ward.wait_for_fact("chay", TERMINAL, "confirmed")
        ward.wait_for_terminal(TERMINAL, faults=[])
    with rig.home("disk-full", prepare=f"{LOSE_ROOM} && {FILL}") as (guest, ward):
        emergency(rig, guest, ward, EMPTY)
    with rig.home("disk-read-only", prepare=FORBID) as (guest, ward):
        ward.wait_for_terminal(TERMINAL, faults=["disk"])
        rig.compare(guest, "rest-without-disk")
        emergency(rig, guest, ward, ALLOW)


def publish(ward):
    ward.publish("chay", "Cháy tại ngõ 12 phố Quán Thánh – sơ tán ngay", "--priority", "khan-cap",
                 "--expires-in", "2h", "--instruction",
                 "Ra khỏi nhà theo cầu thang bộ, không dùng thang máy.")


def emergency(rig, guest, ward, heal):
    """An emergency is heard and confirmed although nothing of it can be written; what became of it
    is reported once it can."""
    publish(ward)
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
