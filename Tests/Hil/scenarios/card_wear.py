"""What a bulletin costs a memory card until the desk has its receipt, by the kernel's sectors."""

from rig import TERMINAL
from guest import wait_until

SECTOR_BYTES = 512
COUNT = 8
# A bulletin of about 2 KB when it is signed.
TEXT = "Thông báo của phường về lịch thu gom rác và vệ sinh ngõ xóm. " * 14
# For one that comes alone, and for each of several that come together.
MOST_ALONE_BYTES = 12 * 1024
MOST_TOGETHER_BYTES = 6 * 1024
# With the store's log folded into its file.
MOST_WHOLE_BYTES = 18 * 1024

WRITTEN = """
sync
awk '{print $7}' "/sys/class/block/$(basename "$(findmnt -no SOURCE /var/lib/loanha)")/stat"
"""
# The terminal does it by itself after hundreds of bulletins.
FOLD_IN = """
systemctl stop loanhad
sqlite3 /var/lib/loanha/store.db "PRAGMA wal_checkpoint"
"""


def run(rig):
    with rig.home("card_wear") as (guest, ward):
        def written():
            return int(guest.run(WRITTEN)) * SECTOR_BYTES

        def publish(name):
            # For a session: nothing is read out meanwhile.
            ward.publish(name, f"Lịch thu gom rác {name}", "--text", TEXT, allowed=(0, 3),
                         at_once=False)

        def wait_until_received(*names):
            def received():
                return {bulletin for _, _, bulletin, fact in ward.receipts(TERMINAL)
                        if fact == "received"}
            wait_until(lambda: received().issuperset(names), f"{names} received", 150)

        start = written()
        for number in range(COUNT):
            publish(f"le-{number}")
            wait_until_received(f"le-{number}")
        alone = (written() - start) // COUNT
        rig.figure(f"{alone / 1024:.1f} KiB on the card for a bulletin that comes alone")

        guest.network(connected=False)
        guest.run("until grep -q 0 /sys/class/net/en*/carrier; do sleep 0.2; done")
        names = [f"chung-{number}" for number in range(COUNT)]
        for name in names:
            publish(name)
        before = written()
        guest.network(connected=True)
        wait_until_received(*names)
        together = (written() - before) // COUNT
        rig.figure(f"{together / 1024:.1f} KiB for each of {COUNT} that come together")

        guest.run(FOLD_IN)
        whole = (written() - start) // (2 * COUNT)
        rig.figure(f"{whole / 1024:.1f} KiB for each of all, once they are folded in")
        assert alone <= MOST_ALONE_BYTES, f"{alone} bytes for one bulletin"
        assert together <= MOST_TOGETHER_BYTES, f"{together} bytes in a batch"
        assert whole <= MOST_WHOLE_BYTES, f"{whole} bytes folded in"
