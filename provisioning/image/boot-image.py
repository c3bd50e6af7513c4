#!/usr/bin/python3
"""Boots a card image in QEMU as a board would: boot loader, kernel, system, terminal.

The image itself is not touched: a copy is booted, as large as a small card. It has started when the
terminal said that it is ready and the system filled up its boot counter; that is read on the card,
from outside. What is on the screen then is kept as a picture, and the card is looked at once more.
Where the board has a screen, a household's enrolment is then put on the card as an installer would,
and the board is started again: the terminal has it, and the installer's part no longer. In the end
system A is damaged, and the board starts system B.
"""

import argparse
import contextlib
import json
import os
import pathlib
import shutil
import socket
import struct
import subprocess
import sys
import time
import zlib

from PIL import Image

MEBIBYTE = 1 << 20
# QEMU takes an SD card only if its size is a power of two.
CARD_BYTES = 2048 * MEBIBYTE
COUNTERS_OFFSET = 0x3F0000
COUNTERS_BYTES = 512
BOOT_OFFSET = 4 * MEBIBYTE
SYSTEM_OFFSETS = {"A": 132 * MEBIBYTE, "B": 644 * MEBIBYTE}
# What `loanha terminal enroll` writes, for a ward that nobody can reach.
SETTINGS = """terminal = "nha-1"
area = "01.00004"
groups = []
ward = "01.00004"
ward-name = "phường Ba Đình"
root-key = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

[broker]
host = "10.0.2.2"
port = 8883
ca = "ca.pem"
certificate = "identity.pem"
key = "identity.key"
"""


class Failure(Exception):
    """What the image should have done and did not."""


