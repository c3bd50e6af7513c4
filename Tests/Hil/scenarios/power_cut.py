"""The power is cut at random moments: nothing that was acknowledged is missing, nothing sounds twice.

The data partition lies behind a cache that keeps every write to itself until the guest flushes it,
and that is killed together with QEMU: what was not flushed is really lost. The desk publishes all
the while. Every cut is followed by a cold boot; two homes are cut side by side, one a processor.
"""

import collections
import concurrent.futures
import contextlib
import random
import subprocess
import time

from build_guest import make_data_image
from guest import Guest, wait_until
from rig import DATA_MEGABYTES, TERMINAL
from ward import Ward
from waves import Recording, write_tone

TIMEOUT_SECONDS = 600
GUESTS = HOMES = 2
CUTS = 10
LONG_CUTS = 50
# From the moment when the desk sees the terminal to the cut.
SHORTEST_SECONDS, LONGEST_SECONDS = 0.2, 6.0
# The terminal has its database to itself: a copy is asked, taken while the terminal stands still.
ASK = """
systemctl kill --signal=STOP loanhad
cp /var/lib/loanha/store.db /var/lib/loanha/store.db-wal /tmp/
systemctl kill --signal=CONT loanhad
sqlite3 /tmp/store.db "{}"
"""
# Each bulletin has a pitch of its own, above those of the signals that precede it.
LOWEST_HERTZ, STEP_HERTZ = 1_000, 25
TONE_SECONDS = 0.4


def run(rig):
    seed = rig.seed
    rig.figure(f"seed {seed}")
    cuts = LONG_CUTS if rig.is_long else CUTS
    homes = [Home(rig, number, random.Random(f"{seed}-{number}")) for number in range(HOMES)]
    with concurrent.futures.ThreadPoolExecutor(HOMES) as executor:
        lives = [executor.submit(home.live, cuts) for home in homes]
        try:
            boots = [seconds for life in lives for seconds in life.result()]
        except BaseException:
            # One that failed, or somebody who ends the runner, ends the other home as well.
            for home in homes:
                home.is_wanted = False
            raise
    rig.figure(f"{HOMES * cuts} cuts; cold boot to connected: "
               f"{min(boots):.0f}–{max(boots):.0f} s")


class Home:
    """One home that loses its power again and again."""

    def __init__(self, rig, number, chance):
        self.rig = rig
        self.chance = chance
        self.folder = rig.out / f"power_cut-{number}"
        self.folder.mkdir(parents=True)
        self.disk = self.folder / "data.ext4"
        self.published = 0
        self.is_wanted = True
        self.heard = collections.Counter()

    def live(self, cuts):
        """Boots, is cut, boots; returns how long each boot took in seconds."""
        boots = []
        with Ward(self.rig.programs, self.folder / "host") as self.ward:
            make_data_image(self.disk, self.ward.enrol(TERMINAL), DATA_MEGABYTES)
            for number in range(cuts + 1):
                if not self.is_wanted:
                    break
                boots.append(self.boot(number, is_last=number == cuts))
        return boots

    def boot(self, number, is_last):
        began = time.monotonic()
        with self.power(number) as guest, self.rig.traces(guest):
            self.ward.wait_for_terminal(TERMINAL, since=began)
            seconds = time.monotonic() - began
            if number > 0:
                self.check(guest)
            if is_last:
                return seconds
            cut_at = time.monotonic() + self.chance.uniform(SHORTEST_SECONDS, LONGEST_SECONDS)
            while time.monotonic() < cut_at:
                self.publish()
        self.listen(guest)
        return seconds

    @contextlib.contextmanager
    def power(self, number):
        """A cold boot, as a guest; at the end, disk cache and QEMU go in the same moment."""
        socket = self.folder / "disk.sock"
        socket.unlink(missing_ok=True)
        cache = subprocess.Popen(
            ["nbdkit", "--foreground", "--unix", socket, "--filter=cache", "file", self.disk,
             "cache=writeback"])
        guest = None
        try:
            wait_until(socket.exists, "a disk", 20)
            guest = Guest(self.rig.build, self.folder / f"boot-{number}", f"nbd:unix:{socket}",
                          data_format="raw",
                          # Nobody looks at the sensors or at USB here, and both take time.
                          kernel_words="systemd.mask=rig-sensors.service"
                                       " modprobe.blacklist=xhci_pci")
            yield guest
        finally:
            cache.kill()
            if guest is not None:
                guest.kill()
            cache.wait()

    def publish(self):
        """One more bulletin, with a pitch that no other has."""
        pitch = LOWEST_HERTZ + STEP_HERTZ * self.published
        tone = self.folder / "tone.wav"
        write_tone(tone, pitch, TONE_SECONDS)
        self.ward.publish(f"tin-{self.published}", f"Bản tin số {self.published}", "--audio", tone)
        self.published += 1

    def check(self, guest):
        """Whether the terminal still knows all that the desk has heard from it."""
        def ask(query):
            return guest.run(ASK.format(query)).split()

        said = self.ward.receipts(TERMINAL)
        ledgers = {ledger for ledger, *_ in said}
        assert len(ledgers) <= 1, f"the terminal began a new ledger: {ledgers}"
        assert ask("PRAGMA integrity_check") == ["ok"], "the database is damaged"
        stored = set(ask("SELECT identifier FROM records"))
        received = {bulletin for _, _, bulletin, fact in said if fact == "received"}
        assert received <= stored, f"acknowledged, and gone: {sorted(received - stored)}"
        stored = set(ask("SELECT identifier FROM records WHERE heard"))
        heard = {bulletin for _, _, bulletin, fact in said if fact == "heard"}
        assert heard <= stored, f"acknowledged as heard, and forgotten: {sorted(heard - stored)}"

        def sequences_told():
            return [sequence for _, sequence, *_ in self.ward.receipts(TERMINAL)]

        def all_is_told():
            return set(map(int, ask("SELECT sequence FROM outbox"))).issubset(sequences_told())

        wait_until(all_is_told, "every receipt at the desk", 60, every=0.5)
        sequences = sequences_told()
        assert sequences == list(range(1, len(sequences) + 1)), f"receipts missing: {sequences}"

    def listen(self, guest):
        """No pitch may be heard twice, however often the power went."""
        for sound in Recording(guest.speaker).sounds():
            pitch = sound.frequency()
            number = round((pitch - LOWEST_HERTZ) / STEP_HERTZ)
            if pitch > LOWEST_HERTZ - STEP_HERTZ / 2 and number < self.published:
                self.heard[number] += 1
                assert self.heard[number] == 1, f"bulletin {number} sounded a second time"
