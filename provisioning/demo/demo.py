#!/usr/bin/env python3
"""A ward's evening, with the real programs: one broker, the desk of two wards, two simulated homes.

Publishes a notice, a spoken programme, an emergency, its correction and its all-clear, and
watches at the far ends that each step really happened. Ends with 0 only if all of it did.
DEMO_SECONDS=90 ends by itself; otherwise it runs until Ctrl-C.
"""

import argparse
import html
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time

import people

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# An ordinary bulletin waits for its session, unless a directive lets it be heard at once.
AT_ONCE = ("--class", "thong-tin-thiet-yeu", "--directive-issuer", "Ban Tuyên giáo Thành ủy",
           "--directive-number", "1-CV/BTGTU",
           "--lifts", "khung-gio,so-buoi,ngay-trong-tuan,thoi-luong")


class Demo:
    def __init__(self, programs, folder, seconds):
        self.programs = programs
        self.folder = folder
        self.began = time.monotonic()
        self.ends = self.began + seconds if seconds else None
        self.children = []
        self.steps = []

    # Programs

    def loanha(self, *arguments, allowed=(0,), program="loanha"):
        command = [str(self.programs / program), *map(str, arguments)]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if done.returncode not in allowed:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def publish(self, ward, name, title, *more):
        """Signs an ordinary bulletin that is heard at once, whatever the time of day."""
        self.loanha("bulletin", "publish", "--ward", ward, "--id", name, "--title", title, *AT_ONCE,
                    *more)

    def start(self, name, *command):
        log = open(self.folder / f"{name}.log", "wb")
        child = subprocess.Popen(
            list(map(str, command)), cwd=self.folder, stdout=log, stderr=log,
            stdin=subprocess.DEVNULL, start_new_session=True)
        self.children.append((name, child))

    def stop(self):
        """Ends the programs in the order in which they depend on each other, and waits."""
        for name, child in reversed(self.children):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
                try:
                    child.wait(10)
                except subprocess.TimeoutExpired:
                    print(f"  {name} does not end; it is killed", flush=True)
                    child.kill()
                    child.wait()
        self.children = []

    # What was observed

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def facts(self, ward, bulletin, terminal):
        rows = json.loads(self.loanha("receipts", "--ward", ward, "--json"))
        return [r["receipt"] for r in rows
                if r["terminal"] == terminal and r["receipt"]["bulletin"] == bulletin]

    def step(self, what, observed, patience=30):
        """Waits until `observed` says so, and writes the step down."""
        if sys.stdout.isatty():
            print(f"  … {what}", end="\r", flush=True)
        limit = time.monotonic() + patience
        while True:
            for name, child in self.children:
                if child.poll() is not None:
                    raise RuntimeError(f"\n{name} ended by itself:\n{self.log(name)}")
            if observed():
                break
            if time.monotonic() > limit:
                print(f"  ✘ {what}", flush=True)
                self.steps.append((what, False))
                return
            time.sleep(0.2)
        print(f"  ✔ {what}  ({time.monotonic() - self.began:.0f} s)", flush=True)
        self.steps.append((what, True))

    def has(self, ward, bulletin, terminal, fact, revision=1):
        return lambda: any(f["fact"] == fact and f["revision"] == revision
                           for f in self.facts(ward, bulletin, terminal))

    def picture(self, home, name):
        self.loanha("sim", "screen", "--home", home, "--out", f"screens/{name}.png")

    def press(self, home, *buttons):
        for button in buttons:
            self.loanha("sim", "press", button, "--home", home)
            time.sleep(0.3)

    # The story

    def prepare(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "screens").mkdir(parents=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.loanha("ward", "init", "--ward", "ba-dinh", "--area", "01.00004",
                    "--name", "phường Ba Đình", "--port", port)
        self.loanha("ward", "init", "--ward", "cua-nam", "--area", "01.00082",
                    "--name", "phường Cửa Nam", "--broker", "ba-dinh/broker")
        self.loanha("terminal", "enroll", "--ward", "ba-dinh", "--id", "nha-ba-dinh",
                    "--home", "nha-ba-dinh")
        self.loanha("terminal", "enroll", "--ward", "cua-nam", "--id", "nha-cua-nam",
                    "--home", "nha-cua-nam")
        self.start("broker", "mosquitto", "-c", "ba-dinh/broker/mosquitto.conf")
        self.serve()
        board = ROOT / "boards" / "simulator.toml"
        for ward in ("ba-dinh", "cua-nam"):
            self.start(f"nha-{ward}", self.programs / "loanhad", "--board", board,
                       "--home", f"nha-{ward}")

    def serve(self):
        """Starts the desk with its pages, and makes sample officers through them."""
        self.loanha("init", "--office", "office", "--ward", "ba-dinh", "--ward", "cua-nam",
                    "--port", "0", program="loanha-desk")
        with open(self.folder / "office" / "office.toml", "a", encoding="utf-8") as settings:
            settings.write('simulators = ".."\n')
        self.start("desk", self.programs / "loanha-desk", "serve", "--office", "office",
                   "--index-interval", "20")
        self.step("the desk of two wards serves its pages", lambda: "set-up/" in self.log("desk"))
        self.address = re.search(r"pages at (\S+)", self.log("desk")).group(1)
        link = re.search(r"http\S+/set-up/\S+", self.log("desk")).group()
        self.people = people.staff(link, ("01.00004", "01.00082"))
        secrets = self.folder / "people.json"
        secrets.touch(0o600)
        secrets.write_text(json.dumps(self.people))
        self.step(f"{len(self.people)} officers have accounts", lambda: True)

    def online(self, ward):
        rows = json.loads(self.loanha("terminal", "list", "--ward", ward, "--json"))
        return bool(rows) and all(row.get("online") for row in rows)

    def sounds(self, home):
        return self.log(home).count(" began at ")

    def tell(self):
        home, ward = "nha-ba-dinh", "ba-dinh"
        self.step("two wards, two homes, one broker with TLS: all connected",
                  lambda: self.online("ba-dinh") and self.online("cua-nam"))
        self.picture(home, "1-at-rest")

        self.publish(ward, "thong-bao", "Thí điểm thiết bị thông minh tại 250 hộ gia đình",
                     "--text-file", HERE / "notice.txt", "--image", HERE / "notice.jpg")
        self.step("a notice from the decree's text, with an image, hangs in Ba Đình",
                  self.has(ward, "thong-bao", home, "received"))
        self.step("its signal has sounded", lambda: self.sounds(home) == 1)
        self.press(home, "ok", "ok")
        self.picture(home, "2-notice-text")
        self.press(home, *["down"] * 6)
        self.picture(home, "3-notice-image")
        self.press(home, "back", "back")
        self.step("somebody has read it", self.has(ward, "thong-bao", home, "shown"))

        before = self.sounds(home)
        self.publish(ward, "chuong-trinh",
                     "Chương trình phát thanh: sắp xếp lại đài truyền thanh phường",
                     "--text-file", HERE / "programme.txt", "--speak")
        row = next(b for b in json.loads(self.loanha("bulletin", "list", "--ward", ward, "--json"))
                   if b["identifier"] == "chuong-trinh")
        length = row["resources"][0]["durationMilliseconds"] / 1000
        self.step(f"a spoken programme of {length / 60:.1f} minutes (Opus) begins",
                  lambda: self.sounds(home) > before)
        time.sleep(6)
        self.picture(home, "4-programme")

        self.loanha("bulletin", "publish", "--ward", ward, "--id", "chay", "--priority",
                    "khan-cap", "--expires-in", "2h", "--title",
                    "Cháy tại ngõ 12 phố Quán Thánh – sơ tán ngay", "--instruction",
                    "Ra khỏi nhà theo cầu thang bộ, không dùng thang máy. Giúp người già, trẻ em.",
                    "--speak")
        self.step("an emergency breaks in: the programme stops at once",
                  self.has(ward, "chuong-trinh", home, "played"))
        self.step("its red screen stands", self.has(ward, "chay", home, "shown"))
        self.picture(home, "5-emergency")
        self.step("siren and words were heard to their end", self.has(ward, "chay", home, "heard"))

        self.loanha("bulletin", "update", "--ward", ward, "chay", "--title",
                    "Đính chính: cháy tại ngõ 21 phố Quán Thánh – sơ tán ngay", "--speak")
        self.step("a correction takes its place",
                  self.has(ward, "chay", home, "shown", revision=2))
        self.picture(home, "6-correction")
        before = self.sounds(home)
        self.press(home, "ok")
        self.step("a person confirms: Đã nghe",
                  self.has(ward, "chay", home, "confirmed", revision=2))
        self.step("the programme goes on where it was interrupted",
                  lambda: self.sounds(home) > before)

        self.loanha("bulletin", "cancel", "--ward", ward, "chay", "--title",
                    "Đám cháy đã được dập tắt, bà con có thể trở về nhà")
        self.step("the all-clear is shown",
                  self.has(ward, "chay", home, "taken-off", revision=2))
        self.picture(home, "7-all-clear")
        self.press(home, "ok")

        self.publish("cua-nam", "hop-to", "Họp tổ dân phố số 3 lúc 19 giờ 30", "--text",
                     "Tại nhà văn hóa.", "--speak")
        self.step("the other ward's notice is heard in its own home",
                  self.has("cua-nam", "hop-to", "nha-cua-nam", "heard"))
        self.picture("nha-cua-nam", "8-other-ward")
        strangers = [f for ward, home in (("ba-dinh", "nha-cua-nam"), ("cua-nam", "nha-ba-dinh"))
                     for f in json.loads(self.loanha("receipts", "--ward", ward, "--json"))
                     if f["terminal"] == home]
        self.step("and no ward was heard in the other's homes", lambda: not strangers)

    # The page

    def page(self):
        """A page of what the homes showed and said."""
        for home in ("nha-ba-dinh", "nha-cua-nam"):
            self.loanha("sim", "speaker", "--home", home, "--out", f"{home}.wav")
        rows = "".join(f"<li>{'✔' if ok else '✘'} {html.escape(what)}</li>"
                       for what, ok in self.steps)
        pictures = "".join(f'<figure><img src="screens/{p.name}" alt=""><figcaption>{p.stem}'
                           f"</figcaption></figure>"
                           for p in sorted((self.folder / "screens").glob("*.png")))
        receipts = "\n".join(self.loanha("receipts", "--ward", w) for w in ("ba-dinh", "cua-nam"))
        (self.folder / "index.html").write_text(f"""<!doctype html><html lang="en">
<meta charset="utf-8"><title>LoaNha: a ward's evening</title>
<style>body{{font:18px/1.5 sans-serif;max-width:1100px;margin:2em auto;padding:0 1em}}
figure{{display:inline-block;margin:8px}}img{{width:500px;border-radius:8px}}
pre{{background:#f4f0e6;padding:1em;overflow:auto}}</style>
<h1>A ward's evening</h1><ul>{rows}</ul>
<h2>What the homes showed</h2>{pictures}
<h2>What the homes said</h2>
<p>Ba Đình <audio controls src="nha-ba-dinh.wav"></audio>
 Cửa Nam <audio controls src="nha-cua-nam.wav"></audio></p>
<h2>What the wards know</h2><pre>{html.escape(receipts)}</pre></html>
""", encoding="utf-8")
        return receipts

    def run(self):
        print("LoaNha: a ward's evening", flush=True)
        self.prepare()
        self.tell()
        receipts = self.page()
        print(f"\nWhat the wards know:\n{receipts}")
        print(f"Screens   {self.folder}/screens/*.png")
        print(f"Sound     {self.folder}/nha-ba-dinh.wav, nha-cua-nam.wav")
        print(f"All of it {self.folder}/index.html", flush=True)
        if self.ends is None:
            print(f"\nThe ward goes on; Ctrl-C ends it. Its desk: {self.address}")
            print("Sample officers, of this demo alone:")
            for one in self.people:
                print(f"  {one['name']:9} password {one['password']}   second factor {one['secret']}")
            print(f"What an authenticator app would show: python3 {HERE}/people.py {self.folder} lan")
            print("A home to see, press and hear: "
                  f"{self.address}w/01.00004/homes/nha-ba-dinh/simulator", flush=True)
        while self.ends is None or time.monotonic() < self.ends:
            time.sleep(0.5)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    options = parser.parse_args()
    seconds = float(os.environ.get("DEMO_SECONDS", "0") or 0)
    demo = Demo(options.programs.resolve(), options.folder.resolve(), seconds)
    # Ctrl-C and a polite kill end it alike; a shell may have started it with both ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    interrupted = False
    try:
        demo.run()
    except KeyboardInterrupt:
        interrupted = True
        print("\nEnding …", flush=True)
    except RuntimeError as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        demo.steps.append((str(trouble).splitlines()[0], False))
    finally:
        # A second Ctrl-C must not interrupt the tidying up.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        demo.stop()
    failed = [what for what, ok in demo.steps if not ok]
    if failed or not demo.steps:
        print("Not observed: " + "; ".join(failed), file=sys.stderr)
        return 1
    print("Ended; nothing is left running." if interrupted else
          f"{len(demo.steps)} steps, all observed; nothing is left running.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
