#!/usr/bin/python3
"""Hardware in the loop, in software: boots the real terminal on the kernel's real drivers under
QEMU, and tests it from outside.

    hil.py --package FILE.deb --programs FOLDER [--long] [--only NAME]... [--update-golden]
           [--write FILE] [--again]

--again gives a scenario that failed a second attempt, and says so: for machines that do other
things besides.
--write puts what passed and what was measured into a file: docs/figures-hil.md is made so, and
only so.
"""

import argparse
import datetime
import importlib
import pathlib
import shutil
import signal
import sys
import time
import traceback

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

from rig import Rig  # noqa: E402

# In this order: everything goes on from the first.
SCENARIOS = ["boot", "notice", "speech", "emergency", "keys", "network", "watchdog", "microphone",
             "usb_sound", "sensors", "display", "disk", "card_wear", "stuck_key", "wrong_board",
             "power_cut"]
# A scenario that takes longer hangs, in seconds, unless it says otherwise.
TIMEOUT_SECONDS = 240


class TimeOut(Exception):
    """A scenario did not come to its end."""


def attempt(rig, name, is_long, report):
    """Runs one scenario and prints its line; returns whether it passed. What it came to is added
    to `report`, as (name, what it shows, seconds, figures)."""
    scenario = importlib.import_module(f"scenarios.{name}")
    limit = getattr(scenario, "TIMEOUT_SECONDS", TIMEOUT_SECONDS) * (5 if is_long else 1)

    def ring(*_):
        raise TimeOut(f"not over within {limit} s")

    began = time.monotonic()
    signal.signal(signal.SIGALRM, ring)
    signal.alarm(limit)
    fault = None
    try:
        scenario.run(rig)
    except Exception as error:
        fault = error
    finally:
        signal.alarm(0)
    word = "passed" if fault is None else "FAILED"
    summary = scenario.__doc__.strip().splitlines()[0]
    seconds = time.monotonic() - began
    print(f"{word}  {seconds:6.1f} s  {name}: {summary}", flush=True)
    for figure in rig.figures:
        print(f"                  {figure}", flush=True)
    report.append((name, summary, seconds, list(rig.figures)))
    rig.figures.clear()
    if fault is not None:
        traceback.print_exception(fault)
    return fault is None


def write(path, report):
    """Makes the Markdown of a run in which everything passed."""
    processors = [line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                  if line.startswith("model name")]
    lines = [
        "# Figures of the terminal under QEMU", "", "Printed by `make hil-figures`; not edited by hand.",
        "", f"{datetime.date.today()}, {len(processors)} × {processors[0] if processors else '?'}, "
        "QEMU without hardware acceleration: times say what is done in which order, not how fast a "
        "board is.", "", "| scenario | what it shows | s |", "|---|---|---|"]
    lines += [f"| {name} | {summary} | {seconds:.0f} |" for name, summary, seconds, _ in report]
    lines += ["", "| measured in | figure |", "|---|---|"]
    lines += [f"| {name} | {figure} |" for name, _, _, figures in report for figure in figures]
    pathlib.Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", required=True, help="the terminal's Debian package")
    parser.add_argument("--programs", required=True, help="the folder of loanha")
    parser.add_argument("--folder", default=HERE.parent.parent / ".build-hil")
    parser.add_argument("--long", action="store_true", help="longer sets of everything random")
    parser.add_argument("--seed", type=int, default=int(time.time()),
                        help="of what is random; the runner prints it")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
    parser.add_argument("--write", metavar="FILE")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--update-golden", action="store_true",
                        help="take what the screens show as golden; look at them afterwards")
    options = parser.parse_args()
    for name in options.only:
        if name not in SCENARIOS:
            parser.error(f"no scenario {name}; there are {', '.join(SCENARIOS)}")

    # Whoever ends the runner ends what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    began = time.monotonic()
    rig = Rig(options.folder, options.package, options.programs, options.long,
              options.seed, options.update_golden)
    if rig.build.build():
        print(f"built   {time.monotonic() - began:6.1f} s  the guest", flush=True)
    shutil.rmtree(rig.out, ignore_errors=True)
    rig.out.mkdir(parents=True)
    wanted = [name for name in SCENARIOS
              if not options.only or name in options.only or name == SCENARIOS[0]]
    results = []
    report = []
    for name in wanted:
        passed = attempt(rig, name, options.long, report)
        if not passed and options.again:
            print(f"again     {name}: the first attempt failed", flush=True)
            passed = attempt(rig, name, options.long, report)
        results.append(passed)
        if not results[0]:
            print("Without a boot there is nothing to go on from.", flush=True)
            break
    failed = results.count(False)
    if failed == 0:
        shutil.rmtree(rig.out)
        if options.write:
            write(options.write, report)
    else:
        print(f"What they left is in {rig.out}.")
    print(f"{time.monotonic() - began:.0f} s in all")
    print(f"{results.count(True)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
