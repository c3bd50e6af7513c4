#!/usr/bin/env python3
"""From publishing to the first sample: loanhad beside a C program that only subscribes and writes.

Both are connected to the same broker and get messages in turn: one for the reference, an emergency
for loanhad, an ordinary bulletin for loanhad, and again. Each is waited for, and the next comes 20
to 60 ms later. Every message has a second receiver, which the broker serves first: a bulletin the
desk, which reads what hangs on its boards, and a message for the reference mosquitto_sub. The
reference's time ends when its first write to the PCM has returned. So does loanhad's; before it,
it has verified the signatures (one of an emergency, two of an ordinary bulletin) and, for an
ordinary bulletin, waited until SQLite had it on the disk. The simulator's display is painted as
always.
"""

import argparse
import os
import random
import shutil
import sqlite3
import time

from ward import AREA, ROOT, Ward, percentile

# As the simulator, but silence before and after takes no time: the first sample is the signal's.
BOARD = """
name = "latency"
inherit = "simulator"

[sound]
pcm = "null"
pacing = "none"
lead-in-ms = 0
tail-ms = 0
"""


# Rounds that are not counted: until the first live board index has told it the time, a terminal
# holds ordinary bulletins back.
WARM_UP = 2


def write_envelopes(ward, count):
    """Signs `count` revisions of an emergency and of an ordinary bulletin, in a copy of the ward
    of which the running desk knows nothing. Gives their files by name and revision."""
    office = ward.folder / "office"
    shutil.copytree(ward.path, office, ignore=shutil.ignore_patterns("*.sock"))
    for name, priority in (("khan-cap", "khan-cap"), ("tin", "thong-thuong")):
        words = ("--title", "Họp tổ dân phố", "--text", "Mời bà con đến nhà văn hoá lúc 19 giờ.")
        ward.publish(office, name, "--priority", priority, *words, allowed=(3,))
        for number in range(2, count + 1):
            ward.loanha("bulletin", "update", "--ward", office, name,
                        "--title", f"Họp tổ dân phố {number}", allowed=(3,))
    files = {}
    database = sqlite3.connect(office / "desk" / "desk.db")
    for name, revision, envelope in database.execute(
            "SELECT identifier, revision, envelope FROM bulletins"):
        path = ward.folder / f"{name}-{revision}"
        path.write_bytes(envelope)
        files[name, revision] = path
    database.close()
    return files


def pin(ward, measured):
    """Gives the programs that are measured a processor, and everything else another: a home
    doesn't share its processor with the ward's broker and desk."""
    processors = sorted(os.sched_getaffinity(0))
    if len(processors) < 2:
        return
    for child in ward.children:
        processor = processors[-1] if child in measured else processors[0]
        for task in os.listdir(f"/proc/{child.pid}/task"):
            os.sched_setaffinity(int(task), {processor})
    os.sched_setaffinity(0, {processors[0]})


def sync_nanoseconds(folder, count):
    """What one small write and fdatasync cost on this disk."""
    times = []
    with open(folder / "sync", "wb", buffering=0) as file:
        for _ in range(count):
            began = time.monotonic_ns()
            file.write(b"x" * 1024)
            os.fdatasync(file.fileno())
            times.append(time.monotonic_ns() - began)
    return times


def measure(programs, count, seed):
    """Times in nanoseconds by name."""
    dice = random.Random(seed)
    with Ward(programs) as ward:
        shutil.copy(ROOT / "boards" / "simulator.toml", ward.folder)
        board = ward.folder / "latency.toml"
        board.write_text(BOARD)
        reference_program = ward.compile("subscribe_and_write", "mosquitto", "asound")
        publisher_program = ward.compile("publish_stamped", "mosquitto")
        home, other = ward.enrol("nha"), ward.enrol("reference")
        second_home = ward.enrol("second")
        ward.start_broker()
        ward.start_desk()
        files = write_envelopes(ward, WARM_UP + count)
        terminal = ward.start_home(home, board)
        own_topic = f"loanha/v1/area/{AREA}/reference"
        second = ward.start(
            "stdbuf", "-oL", "mosquitto_sub", "-h", "localhost", "-p", ward.port, "--cafile", ward.authority,
            "--cert", second_home / "identity.pem", "--key", second_home / "identity.key",
            "-V", "5", "-q", "1", "-d", "-t", own_topic)
        second.next_line(0, lambda line: "SUBACK" in line)
        reference = ward.start(
            reference_program, ward.port, ward.authority, other, own_topic, "null")
        reference.next_line(0, lambda line: line == "subscribed")
        publisher = ward.start(
            publisher_program, ward.port, ward.authority, ward.path / "desk")

        pin(ward, (terminal, reference))

        def once(topic, file, receiver, matches, stamp):
            begin, sent = len(receiver.lines), len(publisher.lines)
            publisher.say(f"{topic} {file}")
            line = receiver.next_line(begin, matches)[2]
            published = int(publisher.next_line(sent, str.isdigit)[2])
            time.sleep(dice.uniform(0.020, 0.060))
            return stamp(line) - published

        times = {"reference": [], "emergency": [], "ordinary": []}
        for number in range(1, WARM_UP + count + 1):
            times["reference"].append(
                once(own_topic, files["tin", number], reference, str.isdigit, int))
            for kind, name in (("emergency", "khan-cap"), ("ordinary", "tin")):
                # An emergency that nobody confirms would hold up everything else.
                times[kind].append(
                    once(f"loanha/v1/area/{AREA}/bulletin/{name}", files[name, number], terminal,
                         lambda line: " began at " in line, lambda line: int(line.split()[-2])))
                if kind == "emergency":
                    ward.loanha("sim", "press", "ok", "--home", home)
                    time.sleep(dice.uniform(0.020, 0.060))
        times = {name: values[WARM_UP:] for name, values in times.items()}
        times["sync"] = sync_nanoseconds(ward.folder, count)
        return times


def report(times):
    """The table, as lines of Markdown."""
    limit = percentile(times["reference"], 50)
    names = {
        "reference": "C: subscribe and write",
        "emergency": "`loanhad`, emergency: verified, decided, sounded",
        "ordinary": "`loanhad`, ordinary: the same, and first on the disk",
        "sync": "one write and fdatasync on this disk",
    }
    lines = [f"{len(times['reference'])} messages of each kind, in turn.", "",
             "| publish → first sample | p50 µs | p99 µs | p50 beside C, limit 1.5 |",
             "|---|---|---|---|"]
    for name, title in names.items():
        middle, late = (percentile(times[name], p) for p in (50, 99))
        ratio = f"{middle / limit:.2f}" if name != "sync" else "–"
        lines.append(f"| {title} | {middle / 1000:.0f} | {late / 1000:.0f} | {ratio} |")
    return lines


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--programs", default=ROOT / ".build" / "release")
    arguments.add_argument("--messages", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    print("\n".join(report(measure(given.programs, given.messages, given.seed))))
