"""A ward on the host: the real desk, a real broker with TLS, and homes to be put into guests."""

import json
import pathlib
import shutil
import socket
import sqlite3
import subprocess

from guest import HOST_ADDRESS, wait_until

AREA = "01.00004"
NAME = "phường Ba Đình"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Ward:
    """Use as `with Ward(programs, folder) as ward`: its programs end with it."""

    def __init__(self, programs, folder):
        """`programs`: the folder of `loanha`. `folder`: made anew."""
        self.loanha_path = pathlib.Path(programs).resolve() / "loanha"
        self.folder = pathlib.Path(folder)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.path = self.folder / "ward"
        self.port = free_port()
        self.broker = self.desk = None

    def __enter__(self):
        try:
            self.loanha("ward", "init", "--ward", self.path, "--area", AREA, "--name", NAME,
                        "--host", HOST_ADDRESS, "--port", self.port)
            self._serve_on_loopback()
            self.start_broker()
            self.start_desk()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in (self.desk, self.broker):
            self._stop(process)

    def _serve_on_loopback(self):
        """Terminals reach the broker under the address that the guest has for the host; on the
        host itself it is loopback."""
        for name, key in (("mosquitto.conf", f"listener {self.port} "), ("broker.toml", 'host = "')):
            path = self.path / "broker" / name
            path.write_text(path.read_text().replace(key + HOST_ADDRESS, key + "127.0.0.1"))

    # Programs

    def loanha(self, *arguments, allowed=(0,)):
        """Runs the command line to its end; returns what it printed."""
        command = [str(self.loanha_path), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in allowed:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def _start(self, name, *command):
        with open(self.folder / f"{name}.log", "ab") as log:
            return subprocess.Popen(
                list(map(str, command)), stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    @staticmethod
    def _stop(process):
        if process is None or process.poll() is not None:
            return
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def start_broker(self):
        self.broker = self._start(
            "broker", "mosquitto", "-c", self.path / "broker" / "mosquitto.conf")

        def answers():
            if self.broker.poll() is not None:
                raise RuntimeError((self.folder / "broker.log").read_text())
            with socket.socket() as client:
                return client.connect_ex(("127.0.0.1", self.port)) == 0

        wait_until(answers, "a broker that listens", 20)

    def start_desk(self):
        self.desk = self._start(
            "desk", self.loanha_path, "desk", "serve", "--ward", self.path)
        wait_until(lambda: "connected" in (self.folder / "desk.log").read_text(),
                   "a desk that is connected", 30)

    # What the ward does and knows

    def enrol(self, name):
        """Makes the identity of a home; returns the folder that is to be put on the device."""
        home = self.folder / name
        self.loanha("terminal", "enroll", "--ward", self.path, "--id", name, "--home", home)
        return home

    def publish(self, name, title, *more):
        """Signs a bulletin and hangs it."""
        self.loanha("bulletin", "publish", "--ward", self.path, "--id", name, "--title", title,
                    *more)

    def facts(self, bulletin, terminal):
        """What the terminal has said of a bulletin, in words, in order."""
        rows = json.loads(self.loanha("receipts", "--ward", self.path, bulletin, "--json"))
        return [row["receipt"]["fact"] for row in rows if row["terminal"] == terminal]

    def wait_for_fact(self, bulletin, terminal, fact, seconds=90):
        wait_until(lambda: fact in self.facts(bulletin, terminal),
                   f"“{fact}” of {bulletin} from {terminal}", seconds, every=0.3)

    def terminal(self, name):
        """What is known of a terminal: whether it is online, and what fails in it."""
        rows = json.loads(self.loanha("terminal", "list", "--ward", self.path, "--json"))
        return next(row for row in rows if row["terminal"] == name)

    def wait_for_terminal(self, name, online=True, faults=None, seconds=90):
        """Waits until the desk knows that of the terminal."""
        def fits():
            row = self.terminal(name)
            return row.get("online") == online and faults in (None, row["faults"])

        fault = "" if faults is None else f", faults {faults}"
        wait_until(fits, f"{name} {'online' if online else 'offline'}{fault}", seconds, every=0.3)

    def receipts(self, terminal):
        """The terminal's receipts as they are stored: (ledger, sequence, bulletin, fact)."""
        with sqlite3.connect(f"file:{self.path / 'desk.db'}?mode=ro", uri=True) as database:
            return database.execute(
                "SELECT ledger, sequence, bulletin, fact FROM receipts WHERE terminal = ?"
                " ORDER BY ledger, sequence", (terminal,)).fetchall()
