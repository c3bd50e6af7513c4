#!/usr/bin/env python3
"""Measures the terminal beside a C program in the same run, and prints one table.

  latency   publish -> first sample written, over TLS and QoS 1: a C program that only subscribes
            and writes, and loanhad with verification, store, decision and screen, in turns
  idle      wake-ups, CPU and memory of loanhad with display, sound and store while the screen rests
  start     from exec to connected
  media     memory while a sound of 2.7 MB is fetched, checked and played

usage: bench.py --programs FOLDER [--messages 200] [--idle-seconds 120]
"""

import argparse
import os
import pathlib
import platform
import random
import re
import shutil
import socket
import sqlite3
import statistics
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
REFERENCE_TOPIC = "loanha/v1/media/" + "0" * 64 + "/0"
BOARD = """
name = "bench"
[sound]
pcm = "null"
pacing = "none"
lead-in-ms = 0
[display]
kind = "png"
[buttons]
source = "socket"
"""


class Bench:
    def __init__(self, programs, folder):
        self.programs, self.folder = programs, folder
        self.children = []
        self.rows = []

    def run(self, *command):
        done = subprocess.run(list(map(str, command)), cwd=self.folder, capture_output=True,
                              text=True)
        if done.returncode not in (0, 3):
            raise SystemExit(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def loanha(self, *arguments):
        return self.run(self.programs / "loanha", *arguments)

    def start(self, *command, **options):
        child = subprocess.Popen(list(map(str, command)), cwd=self.folder, **options)
        self.children.append(child)
        return child

    def stop(self):
        for child in reversed(self.children):
            if child.poll() is None:
                child.terminate()
                child.wait(20)
        self.children = []

    def row(self, what, value, unit, goal, method):
        self.rows.append((what, value, unit, goal, method))

    # A ward

    def prepare(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.loanha("ward", "init", "--ward", "w", "--area", "01.00004", "--name", "Ba Đình",
                    "--port", self.port)
        for home in ("h", "l", "r"):
            self.loanha("terminal", "enroll", "--ward", "w", "--id", home, "--home", home)
        (self.folder / "board.toml").write_text(BOARD)
        for name in ("subscribe_and_write", "publish"):
            self.run("cc", "-O2", "-o", name, HERE / f"{name}.c", "-lmosquitto", "-lasound")
        self.start("mosquitto", "-c", "w/broker/mosquitto.conf", stderr=subprocess.DEVNULL)
        self.wait(self.is_listening)

    def is_listening(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def wait(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise SystemExit(f"waited in vain: {condition}")
            time.sleep(0.005)

    def identity(self, folder):
        return [f"{folder}/identity.pem", f"{folder}/identity.key"]

    def start_terminal(self, home="h"):
        self.log = self.folder / "terminal.log"
        log = open(self.log, "wb")
        began = time.monotonic()
        child = self.start(self.programs / "loanhad", "--board", "board.toml", "--home", home,
                           stderr=log)
        return child, began

    # Latency

    def envelopes(self, count):
        """Signed emergencies, as the desk keeps them."""
        for number in range(count):
            self.loanha("bulletin", "publish", "--ward", "w", "--id", f"b-{number}", "--priority",
                        "khan-cap", "--title", f"Cháy tại ngõ {number}, sơ tán ngay",
                        "--text", "Ra khỏi nhà theo cầu thang bộ. " * 8)
        rows = sqlite3.connect(self.folder / "w/desk/desk.db").execute(
            "SELECT identifier, envelope FROM bulletins")
        for identifier, envelope in rows:
            (self.folder / identifier).write_bytes(envelope)

    def latency(self, messages):
        print(f"latency: signs {messages} emergencies …", flush=True)
        self.envelopes(messages)
        publisher = self.start("./publish", "localhost", self.port, "w/broker/ca.pem",
                               *self.identity("w/desk"), stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, text=True)
        reference = self.start("./subscribe_and_write", "localhost", self.port, "w/broker/ca.pem",
                               *self.identity("r"), REFERENCE_TOPIC, "null",
                               stdout=subprocess.PIPE, text=True)
        assert reference.stdout.readline() == "ready\n"
        keyring = "loanha/v1/area/01.00004/keyring w/keyring.json"
        terminal, _ = self.start_terminal("l")
        self.wait(lambda: b"connected" in self.log.read_bytes())

        def publish(line):
            publisher.stdin.write(line + "\n")
            publisher.stdin.flush()
            return int(publisher.stdout.readline())

        publish(keyring)
        self.wait(lambda: b"keyring version" in self.log.read_bytes())
        log = open(self.log)
        log.read()

        def began():
            end = time.monotonic() + 20
            while time.monotonic() < end:
                line = log.readline()
                found = re.search(r"began at (\d+) ns", line)
                if found:
                    return int(found.group(1))
                if not line:
                    time.sleep(0.001)
            raise SystemExit("the terminal stays silent: " + self.log.read_text())

        ours, theirs = [], []
        for number in range(messages):
            sent = publish(f"{REFERENCE_TOPIC} b-{number}")
            theirs.append((int(reference.stdout.readline()) - sent) / 1000)
            time.sleep(random.uniform(0.01, 0.03))
            sent = publish(f"loanha/v1/area/01.00004/bulletin/b-{number} b-{number}")
            ours.append((began() - sent) / 1000)
            self.loanha("sim", "press", "ok", "--home", "l")
            time.sleep(random.uniform(0.01, 0.03))
        self.stop_child(terminal)
        self.stop_child(reference)
        publisher.stdin.close()
        publisher.wait(10)
        quantile = lambda values, p: sorted(values)[min(len(values) - 1, int(len(values) * p))]
        for name, p in (("p50", 0.5), ("p99", 0.99)):
            a, b = quantile(ours, p), quantile(theirs, p)
            self.row(f"publish → first sample, {name}, loanhad", f"{a:.0f}", "µs", "",
                     f"{messages} signed emergencies, TLS 1.3, QoS 1")
            self.row(f"publish → first sample, {name}, C reference", f"{b:.0f}", "µs", "",
                     "subscribe_and_write.c, same run, in turns")
            self.row(f"ratio {name}", f"{a / b:.2f}", "×", "≤ 1.5 (p50)" if p == 0.5 else "", "")

    def stop_child(self, child):
        child.terminate()
        child.wait(20)

    # Memory and wake-ups

    @staticmethod
    def memory(pid):
        text = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text()
        value = lambda name: int(re.search(rf"^{name}:\s+(\d+) kB", text, re.M).group(1)) / 1024
        return value("Pss"), value("Private_Dirty")

    @staticmethod
    def usage(pid):
        wakes = 0
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            status = (task / "status").read_text()
            wakes += int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", status, re.M).group(1))
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return wakes, (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def idle(self, seconds):
        print(f"idle: {seconds} s …", flush=True)
        self.desk = self.start(self.programs / "loanha", "desk", "serve", "--ward", "w",
                               stderr=open(self.folder / "desk.log", "wb"))
        starts = []
        for _ in range(5):
            terminal, began = self.start_terminal()
            self.wait(lambda: b"connected" in self.log.read_bytes())
            starts.append((time.monotonic() - began) * 1000)
            self.stop_child(terminal)
        self.row("start → connected and subscribing, median of 5", f"{statistics.median(starts):.0f}",
                 "ms", "≤ 1000", "exec to the journal's line, read every 5 ms")
        # Nothing hangs, nothing sounds: a home at rest.
        terminal, _ = self.start_terminal()
        time.sleep(20)
        wakes, cpu = self.usage(terminal.pid)
        time.sleep(seconds)
        wakes_after, cpu_after = self.usage(terminal.pid)
        pss, dirty = self.memory(terminal.pid)
        minutes = seconds / 60
        self.row("wake-ups, screen at rest", f"{(wakes_after - wakes) / minutes:.1f}", "/min",
                 "≤ 4", f"voluntary context switches of all threads in {seconds} s")
        self.row("CPU, screen at rest", f"{(cpu_after - cpu) / minutes:.0f}", "ms/min", "",
                 "user and system, clock tick 10 ms; a PNG is drawn every minute")
        self.row("memory, PSS", f"{pss:.1f}", "MB", "≤ 15", "smaps_rollup")
        self.row("memory, private dirty", f"{dirty:.1f}", "MB", "≤ 6", "smaps_rollup")
        return terminal

    def media(self, terminal):
        print("media: 2.7 MB …", flush=True)
        wave, opus = self.folder / "long.wav", self.folder / "long.opus"
        self.run("sox", "-n", "-r", "48000", "-b", "16", wave, "synth", "900", "pinknoise", "vol",
                 "0.3")
        self.run("opusenc", "--quiet", "--bitrate", "24", "--hard-cbr", wave, opus)
        size = opus.stat().st_size / 1e6
        _, before = self.memory(terminal.pid)
        peak = before
        self.loanha("bulletin", "publish", "--ward", "w", "--id", "long", "--title", "Chương trình",
                    "--audio", opus)
        end = time.monotonic() + 60
        while time.monotonic() < end and "heard" not in self.loanha("receipts", "--ward", "w", "long"):
            limit = time.monotonic() + 0.2
            while time.monotonic() < limit:
                peak = max(peak, self.memory(terminal.pid)[1])
                time.sleep(0.002)
        self.row(f"extra memory for {size:.1f} MB of media", f"{peak - before:.2f}", "MB", "≤ 1",
                 "private dirty, sampled while it is fetched, checked and played to its end")

    def table(self):
        print(f"\n{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
              f"{platform.platform()}, {time.strftime('%Y-%m-%d')}\n")
        print("| figure | value | unit | goal | method |\n|---|---|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--messages", type=int, default=200)
    parser.add_argument("--idle-seconds", type=int, default=120)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.programs.resolve(), pathlib.Path(folder))
        try:
            bench.prepare()
            terminal = bench.idle(options.idle_seconds)
            bench.media(terminal)
            bench.stop_child(terminal)
            bench.stop_child(bench.desk)
            bench.latency(options.messages)
        finally:
            bench.stop()
        stripped = pathlib.Path(folder) / "stripped"
        subprocess.run(["strip", "-o", stripped, options.programs / "loanhad"], check=True)
        bench.row("loanhad, stripped", f"{stripped.stat().st_size / 1e6:.1f}", "MB", "≤ 14",
                  "statically linked with the Swift library")
        libraries = subprocess.run(["ldd", options.programs / "loanhad"], capture_output=True,
                                   text=True).stdout
        bench.row("ICU, Foundation or Dispatch among its libraries",
                  "yes" if re.search("icu|Foundation|dispatch", libraries) else "no", "", "no", "ldd")
        bench.table()


if __name__ == "__main__":
    main()