class Machine:
    """QEMU, with a socket to talk to it (QMP)."""

    def __init__(self, arguments, folder):
        self.serial = folder / "serial.log"
        control = folder / "qemu.sock"
        control.unlink(missing_ok=True)
        self.serial.unlink(missing_ok=True)
        self.process = subprocess.Popen(
            ["qemu-system-aarch64", "-nodefaults", "-no-user-config", "-display", "none",
             "-serial", f"file:{self.serial}", "-qmp", f"unix:{control},server=on,wait=off",
             *arguments])
        deadline = time.monotonic() + 30
        while not control.exists():
            if self.process.poll() is not None:
                raise Failure(f"QEMU ended with {self.process.returncode}")
            if time.monotonic() > deadline:
                raise Failure("QEMU opens no control socket")
            time.sleep(0.05)
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(control))
        self.lines = self.socket.makefile("r")
        self.message()
        self.ask("qmp_capabilities")

    def message(self):
        try:
            line = self.lines.readline()
        except OSError:
            line = ""
        if not line:
            raise Failure(f"QEMU ended with {self.process.wait(30)}; it said why above")
        return json.loads(line)

    def ask(self, command, **arguments):
        request = {"execute": command, "arguments": arguments}
        with contextlib.suppress(OSError):  # `message` says that QEMU has ended
            self.socket.sendall(json.dumps(request).encode() + b"\n")
        while True:
            answer = self.message()
            if "error" in answer:
                raise Failure(f"QEMU: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def screen(self, path):
        self.ask("screendump", filename=str(path), format="png")
        with Image.open(path) as picture:
            return picture.convert("RGB")

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def machine_arguments(model, card, folder, packages):
    """What makes QEMU the board. A card is seen through a write-back cache, so that what the guest
    wrote can be read in its file while it runs."""
    if model == "virt":
        return [
            "-M", "virt", "-cpu", "cortex-a53", "-smp", "2", "-m", "512",
            "-accel", "tcg,thread=multi",
            "-bios", str(packages / "u-boot-qemu/usr/lib/u-boot/qemu_arm64/u-boot.bin"),
            "-drive", f"file={card},if=none,id=card,format=raw",
            "-device", "virtio-blk-pci,drive=card",
            "-device", "virtio-gpu-pci,xres=800,yres=480",
            "-device", "virtio-keyboard-pci",
            "-audiodev", "none,id=sound", "-device", "intel-hda",
            "-device", "hda-output,audiodev=sound",
            # A network with an address to be had and nothing behind it.
            "-netdev", "user,id=network,restrict=on",
            "-device", "virtio-net-pci,netdev=network",
            "-device", "virtio-rng-pci", "-device", "i6300esb",
        ]
    if model == "raspi3b":
        # QEMU's model lacks the GPU's processor, which would read these two files from the card.
        # The console is the model's second serial port.
        return [
            "-serial", f"file:{folder / 'serial-1.log'}",
            "-M", "raspi3b", "-accel", "tcg,thread=multi",
            "-kernel", str(folder / "boot/u-boot.bin"), "-dtb", str(folder / "boot/board.dtb"),
            "-drive", f"file={card},if=sd,format=raw",
        ]
    raise Failure(f"no machine {model}")


def counters(card):
    """The boot counters, or None if the sector does not pass its checksum, as on a new card."""
    with open(card, "rb") as file:
        file.seek(COUNTERS_OFFSET)
        sector = file.read(COUNTERS_BYTES)
    (checksum,) = struct.unpack("<I", sector[:4])
    if zlib.crc32(sector[4:]) != checksum:
        return None
    lines = sector[4:].split(b"\0\0")[0].split(b"\0")
    return dict(line.decode().split("=", 1) for line in lines)


def data_partition(card):
    """Where it begins and how long it is, in bytes."""
    with open(card, "rb") as file:
        table = file.read(512)
    return [sectors * 512 for sectors in struct.unpack_from("<II", table, 446 + 3 * 16 + 8)]


def installers_files(card):
    """The files in the boot partition's folder for an enrolment."""
    listing = subprocess.run(["mdir", "-b", "-i", f"{card}@@{BOOT_OFFSET}", "::loanha/home"],
                             capture_output=True, text=True)
    return [line.rsplit("/", 1)[1] for line in listing.stdout.splitlines()]


def homes_files(card):
    """The files in the terminal's home, each with its mode and owner. The board was switched off
    while it ran: what its journal holds comes to its place on a copy of the partition, as it would
    at the board's next start."""
    offset, _ = data_partition(card)
    copy = card.with_name("data-copy.ext4")
    subprocess.run(["dd", f"if={card}", f"of={copy}", "bs=1M", f"skip={offset // MEBIBYTE}",
                    "conv=sparse", "status=none"], check=True)
    repair = subprocess.run(["e2fsck", "-p", str(copy)], capture_output=True, text=True)
    if repair.returncode not in (0, 1):
        raise Failure(f"the data partition is damaged: {repair.stdout}{repair.stderr}")
    listing = subprocess.run(["debugfs", "-R", "ls -p /loanha", str(copy)],
                             capture_output=True, text=True, check=True)
    copy.unlink()
    entries = [line.strip("/").split("/") for line in listing.stdout.splitlines() if line]
    return {entry[4]: (entry[1], entry[2]) for entry in entries if len(entry) > 4}


def enrol(card, folder):
    """Puts a household's enrolment on the card, as an installer would."""
    home = folder / "enrolment"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=nha-1",
                    "-days", "2", "-keyout", str(home / "identity.key"),
                    "-out", str(home / "identity.pem")], check=True, capture_output=True)
    shutil.copy(home / "identity.pem", home / "ca.pem")
    (home / "settings.toml").write_text(SETTINGS)
    files = sorted(home.iterdir())
    subprocess.run(["mcopy", "-i", f"{card}@@{BOOT_OFFSET}", *map(str, files), "::loanha/home/"],
                   check=True)
    return [file.name for file in files]


def damage_system_a(card, system):
    """Puts the system, a file system's image, into slot B, and an empty first MiB into slot A."""
    with open(card, "r+b") as file, open(system, "rb") as source:
        file.seek(SYSTEM_OFFSETS["B"])
        shutil.copyfileobj(source, file, MEBIBYTE)
        file.seek(SYSTEM_OFFSETS["A"])
        file.write(bytes(MEBIBYTE))


