"""A terminal on the simulator board: how soon it is there, what it costs at rest, what a programme
costs in memory, and how large it is."""

import array
import math
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time
import wave

import idle
from ward import AREA, ROOT, Ward, percentile

SIMULATOR = ROOT / "boards" / "simulator.toml"


def starts(programs, count):
    """Nanoseconds from start to subscribed, for the reference and for loanhad in turn, as the
    broker's log tells of the last subscription that is needed to hear bulletins."""
    with Ward(programs) as ward:
        reference = ward.compile("subscribe_and_write", "mosquitto", "asound")
        home, other = ward.enrol("nha"), ward.enrol("reference")
        broker = ward.start_broker("-v")
        ward.start_desk()
        # The first start makes the store; the ones that are measured find it.
        ward.start_home(home, SIMULATOR).stop()
        topic = f"loanha/v1/area/{AREA}/reference"
        bulletins = f"loanha/v1/area/{AREA}/bulletin/"
        times = {"reference": [], "loanhad": []}
        for _ in range(count):
            for name, wanted, command in (
                    ("reference", f" {topic}",
                     (reference, ward.port, ward.authority, other, topic, "null")),
                    ("loanhad", f" {bulletins}",
                     (ward.programs / "loanhad", "--board", SIMULATOR, "--home", home))):
                begin = len(broker.lines)
                child = ward.start(*command)
                came = broker.next_line(
                    begin, lambda line: wanted in line and "SUBSCRIBE" not in line
                    and "PUBLISH" not in line)[1]
                times[name].append(came - child.started)
                child.stop()
        return times


def report_starts(times):
    lines = [f"{len(times['loanhad'])} starts of each, in turn; loanhad with its store, keys and "
             "first screen.", "", "| start → subscribed | p50 ms | slowest ms |", "|---|---|---|"]
    for name, title in (("reference", "C: subscribe and write"), ("loanhad", "`loanhad`")):
        lines.append(f"| {title} | {percentile(times[name], 50) / 1e6:.0f} "
                     f"| {max(times[name]) / 1e6:.0f} |")
    return lines


def rest(programs, seconds):
    """What loanhad costs at rest, beside the C reference and mosquitto_sub on the same broker, and
    what memory each file takes that loanhad has mapped."""
    with Ward(programs) as ward:
        program = ward.compile("subscribe_and_write", "mosquitto", "asound")
        home, other = ward.enrol("nha"), ward.enrol("reference")
        ward.start_broker()
        ward.start_desk()
        terminal = ward.start_home(home, SIMULATOR)
        topic = f"loanha/v1/area/{AREA}/reference"
        reference = ward.start(program, ward.port, ward.authority, other, topic, "null")
        standard = ward.start(
            "mosquitto_sub", "-h", "localhost", "-p", ward.port, "--cafile", ward.authority,
            "--cert", other / "identity.pem", "--key", other / "identity.key", "-i", "standard",
            "-V", "5", "-q", "1", "-t", topic)
        # Until receipts, presence and the first board index have been said.
        time.sleep(10)
        rows = idle.measure([terminal.pid, reference.pid, standard.pid], seconds)
        names = ("`loanhad`, display and sound included", "C: subscribe and write",
                 "mosquitto_sub")
        return dict(zip(names, rows)), idle.files_kibibytes(terminal.pid)


def report_files(sizes):
    """The largest first; what is smaller than 100 KiB is summed up."""
    lines = ["| mapped by `loanhad` at rest | resident KiB | private dirty KiB |", "|---|---|---|"]
    rest = [0, 0, 0]
    for name, (resident, dirty) in sorted(sizes.items(), key=lambda row: -row[1][0]):
        if resident >= 100:
            lines.append(f"| {name} | {resident} | {dirty} |")
        else:
            rest = [rest[0] + 1, rest[1] + resident, rest[2] + dirty]
    return lines + [f"| {rest[0]} smaller ones | {rest[1]} | {rest[2]} |"]


def write_programme(path, size):
    """A WAV file of about that many bytes."""
    samples = array.array("h", (int(9000 * math.sin(n / 17)) for n in range(size // 2)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(samples.tobytes())


def status_kibibytes(pid, name):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise RuntimeError(f"/proc/{pid}/status has no {name}")


# As the simulator, but nobody's clock paces it: a programme is over as soon as it is decoded.
UNPACED = """
name = "unpaced"
inherit = "simulator"

[sound]
pcm = "null"
pacing = "none"
"""


def media(programs, size):
    """Anonymous memory of loanhad in KiB, before that many bytes of media and at most while they
    come in, are checked and sound to their end. A short programme has gone before: the decoder is
    loaded already."""
    with Ward(programs) as ward:
        shutil.copy(SIMULATOR, ward.folder)
        board = ward.folder / "unpaced.toml"
        board.write_text(UNPACED)
        home = ward.enrol("nha")
        ward.start_broker()
        ward.start_desk()
        terminal = ward.start_home(home, board)

        def publish(name, size):
            path = ward.folder / f"{name}.wav"
            write_programme(path, size)
            ward.publish(ward.path, name, "--title", "Chương trình", "--audio", path)
            end = time.monotonic() + 60
            while "heard" not in ward.loanha("receipts", "--ward", ward.path, name):
                if time.monotonic() > end:
                    raise RuntimeError(f"{name} was not heard: {terminal.lines[-20:]}")
                time.sleep(0.1)

        publish("ngan", 200_000)
        before = status_kibibytes(terminal.pid, "RssAnon")
        highest, is_over = before, threading.Event()

        def watch():
            nonlocal highest
            while not is_over.wait(0.002):
                highest = max(highest, status_kibibytes(terminal.pid, "RssAnon"))

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            publish("dai", size)
        finally:
            is_over.set()
            watcher.join()
        return before, highest


def report_media(size, memory):
    before, highest = memory
    return [f"| {size / 1e6:.1f} MB of media | MB |", "|---|---|",
            f"| anonymous memory before | {before / 1024:.2f} |",
            f"| most of it until they have sounded to their end | {highest / 1024:.2f} |",
            f"| more, limit 1 | {(highest - before) / 1024:.2f} |"]


# Names that ICU and Foundation leave in every program that holds them, stripped or not.
FOREIGN = (b"icudt", b"ucol_", b"unorm2_", b"_FoundationICU", b"FoundationEssentials")


def traces(program):
    """Which names of ICU or Foundation stand anywhere in that file."""
    content = pathlib.Path(program).read_bytes()
    return [name.decode() for name in FOREIGN if name in content]


def binary(programs):
    """Size in bytes when stripped, libraries it names, and traces of ICU, of the terminal."""
    programs = pathlib.Path(programs)
    if not traces(programs / "loanha"):
        raise RuntimeError("loanha links Foundation, and no trace of it was found")
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "loanhad"
        shutil.copy(programs / "loanhad", copy)
        subprocess.run(["strip", "--strip-all", copy], check=True)
        dynamic = subprocess.run(
            ["readelf", "-d", copy], capture_output=True, text=True, check=True).stdout
        libraries = [line.split("[")[1].rstrip("]") for line in dynamic.splitlines()
                     if "(NEEDED)" in line]
        return copy.stat().st_size, libraries, traces(programs / "loanhad")


def report_binary(figures):
    size, libraries, found = figures
    return ["| `loanhad`, static Swift library, stripped | |", "|---|---|",
            f"| size | {size / 1e6:.1f} MB |", f"| shared libraries it names | {len(libraries)} |",
            f"| names of ICU or Foundation in it | {', '.join(found) or 'none'} |"]
