#!/usr/bin/env python3
"""What a process costs while nothing happens: wake-ups, processor time, memory.

usage: idle.py PID [SECONDS]
"""

import pathlib
import sys
import time


def tasks(pid):
    return list(pathlib.Path(f"/proc/{pid}/task").iterdir())


def wake_ups(pid):
    """How often its threads have gone to sleep by themselves, and so have been woken."""
    count = 0
    for task in tasks(pid):
        for line in (task / "status").read_text().splitlines():
            if line.startswith("voluntary_ctxt_switches:"):
                count += int(line.split()[1])
    return count


def processor_nanoseconds(pid):
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks(pid))


def memory_kibibytes(pid):
    """Resident, proportional and private dirty memory. The proportional share is small while other
    programs on the same machine use the same libraries; at home nobody else does, and the resident
    size is the upper bound."""
    values = {}
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split()[:2]
        values[name.rstrip(":")] = int(value)
    return values["Rss"], values["Pss"], values["Private_Dirty"]


def files_kibibytes(pid):
    """Resident and private dirty memory by the file that is mapped there."""
    sizes, name = {}, None
    for line in pathlib.Path(f"/proc/{pid}/smaps").read_text().splitlines():
        words = line.split()
        if not words[0].endswith(":"):
            name = pathlib.Path(words[5]).name if len(words) > 5 else None
        elif name and words[0] in ("Rss:", "Private_Dirty:"):
            resident, dirty = sizes.get(name, (0, 0))
            if words[0] == "Rss:":
                resident += int(words[1])
            else:
                dirty += int(words[1])
            sizes[name] = (resident, dirty)
    return sizes


def measure(pids, seconds):
    """For each process: wake-ups and processor milliseconds a minute, RSS, PSS and private
    dirty KiB.
    All are watched during the same time."""
    before = [(wake_ups(pid), processor_nanoseconds(pid)) for pid in pids]
    began = time.monotonic()
    time.sleep(seconds)
    minutes = (time.monotonic() - began) / 60
    rows = []
    for pid, (woken, busy) in zip(pids, before):
        rows.append(((wake_ups(pid) - woken) / minutes,
                     (processor_nanoseconds(pid) - busy) / 1e6 / minutes, *memory_kibibytes(pid)))
    return rows


def report(rows):
    """The table, as lines of Markdown; `rows` by name."""
    lines = ["| idle | wake-ups a minute | CPU ms a minute | RSS MB | PSS MB | private dirty MB |",
             "|---|---|---|---|---|---|"]
    for name, (woken, busy, *memory) in rows.items():
        sizes = " | ".join(f"{kibibytes / 1024:.1f}" for kibibytes in memory)
        lines.append(f"| {name} | {woken:.1f} | {busy:.2f} | {sizes} |")
    return lines


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    process = int(sys.argv[1])
    given = measure([process], float(sys.argv[2]) if len(sys.argv) == 3 else 60)
    print("\n".join(report({str(process): given[0]})))
