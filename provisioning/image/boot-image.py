#!/usr/bin/python3
"""Boots a card image in QEMU as a board would: boot loader, kernel, system, terminal.

The image itself is not touched: a copy is booted, as large as a small card. It has started when the
terminal said that it is ready and the system filled up its boot counter; that is read on the card,
from outside. What is on the screen then is kept as a picture, and the card is looked at once more.
"""

import argparse
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
        json.loads(self.lines.readline())
        self.ask("qmp_capabilities")

    def ask(self, command, **arguments):
        request = {"execute": command, "arguments": arguments}
        self.socket.sendall(json.dumps(request).encode() + b"\n")
        while True:
            answer = json.loads(self.lines.readline())
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


def data_partition_mebibytes(card):
    with open(card, "rb") as file:
        table = file.read(512)
    _, sectors = struct.unpack("<II", table[446 + 3 * 16 + 8:446 + 3 * 16 + 16])
    return sectors * 512 // MEBIBYTE


def started(machine, card, timeout_seconds):
    """Waits until the boot loader has counted an attempt and the system has filled it up again."""
    begin = time.monotonic()
    attempted = None
    while time.monotonic() - begin < timeout_seconds:
        if machine.process.poll() is not None:
            raise Failure(f"QEMU ended with {machine.process.returncode}")
        state = counters(card)
        left = state.get("BOOT_A_LEFT") if state else None
        if attempted is None and left == "2":
            attempted = time.monotonic() - begin
        if attempted is not None and left == "3":
            return attempted, time.monotonic() - begin
        if left in ("0", "1"):
            raise Failure("the system did not start at the first attempt")
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


def boot(options):
    folder = options.folder
    card = folder / "card.img"
    image = folder / f"loanha-{options.board}.img"
    card.unlink(missing_ok=True)
    subprocess.run(["cp", "--sparse=always", str(image), str(card)], check=True)
    os.truncate(card, CARD_BYTES)

    machine = Machine(machine_arguments(options.model, card, folder, options.packages), folder)
    try:
        attempted, ready = started(machine, card, options.timeout)
        say(f"boot loader handed over after {attempted:.1f} s, system A was good after {ready:.1f} s")
        if options.model == "virt":
            picture = painted(machine, folder / "screen.png")
            say(f"screen {picture.width}x{picture.height}: {folder / 'screen.png'}")
        machine.ask("quit")
        machine.process.wait(30)
    finally:
        machine.end()

    mebibytes = data_partition_mebibytes(card)
    say(f"data partition: {mebibytes} MiB of a card of {CARD_BYTES // MEBIBYTE} MiB")
    if mebibytes < 800:
        raise Failure("the data partition did not take the rest of the card")
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
        sys.exit("boot-image: no qemu-system-aarch64; install provisioning/apt-image.txt")
    try:
        boot(options)
    except Failure as failure:
        serial = options.folder / "serial.log"
        sys.exit(f"boot-image: {failure}\nWhat the board said: {serial}; its card: "
                 f"{options.folder / 'card.img'}")


if __name__ == "__main__":
    main()
