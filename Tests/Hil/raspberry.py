#!/usr/bin/python3
"""Starts the arm64 terminal on QEMU's model of a Raspberry Pi 3 Model B, with Debian's kernel.

The model has no sound, no display that Linux could drive, no network and no clock that keeps the
time: the terminal must say what is missing, go on, and end when it is asked to.

    raspberry.py --package FILE.deb --programs FOLDER
"""

import argparse
import gzip
import pathlib
import re
import shutil
import subprocess
import sys
import time

from build_arm64 import SDK, build_for
from build_guest import run
from guest import wait_until
from ward import AREA, NAME

TIMEOUT_SECONDS = 240
# Of fonts-noto-core, which the package depends on.
FONTS = pathlib.Path("/usr/share/fonts/truetype/noto")

INIT = """#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
echo "RIG model $(tr -d '\\0' < /proc/device-tree/model)"
step() {
  echo "RIG begin $1"
  shift
  "$@"
  echo "RIG status $?"
}
export ALSA_CONFIG_PATH=/usr/share/loanha/alsa.conf
step version loanhad --version
step describe loanhad --describe --board auto
step wrong-board loanhad --board /usr/share/loanha/boards/raspberry-pi-4.toml --home /home
step prepare loanhad --prepare --home /home
echo "RIG begin run"
loanhad --board auto --home /home &
terminal=$!
sleep 20
kill -0 $terminal && echo "RIG alive"
kill -TERM $terminal
wait $terminal
echo "RIG status $?"
echo "RIG end"
sleep 1000
"""


def libraries(program, root):
    """The shared libraries that a program loads, and those that they load, in the sysroot."""
    folders = [root / "usr/lib/aarch64-linux-gnu", root / "usr/lib"]
    found, names = {}, [program]
    while names:
        listed = run("aarch64-linux-gnu-readelf", "--dynamic", names.pop())
        for name in re.findall(r"NEEDED.*\[(.*)\]", listed):
            if name not in found:
                found[name] = next(f / name for f in folders if (f / name).exists())
                names.append(found[name])
    return found


def build_initrd(build, home, target):
    """One file system in memory: the terminal's package, its libraries, a home, and INIT."""
    tree = build.folder / "raspberry"
    shutil.rmtree(tree, ignore_errors=True)
    for name in ("bin", "dev", "lib", "proc", "sys", "tmp"):
        (tree / name).mkdir(parents=True)
    run("dpkg-deb", "--extract", build.package, tree)
    shutil.copytree(home, tree / "home")
    for name, file in libraries(tree / "usr/bin/loanhad", SDK / "sysroot").items():
        shutil.copy(file, tree / "lib" / name)
    fonts = tree / FONTS.relative_to("/")
    fonts.mkdir(parents=True)
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
        shutil.copy(FONTS / name, fonts)
    shutil.copy(build.busybox, tree / "bin" / "busybox")
    for applet in ("cat", "echo", "kill", "mount", "sh", "sleep", "tr"):
        (tree / "bin" / applet).symlink_to("busybox")
    (tree / "init").write_text(INIT)
    (tree / "init").chmod(0o755)
    names = "\n".join(str(path.relative_to(tree)) for path in sorted(tree.rglob("*")))
    archive = subprocess.run(
        ["cpio", "--create", "--format=newc", "--owner=0:0", "--quiet"], cwd=tree,
        input=names.encode(), stdout=subprocess.PIPE, check=True).stdout
    target.write_bytes(gzip.compress(archive, compresslevel=1))


def make_home(programs, folder):
    """A home that is enrolled in a ward which it will not reach."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    loanha = pathlib.Path(programs).resolve() / "loanha"
    run(loanha, "ward", "init", "--ward", folder / "ward", "--area", AREA, "--name", NAME)
    run(loanha, "terminal", "enroll", "--ward", folder / "ward", "--id", "nha-1",
        "--home", folder / "home")
    return folder / "home"


def start(build, initrd, console):
    """Starts QEMU; the second serial port is the one that the board's kernel writes to."""
    (tree,) = build.folder.glob("kernel/usr/lib/linux-image-*/broadcom/bcm2837-rpi-3-b.dtb")
    return subprocess.Popen(
        ["qemu-system-aarch64", "-M", "raspi3b", "-display", "none", "-no-reboot",
         "-kernel", build.vmlinux, "-initrd", initrd, "-dtb", tree,
         "-append", "console=ttyS1,115200 quiet loglevel=4 panic=-1",
         "-serial", "null", "-serial", f"file:{console}"], stdin=subprocess.DEVNULL)


def steps(text):
    """What each step printed, and its status."""
    found = {}
    for name, said, status in re.findall(
            r"^RIG begin (\S+)\n(.*?)^RIG status (\d+)", text, re.M | re.S):
        found[name] = (said, int(status))
    return found


def check(text):
    done = steps(text)
    assert "RIG model Raspberry Pi 3 Model B" in text, "another machine"
    assert done["version"][1] == 0 and done["version"][0].startswith("loanhad "), done["version"]
    assert done["describe"][1] == 0 and "raspberry-pi-3b-plus" in done["describe"][0], done["describe"]
    assert done["wrong-board"][1] == 78, done["wrong-board"]
    assert done["prepare"][1] == 0, done["prepare"]
    said, status = done["run"]
    for missing in ("no sound", "no display", "no link"):
        assert missing in said, f"nothing is said of “{missing}”: {said}"
    assert "RIG alive" in said, f"the terminal ended: {said}"
    assert status == 0, f"the terminal ended with {status}: {said}"
    return said


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", required=True, help="the terminal's Debian package for arm64")
    parser.add_argument("--programs", required=True, help="the folder of loanha")
    options = parser.parse_args()
    began = time.monotonic()
    build = build_for(SDK / "hil", options.package)
    build.build()
    out = build.folder / "raspberry-out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    initrd, console = out / "initrd.gz", out / "console.log"
    build_initrd(build, make_home(options.programs, build.folder / "raspberry-ward"), initrd)

    def text():
        return console.read_text(errors="replace").replace("\r", "") if console.exists() else ""

    machine = start(build, initrd, console)
    try:
        wait_until(lambda: "RIG end" in text() or machine.poll() is not None,
                   "the end of the steps", TIMEOUT_SECONDS)
        said = check(text())
    except Exception as fault:
        print(f"FAILED  raspberry: {fault}\nWhat the board said is in {console}.")
        return 1
    finally:
        machine.kill()
        machine.wait()
    print(f"passed  {time.monotonic() - began:6.1f} s  raspberry: the terminal starts on -M raspi3b, "
          "says what is missing, and goes on")
    print(re.sub("^", "                  ", said.strip(), flags=re.M))
    return 0


if __name__ == "__main__":
    sys.exit(main())
