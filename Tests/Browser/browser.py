#!/usr/bin/python3
"""The desk's pages in Debian's Chromium: stories with the real server, a real broker and real homes.

Ends with 0 if every story came to its end. Screenshots at a laptop's and a telephone's width are in the
folder of each story, under screens/.
"""

import argparse
import importlib
import pathlib
import sys
import time
import traceback

from office import Office
from people import Person, give_key, staff

STORIES = (
    "approval", "directory", "keys", "emergency", "feedback", "phone", "voice", "troubles", "killed",
    "accessibility", "live", "settings", "install")


def tell(name, programs, folder):
    story = importlib.import_module(f"stories.{name}")
    voice = story.voice(folder) if hasattr(story, "voice") else None
    with (Office(programs, folder / name, story.HOMES) as office,
          Person(office, "truong") as administrator, Person(office, "lan") as lan,
          Person(office, "minh", voice=voice) as minh, Person(office, "hoa", voice=voice) as hoa):
        staff(office, administrator, {
            lan: ("editor",), minh: ("approver",), hoa: ("approver", "operator", "installer")})
        give_key(office, lan, "editor")
        give_key(office, minh, "approver")
        give_key(office, hoa, "emergency" if name in ("emergency", "live") else "approver")
        try:
            story.tell(office, lan, minh, hoa)
        except BaseException:
            for person in (lan, minh, hoa):
                person.browser.save_screenshot(str(office.folder / f"{person.name}.png"))
            raise
        for person in (lan, minh, hoa):
            assert not (faults := person.faults()), f"{person.name}'s browser: {faults}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="the folder of loanha, loanha-desk, loanhad")
    parser.add_argument("--folder", default=".build/browser", help="for what the stories leave")
    parser.add_argument("--only", action="append", choices=STORIES, help="may be repeated")
    options = parser.parse_args()
    failed = []
    for name in options.only or STORIES:
        began = time.monotonic()
        try:
            tell(name, options.programs, pathlib.Path(options.folder).resolve())
            print(f"  ✔ {name} ({time.monotonic() - began:.0f} s)", flush=True)
        except Exception:
            failed.append(name)
            traceback.print_exc()
            print(f"  ✘ {name}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
