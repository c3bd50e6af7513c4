#!/usr/bin/python3
"""Hardware in the loop, in software: boots the real terminal on the kernel's real drivers under
QEMU, and tests it from outside.

    hil.py --package FILE.deb --programs FOLDER [--long] [--only NAME]... [--update-golden]
"""

import argparse
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
SCENARIOS = ["boot", "notice", "emergency", "keys", "network", "watchdog", "microphone", "usb_sound",
             "sensors", "display", "disk", "card_wear", "stuck_key", "wrong_board", "power_cut"]
# A scenario that takes longer hangs, in seconds, unless it says otherwise.
TIMEOUT_SECONDS = 240


class TimeOut(Exception):
    """A scenario did not come to its end."""


def attempt(rig, name, is_long):
    """Runs one scenario and prints its line; returns whether it passed."""
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
    print(f"{word}  {time.monotonic() - began:6.1f} s  {name}: {summary}", flush=True)
    for figure in rig.figures:
        print(f"                  {figure}", flush=True)
    rig.figures.clear()
    if fault is not None:
        traceback.print_exception(fault)
    return fault is None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", required=True, help="the terminal's Debian package")
    parser.add_argument("--programs", required=True, help="the folder of loanha")
    parser.add_argument("--folder", default=HERE.parent.parent / ".build-hil")
    parser.add_argument("--long", action="store_true", help="longer sets of everything random")
    parser.add_argument("--seed", type=int, default=int(time.time()),
                        help="of what is random; the runner prints it")
    parser.add_argument("--only", action="append", default=[], metavar="NAME")
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
    for name in wanted:
        results.append(attempt(rig, name, options.long))
        if not results[0]:
            print("Without a boot there is nothing to go on from.", flush=True)
            break
    failed = results.count(False)
    if failed == 0:
        shutil.rmtree(rig.out)
    else:
        print(f"What they left is in {rig.out}.")
    print(f"{time.monotonic() - began:.0f} s in all")
    print(f"{results.count(True)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
