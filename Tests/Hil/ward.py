"""A ward on the host: the real desk, a real broker with TLS, and homes to be put into guests."""

import datetime
import json
import pathlib
import re
import shutil
import socket
import sqlite3
import subprocess
import time

from guest import HOST_ADDRESS, wait_until

AREA = "01.00004"
NAME = "phường Ba Đình"
# An ordinary bulletin waits for its session, unless a directive lets it be heard at once.
AT_ONCE = ("--class", "thong-tin-thiet-yeu", "--directive-issuer", "Ban Tuyên giáo Thành ủy",
           "--directive-number", "1-CV/BTGTU",
           "--lifts", "khung-gio,so-buoi,ngay-trong-tuan,thoi-luong")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def moment(text):
    """The Unix time, in seconds, of a moment as the command line writes it."""
    return datetime.datetime.fromisoformat(text).timestamp()


class Ward:
    """Use as `with Ward(programs, folder) as ward`: its programs end with it."""

    def __init__(self, programs, folder, is_founded=False):
        """`programs`: the folder of `loanha`. `folder`: made anew, unless a founded ward lies in
        it."""
        self.loanha_path = pathlib.Path(programs).resolve() / "loanha"
        self.folder = pathlib.Path(folder)
        self.path = self.folder / "ward"
        self.is_founded = is_founded
        self.broker = self.desk = None

    def __enter__(self):
        try:
            if self.is_founded:
                self.port = int(re.search(r"^listener (\d+) ", self._configuration(), re.M)[1])
            else:
                self._found()
            self.start_broker()
            self.start_desk()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in (self.desk, self.broker):
            self._stop(process)

    def _configuration(self):
        return (self.path / "broker" / "mosquitto.conf").read_text()

    def _found(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.loanha("ward", "init", "--ward", self.path, "--area", AREA, "--name", NAME,
                    "--host", HOST_ADDRESS, "--port", self.port)
        self._rename_broker(self.path / "broker" / "mosquitto.conf", "listener {port} {host}")
        self._rename_broker(self.path / "broker" / "broker.toml", 'host = "{host}"')

    def _rename_broker(self, path, line, before=HOST_ADDRESS, after="127.0.0.1"):
        """Changes the broker's address in a file. Its certificate is for both: the guest's name
        for the host, and loopback, where it really listens."""
        text = path.read_text()
        old, new = (line.format(host=host, port=self.port) for host in (before, after))
        if old not in text:
            raise RuntimeError(f"{path} has no line {old}")
        path.write_text(text.replace(old, new))

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

    def stop_broker(self):
        self._stop(self.broker)

    def start_desk(self):
        log = self.folder / "desk.log"
        before = log.read_text().count("connected") if log.exists() else 0
        self.desk = self._start(
            "desk", self.loanha_path, "desk", "serve", "--ward", self.path)
        wait_until(lambda: log.read_text().count("connected") > before,
                   "a desk that is connected", 30)

    # What the ward does and knows

    def enrol(self, name):
        """Makes the identity of a home; returns the folder that is to be put on the device."""
        home = self.folder / name
        self.loanha("terminal", "enroll", "--ward", self.path, "--id", name, "--home", home)
        self._rename_broker(home / "settings.toml", 'host = "{host}"', "127.0.0.1", HOST_ADDRESS)
        return home

    def publish(self, name, title, *more, allowed=(0,)):
        """Signs a bulletin that is heard at once, and hangs it."""
        rules = () if "khan-cap" in more else AT_ONCE
        self.loanha("bulletin", "publish", "--ward", self.path, "--id", name, "--title", title,
                    *rules, *more, allowed=allowed)

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

    def wait_for_terminal(self, name, online=True, faults=None, since=None, seconds=90):
        """Waits until the desk knows that of the terminal; `since`: and heard it after that
        moment, in the host's monotonic seconds."""
        earliest = None if since is None else time.time() - (time.monotonic() - since)

        def fits():
            row = self.terminal(name)
            if row.get("online") != online or faults not in (None, row["faults"]):
                return False
            return earliest is None or moment(row["lastHeard"]) >= earliest

        fault = "" if faults is None else f", faults {faults}"
        wait_until(fits, f"{name} {'online' if online else 'offline'}{fault}", seconds, every=0.3)

    def receipts(self, terminal):
        """The terminal's receipts as they are stored: (ledger, sequence, bulletin, fact)."""
        with sqlite3.connect(f"file:{self.path / 'desk' / 'desk.db'}?mode=ro", uri=True) as database:
            return database.execute(
                "SELECT ledger, sequence, bulletin, fact FROM receipts WHERE terminal = ?"
                " ORDER BY ledger, sequence", (terminal,)).fetchall()
