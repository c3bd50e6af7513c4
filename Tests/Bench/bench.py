#!/usr/bin/env python3
"""All measurements, each beside a reference program in the same run; prints Markdown.

--write FILE puts it into a file as well: docs/figures.md is made so, and only so.
"""

import argparse
import datetime
import os
import pathlib
import platform
import sys

import desk
import desk_traffic
import idle
import latency
import resting
from ward import ROOT

MEDIA_BYTES = 2_700_000


def machine():
    model = "unknown processor"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    return (f"{datetime.date.today()}, {os.cpu_count()} × {model}, {platform.machine()}, "
            f"Linux {platform.release()}, load {os.getloadavg()[0]:.1f} at the start")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--programs", default=ROOT / ".build" / "release")
    arguments.add_argument("--messages", type=int, default=200)
    arguments.add_argument("--starts", type=int, default=20)
    arguments.add_argument("--idle-seconds", type=int, default=120)
    arguments.add_argument("--seed", type=int, default=1, help="of the pauses between messages")
    arguments.add_argument("--write", type=pathlib.Path)
    given = arguments.parse_args()
    lines = []

    def say(*more):
        lines.extend(more)
        print("\n".join(more), flush=True)

    say("# Figures", "", "Printed by `make bench`; not edited by hand.", "", machine() + ".", "",
        *latency.report(latency.measure(given.programs, given.messages, given.seed)), "")
    say(*resting.report_starts(resting.starts(given.programs, given.starts)), "")
    rows, files = resting.rest(given.programs, given.idle_seconds)
    say(f"During {given.idle_seconds} s.", "", *idle.report(rows), "", *resting.report_files(files),
        "")
    say(*resting.report_media(MEDIA_BYTES, resting.media(given.programs, MEDIA_BYTES)), "")
    say(*resting.report_binary(resting.binary(given.programs)), "")
    homes, receipts = 10_000, 100_000
    say(*desk.report(homes, receipts, desk.measure(given.programs, homes, receipts)))
    traffic = desk_traffic.emergencies(given.programs, homes, receipts)
    stored = desk_traffic.receipts_stored(given.programs, 10_000)
    say(*desk_traffic.report(homes, receipts, traffic, 10_000, stored))
    if given.write:
        given.write.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