def wait_until_good(machine, card, system, timeout_seconds):
    """Waits until the boot loader has counted an attempt of this system, A or B, and the system has
    filled it up again. Says how many seconds each took."""
    begin = time.monotonic()
    attempted = None
    while time.monotonic() - begin < timeout_seconds:
        if machine.process.poll() is not None:
            raise Failure(f"QEMU ended with {machine.process.returncode}")
        left = (counters(card) or {}).get(f"BOOT_{system}_LEFT")
        if attempted is None and left == "2":
            attempted = time.monotonic() - begin
        if attempted is not None and left == "3":
            return attempted, time.monotonic() - begin
        if left in ("0", "1"):
            raise Failure(f"system {system} did not start at the first attempt")
        time.sleep(0.2)
    where = "the boot loader has counted no attempt" if attempted is None else "it never got ready"
    raise Failure(f"not started within {timeout_seconds} s: {where}")


def painted(machine, path, timeout_seconds=60):
    """The screen, once it is the same twice and has text on it."""
    before = None
    deadline = time.monotonic() + timeout_seconds
    while time.monotonic() < deadline:
        picture = machine.screen(path)
        if picture.getcolors(1 << 20) and len(picture.getcolors(1 << 20)) > 8:
            if before is not None and picture.tobytes() == before:
                return picture
            before = picture.tobytes()
        time.sleep(1)
    raise Failure(f"nothing is painted: {path}")


def start(options, card, system, picture):
    """Boots the card until this system is good, and keeps what is then on the screen."""
    machine = Machine(
        machine_arguments(options.model, card, options.folder, options.packages), options.folder)
    try:
        attempted, good = wait_until_good(machine, card, system, options.timeout)
        say(f"system {system}: begun after {attempted:.1f} s, terminal ready after {good:.1f} s")
        if options.model == "virt":
            screen = painted(machine, options.folder / picture)
            say(f"screen of {screen.width}x{screen.height}: {options.folder / picture}")
        machine.ask("quit")
        machine.process.wait(30)
    finally:
        machine.end()


def boot(options):
    card = options.folder / "card.img"
    card.unlink(missing_ok=True)
    subprocess.run(["cp", "--sparse=always",
                    str(options.folder / f"loanha-{options.board}.img"), str(card)], check=True)
    os.truncate(card, CARD_BYTES)

    start(options, card, "A", "claim.png")
    _, data_bytes = data_partition(card)
    say(f"data partition: {data_bytes // MEBIBYTE} MiB of a card of {CARD_BYTES // MEBIBYTE} MiB")
    if data_bytes < 800 * MEBIBYTE:
        raise Failure("the data partition did not take the rest of the card")

    if options.model == "virt":
        files = enrol(card, options.folder)
        start(options, card, "A", "enrolled.png")
        left = set(files) & set(installers_files(card))
        if left:
            raise Failure(f"still in the installer's folder: {sorted(left)}")
        home = homes_files(card)
        for name in files:
            if home.get(name) != ("100600", "900"):
                raise Failure(f"{name} in the terminal's home: {home.get(name, 'missing')}")
        say(f"enrolled: {len(files)} files went from the installer's folder to the terminal's home")

        damage_system_a(card, options.folder / "root.ext4")
        start(options, card, "B", "system-b.png")
    card.unlink()


def say(text):
    print(f"image [boot] {text}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--board", required=True)
    parser.add_argument("--model", required=True, help="QEMU's machine: virt or raspi3b")
    parser.add_argument("--folder", required=True, type=pathlib.Path, help="where the image is")
    parser.add_argument("--packages", required=True, type=pathlib.Path, help="Debian's U-Boot")
    # Six times what it takes on an idle machine with two cores.
    parser.add_argument("--timeout", type=float, default=300, help="seconds to wait for the system")
    options = parser.parse_args()
    if shutil.which("qemu-system-aarch64") is None:
        sys.exit("boot-image: no qemu-system-aarch64; install provisioning/apt-arm64.txt")
    try:
        boot(options)
    except Failure as failure:
        serial = options.folder / "serial.log"
        sys.exit(f"boot-image: {failure}\nWhat the board said: {serial}; its card: "
                 f"{options.folder / 'card.img'}")


if __name__ == "__main__":
    main()
