"""The network is cut and mended, the broker goes and comes: nothing of the ward is lost."""

from rig import TERMINAL

WORDS = ("--text", "Mạng đã có lại.")
# What `loanha bulletin publish` ends with if the desk is not connected.
NOT_YET_SENT = 3


def run(rig):
    with rig.home("network") as (guest, ward):
        guest.network(connected=False)
        ward.publish("tin-luc-mat-mang", "Tin phát lúc mất mạng", *WORDS)
        # What comes back from the guest shows that it has seen its cable go.
        guest.run("until grep -q 0 /sys/class/net/en*/carrier; do sleep 0.2; done")
        assert not ward.facts("tin-luc-mat-mang", TERMINAL), "heard through a cut cable"
        guest.network(connected=True)
        ward.wait_for_fact("tin-luc-mat-mang", TERMINAL, "received", seconds=150)
        guest.wait_for_journal("began at")
        guest.press("esc")  # not heard to its end, it stays news

        ward.stop_broker()
        guest.wait_for_journal("no link")
        rig.compare(guest, "rest-connecting")
        ward.start_broker()
        ward.publish("tin-sau-do", "Tin phát sau đó", *WORDS, allowed=(0, NOT_YET_SENT))
        ward.wait_for_fact("tin-sau-do", TERMINAL, "received", seconds=150)
