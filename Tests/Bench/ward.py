"""A ward for measurements: a broker with TLS on loopback, a desk, and homes, in a folder of its
own that goes when the measurement is over."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
AREA = "01.00004"
# An ordinary bulletin waits for its session, unless a directive lets it be heard at once.
AT_ONCE = ("--class", "thong-tin-thiet-yeu", "--directive-issuer", "Ban Tuyên giáo Thành ủy",
           "--directive-number", "1-CV/BTGTU",
           "--lifts", "khung-gio,so-buoi,ngay-trong-tuan,thoi-luong")
# As the terminal's service has it.
os.environ["ALSA_CONFIG_PATH"] = str(ROOT / "provisioning" / "alsa" / "alsa.conf")


class Child:
    """A program beside the measurement. Its lines are kept with the time at which they came."""

    def __init__(self, *command, **options):
        self.command = [str(word) for word in command]
        self.started = time.monotonic_ns()
        self.process = subprocess.Popen(
            self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, **options)
        self.lines = []
        self.news = threading.Condition()
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def pid(self):
        return self.process.pid

    def _read(self):
        for line in self.process.stdout:
            with self.news:
                self.lines.append((time.monotonic_ns(), line.rstrip("\n")))
                self.news.notify_all()
        with self.news:
            self.lines.append((time.monotonic_ns(), None))
            self.news.notify_all()

    def next_line(self, begin, matches, patience=20):
        """The first line from number `begin` on that matches, as (number, time, line)."""
        end = time.monotonic() + patience
        with self.news:
            while True:
                for number in range(begin, len(self.lines)):
                    came, line = self.lines[number]
                    if line is None:
                        raise RuntimeError(f"{self.command[0]} ended: {self.lines[-20:]}")
                    if matches(line):
                        return number, came, line
                left = end - time.monotonic()
                if left <= 0 or not self.news.wait(left):
                    raise RuntimeError(
                        f"{self.command[0]} did not answer within {patience} s: "
                        f"{self.lines[-20:]}")

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Ward:
    """Use as `with Ward(programs) as ward`: everything it started ends with it."""

    def __init__(self, programs):
        self.programs = pathlib.Path(programs).resolve()
        self.children = []

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="loanha-bench-"))
        self.path = self.folder / "ward"
        try:
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            self.loanha("ward", "init", "--ward", self.path, "--area", AREA,
                        "--name", "phường Ba Đình", "--port", self.port)
            self.authority = self.path / "broker" / "ca.pem"
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for child in reversed(self.children):
            child.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def loanha(self, *arguments, allowed=(0,)):
        command = [str(self.programs / "loanha"), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode not in allowed:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def publish(self, ward, name, *more, allowed=(0,)):
        """Signs a bulletin of a ward's folder that is heard at once, and hangs it."""
        rules = () if "khan-cap" in more else AT_ONCE
        self.loanha("bulletin", "publish", "--ward", ward, "--id", name, *rules, *more,
                    allowed=allowed)

    def start(self, *command):
        child = Child(*command)
        self.children.append(child)
        return child

    def start_broker(self, *more):
        """Starts mosquitto and waits until it answers."""
        broker = self.start("mosquitto", "-c", self.path / "broker" / "mosquitto.conf", *more)
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if broker.process.poll() is not None:
                raise RuntimeError(f"mosquitto ended: {broker.lines}")
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", self.port)) == 0:
                    return broker
            time.sleep(0.02)
        raise RuntimeError("mosquitto does not listen")

    def start_desk(self):
        desk = self.start(self.programs / "loanha", "desk", "serve", "--ward", self.path)
        desk.next_line(0, lambda line: "connected" in line)
        return desk

    def enrol(self, name):
        """Makes the identity of a home and gives its folder."""
        home = self.folder / name
        self.loanha("terminal", "enroll", "--ward", self.path, "--id", name, "--home", home)
        return home

    def start_home(self, home, board):
        """Starts a terminal and waits until the desk has seen it."""
        terminal = self.start(self.programs / "loanhad", "--board", board, "--home", home)
        terminal.next_line(0, lambda line: "keyring version" in line)
        return terminal

    def compile(self, name, *libraries):
        """Compiles one of the reference programs."""
        program = self.folder / name
        subprocess.run(
            ["gcc", "-std=gnu17", "-O2", "-Wall", "-Wextra", "-Werror", HERE / f"{name}.c", "-o",
             program, *(f"-l{library}" for library in libraries)], check=True)
        return program


def percentile(values, percent):
    """The smallest value that so many percent of the values don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
