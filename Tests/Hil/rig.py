"""What scenarios stand on: one ward, one home enrolled in it, and one guest that was booted once
with that home. A scenario goes on from there, in half a second, with everything as it was."""

import contextlib
import os
import pathlib
import shutil
import subprocess

import pictures
from build_arm64 import build_for
from build_guest import make_data_image, run
from guest import Guest, wait_until
from ward import Ward

TERMINAL = "nha-1"
DATA_MEGABYTES = 48
SNAPSHOT = "at-rest"

# The home's broker listens at another port than at the first boot.
OTHER_PORT = "sed -i 's/^port = {}$/port = {}/' /var/lib/loanha/settings.toml"

# Done at run time: the root file system can't be written.
OTHER_BOARD = """
for service in loanhad loanhad-storage-missing; do
  mkdir -p /run/systemd/system/$service.service.d
  printf '[Service]\\nEnvironment=BOARD={}\\n' > /run/systemd/system/$service.service.d/board.conf
done
systemctl daemon-reload
"""


@contextlib.contextmanager
def private_pulse(folder):
    """A PulseAudio server of the rig's own, for the one backend of QEMU that can record. What is
    played to its sink "air" is heard by a microphone at "air.monitor". Yields its socket."""
    folder.mkdir(parents=True)
    server = folder / "native"
    environment = {**os.environ, "HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    with open(folder / "pulse.log", "wb") as log:
        process = subprocess.Popen(
            ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disallow-exit",
             "--use-pid-file=no", "--realtime=no", "--high-priority=no",
             "-L", f"module-native-protocol-unix socket={server} auth-anonymous=1",
             "-L", "module-null-sink sink_name=air rate=48000 channels=2",
             "-L", "module-null-sink sink_name=room rate=48000 channels=2"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
    try:
        wait_until(server.exists, "a PulseAudio server", 20)
        yield server
    finally:
        process.terminate()
        process.wait()


class Rig:
    """Folders and programs that all scenarios share."""

    def __init__(self, folder, package, programs, is_long, seed, update_golden):
        self.folder = pathlib.Path(folder).resolve()
        self.programs = programs
        self.build = build_for(self.folder, package)
        self.is_long = is_long
        self.seed = seed
        self.update_golden = update_golden
        # What a scenario leaves; each attempt has a folder of its own.
        self.out = self.folder / "out"
        self.figures = []
        self._founded = Ward(programs, self.folder / "ward")
        self._data = self.folder / "data.qcow2"

    def figure(self, text):
        """Notes something measured, for the runner to print."""
        self.figures.append(text)

    @contextlib.contextmanager
    def first_boot(self):
        """A cold boot of a home that was just enrolled, as (guest, ward). At its end the terminal
        is stopped and the guest kept for `home`."""
        with self._founded as ward:
            folder = ward.enrol(TERMINAL)
            image = self.folder / "data.ext4"
            make_data_image(image, folder, DATA_MEGABYTES)
            self._data.unlink(missing_ok=True)
            run("qemu-img", "convert", "-O", "qcow2", image, self._data)
            with Guest(self.build, self.out / "first-boot", self._data) as guest:
                with self.traces(guest):
                    yield guest, ward
                    guest.run("systemctl stop loanhad && sync")
                    guest.save(SNAPSHOT)

    @contextlib.contextmanager
    def home(self, name, start=True, prepare="", board=None, **hardware):
        """The home as it was after its first boot, connected to its ward, as (guest, ward).
        `prepare` is a script for the guest to run before the terminal starts, `board` another
        board than the one for the machine; `hardware` goes to `Guest`. Its ward and its disk are
        copies: several homes can live at once."""
        folder = self.out / name
        with Ward(self.programs, folder / "host", copy_of=self._founded) as ward, \
                self._disk(folder) as disk:
            with Guest(self.build, folder, disk, restore=SNAPSHOT, **hardware) as guest:
                with self.traces(guest):
                    guest.set_clock()
                    guest.run(OTHER_PORT.format(self._founded.port, ward.port))
                    if board:
                        guest.run(OTHER_BOARD.format(board))
                    if prepare:
                        guest.run(prepare)
                    if start:
                        guest.run("systemctl start loanhad")
                        ward.wait_for_terminal(TERMINAL)
                    yield guest, ward

    @contextlib.contextmanager
    def _disk(self, folder):
        """A copy of the first boot's disk, with the snapshot in it."""
        disk = folder / "data.qcow2"
        shutil.copyfile(self._data, disk)
        try:
            yield disk
        finally:
            disk.unlink()

    @contextlib.contextmanager
    def traces(self, guest):
        """If what is done within fails, writes what the guest knows into its folder."""
        try:
            yield
        except BaseException:
            journal = guest.folder / "journal.log"
            try:
                guest.screenshot(guest.folder / "screen.png")
                journal.write_text(guest.run("journalctl --boot --no-pager", check=False))
            except Exception as fault:
                journal.write_text(f"The guest does not say: {fault}\n")
            raise

    def compare(self, guest, golden, seconds=30):
        """Waits until the display shows the golden picture of that name, or the board's own of it."""
        own = f"{golden}-{self.build.BOARD}"
        if (pictures.GOLDEN / f"{own}.png").exists():
            golden = own
        pictures.wait_for(guest, golden, self.update_golden, seconds)
