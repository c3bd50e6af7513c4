"""The desk's pages with many homes and receipts: how long the server takes for each.

Rows are put into the database beforehand; the pages are asked for over loopback by an officer who has
signed in, one after another.
"""

import json
import pathlib
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.append(str(ROOT / "provisioning" / "demo"))
import people  # noqa: E402  (the demo's officers serve here, too)

AREA = "01.00004"
FACTS = ("received", "shown", "heard", "confirmed")
ITEMS = 25
# Asked for before they are measured: the first page of a connection prepares statements.
WARM = 2


def fill(path, homes, receipts):
    """Puts homes and receipts into a desk's database, spread evenly over the items."""
    database = sqlite3.connect(path)
    database.executemany(
        "INSERT INTO terminals (identifier, area, enrolled, address) VALUES (?, ?, 0, ?)",
        ((f"nha-{number}", AREA, f"Số {number}, phố Đội Cấn") for number in range(homes)))
    database.executemany(
        "INSERT INTO presences (terminal, online, version, board, time) VALUES (?, 1, '1', 1, 0)",
        ((f"nha-{number}",) for number in range(homes)))
    now = int(time.time()) * 1000
    time_text = time.strftime("%Y-%m-%dT%H:%M:%S+07:00", time.gmtime(now / 1000 + 7 * 3600))

    def rows():
        for number in range(receipts):
            home, turn = number % homes, number // homes
            item = f"tin-{turn % ITEMS}" if receipts > homes * len(FACTS) else "tin-0"
            fact = FACTS[turn % len(FACTS)]
            receipt = {"sequence": turn + 1, "bulletin": item, "revision": 1, "fact": fact,
                       "time": time_text}
            yield (f"nha-{home}", "so", turn + 1, item, 1, fact, json.dumps(receipt), now, now)

    database.executemany("INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows())
    database.commit()
    database.close()


def measure(programs, homes, receipts, times=20):
    """Seconds for each page, `times` times, by its path."""
    programs = pathlib.Path(programs).resolve()
    with tempfile.TemporaryDirectory() as folder:
        def run(program, *arguments):
            subprocess.run([programs / program, *arguments], cwd=folder, check=True,
                           capture_output=True)

        run("loanha", "ward", "init", "--ward", "ward", "--area", AREA, "--name", "phường Ba Đình")
        for number in range(ITEMS):
            # Nobody listens: it hangs on the board alone.
            subprocess.run(
                [programs / "loanha", "bulletin", "publish", "--ward", "ward", "--id",
                 f"tin-{number}", "--class", "thong-tin-thiet-yeu", "--title", f"Tin {number}",
                 "--text", "Nội dung."], cwd=folder, capture_output=True, check=False)
        fill(f"{folder}/ward/desk/desk.db", homes, receipts)
        run("loanha-desk", "init", "--office", "office", "--ward", "ward", "--port", "0")
        log = pathlib.Path(folder) / "desk.log"
        with open(log, "wb") as output:
            desk = subprocess.Popen([programs / "loanha-desk", "serve", "--office", "office"],
                                    cwd=folder, stdout=output, stderr=output)
        try:
            while not (link := re.search(r"http\S+/set-up/\S+", log.read_text())):
                assert desk.poll() is None, log.read_text()
                time.sleep(0.1)
            browser, _ = people.set_up(link.group(), "quan-tri", "Quản trị")
            return {path: timed(browser, path, times) for path in (
                "", "/items", "/items/tin-0", "/items/tin-0?filter=not-heard",
                "/items/tin-0?filter=all&page=90", "/homes", "/homes?page=90", "/homes/nha-7",
                "/feedback", "/alarms", "/services", "/air")}
        finally:
            desk.send_signal(signal.SIGTERM)
            desk.wait(20)


def timed(browser, path, times):
    taken = []
    for turn in range(WARM + times):
        began = time.perf_counter()
        browser.go(f"/w/{AREA}{path}")
        taken.append(time.perf_counter() - began)
    return sorted(taken[WARM:])


def report(homes, receipts, taken):
    """The table's lines."""
    lines = [f"## The desk's pages with {homes:,} homes and {receipts:,} receipts", "",
             "From request to the page's last byte over loopback, one officer; goal: under 100 ms.",
             "", "| page | median | slowest |", "|---|---|---|"]
    for path, seconds in taken.items():
        median, slowest = seconds[len(seconds) // 2], seconds[-1]
        lines.append(f"| `{path or '/'}` | {median * 1000:.0f} ms | {slowest * 1000:.0f} ms |")
    return lines


if __name__ == "__main__":
    print("\n".join(report(10_000, 100_000, measure(sys.argv[1], 10_000, 100_000))))
