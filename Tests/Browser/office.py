"""A ward office with real programs: broker, server with pages, homes on the simulator's board."""

import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time

AREA = "01.00004"
NAME = "phường Ba Đình"
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def wait_until(condition, what, patience=60):
    """Waits until `condition` gives something, and gives that; names what did not come."""
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        if answer := condition():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {patience} s")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Office:
    """Use as `with Office(programs, folder) as office`: its programs end with it."""

    def __init__(self, programs, folder, homes):
        """`folder`: made anew. `homes`: addresses by the names of terminals."""
        self.programs = pathlib.Path(programs).resolve()
        self.folder = pathlib.Path(folder).resolve()
        self.ward = self.folder / "ward"
        self.homes = homes
        self.children = {}
        self.address = None

    def __enter__(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        try:
            self.found()
            self.start_broker()
            self.serve()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    # Programs

    def loanha(self, *arguments, allowed=(0,), program="loanha"):
        done = subprocess.run(
            [self.programs / program, *map(str, arguments)], cwd=self.folder, capture_output=True,
            text=True)
        if done.returncode not in allowed:
            raise AssertionError(f"{program} {arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self, name, *command, environment=None):
        with open(self.folder / f"{name}.log", "ab") as log:
            self.children[name] = subprocess.Popen(
                list(map(str, command)), cwd=self.folder, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True,
                env=os.environ | (environment or {}))

    def end(self, name, how=signal.SIGTERM):
        child = self.children.pop(name)
        child.send_signal(how)
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def stop(self):
        for name in reversed(list(self.children)):
            self.end(name)

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    # The ward

    def found(self):
        self.loanha("ward", "init", "--ward", "ward", "--area", AREA, "--name", NAME,
                    "--port", free_port())
        for name, address in self.homes.items():
            self.loanha("terminal", "enroll", "--ward", "ward", "--id", name, "--home", name,
                        "--address", address)
        self.loanha("init", "--office", "office", "--ward", "ward", "--port", free_port(),
                    program="loanha-desk")

    def start_broker(self):
        self.start("broker", "mosquitto", "-c", self.ward / "broker/mosquitto.conf")

    def wipe_broker(self):
        """What a broker that has stopped keeps on its disk is gone."""
        shutil.rmtree(self.ward / "broker/data")
        (self.ward / "broker/data").mkdir()

    def serve(self):
        """Starts the server, or starts it again where it was."""
        begin = len(self.log("server")) if (self.folder / "server.log").exists() else 0
        self.start("server", self.programs / "loanha-desk", "serve", "--office", "office",
                   "--index-interval", "5")
        pattern = re.compile(r"pages at (http\S+?)/?\s")
        found = wait_until(lambda: pattern.search(self.log("server")[begin:]), "pages")
        self.address = found.group(1)

    def switch_on(self, name, board=ROOT / "boards/simulator.toml", environment=None):
        self.start(name, self.programs / "loanhad", "--board", board, "--home", name,
                   environment=environment)
        wait_until(lambda: self.is_online(name), f"{name} is online")

    def is_online(self, name):
        rows = json.loads(self.loanha("terminal", "list", "--ward", "ward", "--json"))
        return any(row.get("terminal", row.get("identifier")) == name and row.get("online")
                   for row in rows)

    def facts(self, home, bulletin):
        """The words of what a home said of a bulletin."""
        rows = json.loads(self.loanha("receipts", "--ward", "ward", "--json"))
        return [row["receipt"]["fact"] for row in rows
                if row["terminal"] == home and row["receipt"]["bulletin"] == bulletin]
