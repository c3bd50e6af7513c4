#!/usr/bin/python3
"""Hardware in the loop, in software: boots the real terminal on the kernel's real drivers under
QEMU, and tests it from outside.

    hil.py --package FILE.deb --programs FOLDER [--long] [--only NAME]... [--update-golden]
           [--write FILE] [--again]

Scenarios run side by side, one for each processor. --again gives those that failed a second attempt,
alone, and says so: for machines that do other things besides.
--write puts what passed and what was measured into a file: docs/figures-hil.md is made so, and
only so.
"""

import argparse
import datetime
import os
import pathlib
import shutil
import signal
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]
# Debian's place for depmod, mke2fs, mosquitto and nbdkit, which an ordinary user's PATH leaves out.
os.environ["PATH"] += os.pathsep + "/usr/sbin"

from attempt import run_all  # noqa: E402
from rig import Rig  # noqa: E402

# Everything goes on from the first. The longest start first, so that none is left over at the end.
SCENARIOS = ["boot", "power_cut", "disk", "storage", "card_wear", "watchdog", "sensors", "framebuffer",
             "stuck_key", "usb_sound", "second_speaker", "night", "microphone", "network", "keys", "runs_dry", "display",
             "notice", "speech", "emergency", "wrong_board"]


def run(rig, names, processors, again):
    """Runs scenarios and prints their lines; returns the last attempt at each."""
    attempts = run_all(rig, names, processors)
    failed = [attempt.name for attempt in attempts if not attempt.passed]
    if failed and again:
        print(f"again     {', '.join(failed)}: the first attempt failed", flush=True)
        attempts = [attempt for attempt in attempts if attempt.passed]
        attempts += run_all(rig, failed, 1, suffix="-again")
    return attempts


def leave(*_):
    """Ends what was started, then the process; once is enough."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(128 + signal.SIGTERM)


def write(path, attempts, total):
    """Makes the Markdown of a run in which everything passed; `total` says how long it took."""
    attempts = sorted(attempts, key=lambda attempt: SCENARIOS.index(attempt.name))
    processors = [line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")]
    lines = [
        "# Figures of the terminal under QEMU", "", "Printed by `make hil-figures`; not edited by hand.",
        "", f"{datetime.date.today()}, {len(processors)} × {processors[0] if processors else '?'}, "
        "QEMU without hardware acceleration: times say what is done in which order, not how fast a "
        f"board is. {total}.", "", "| scenario | what it shows | s |", "|---|---|---|"]
    lines += [f"| {attempt.name} | {attempt.summary} | {attempt.seconds:.0f} |"
              for attempt in attempts]
    lines += ["", "| measured in | figure |", "|---|---|"]
    lines += [f"| {attempt.name} | {figure} |"
              for attempt in attempts for figure in attempt.figures]
    pathlib.Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", required=True, help="the terminal's Debian package")
    parser.add_argument("--programs", required=True, help="the folder of loanha")
    parser.add_argument("--folder", default=HERE.parent.parent / ".build-hil")
    parser.add_argument("--long", action="store_true", help="longer sets of everything random")
    parser.add_argument("--seed", type=int, default=int(time.time()),
                        help="of what is random; the runner prints it")
    parser.add_argument("--processors", type=int, default=len(os.sched_getaffinity(0)),
                        help="how many guests run side by side; by itself one for each processor")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--write", metavar="FILE")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--update-golden", action="store_true",
                        help="take what the screens show as golden; look at them afterwards")
    options = parser.parse_args()
    for name in options.only:
        if name not in SCENARIOS:
            parser.error(f"no scenario {name}; there are {', '.join(SCENARIOS)}")

    signal.signal(signal.SIGTERM, leave)
    began = time.monotonic()
    rig = Rig(options.folder, options.package, options.programs, options.long,
              options.seed, options.update_golden)
    is_new = rig.build.build()
    built = time.monotonic() - began
    if is_new:
        print(f"built   {built:6.1f} s  the guest", flush=True)
    shutil.rmtree(rig.out, ignore_errors=True)
    rig.out.mkdir(parents=True)
    wanted = [name for name in SCENARIOS[1:] if not options.only or name in options.only]
    attempts = run(rig, SCENARIOS[:1], options.processors, options.again)
    if attempts[0].passed:
        attempts += run(rig, wanted, options.processors, options.again)
    else:
        print("Without a boot there is nothing to go on from.", flush=True)
    passed = [attempt.passed for attempt in attempts]
    total = f"{time.monotonic() - began:.0f} s in all"
    if is_new:
        total += f", {built:.0f} s of them for the guest's build"
    if all(passed):
        shutil.rmtree(rig.out)
        if options.write:
            write(options.write, attempts, total)
    else:
        print(f"What they left is in {rig.out}.")
    print(total)
    print(f"{passed.count(True)} passed, {passed.count(False)} failed")
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
