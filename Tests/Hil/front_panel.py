"""A front panel that is plugged into the guest's USB: eight lamps and a display's light.

QEMU hands a USB device to whoever speaks usbredir at a socket. This one is a PicoLCD, for which
Debian's kernel has a driver that makes LEDs and a backlight of it; what the driver tells the device
to do is what a person in front of it would see. Its own small display stays unused.
"""

import socket
import struct
import threading

from guest import wait_until

# Of usbredir's messages, those that a HID device meets.
HELLO, CONNECT, INTERFACES, ENDPOINTS = 0, 1, 4, 5
SET_CONFIGURATION, GET_CONFIGURATION, CONFIGURATION = 6, 7, 8
SET_SETTING, GET_SETTING, SETTING = 9, 10, 11
START_INTERRUPT, STOP_INTERRUPT, INTERRUPT = 15, 16, 17
CONTROL_PACKET, INTERRUPT_PACKET = 100, 103
# Kind, length, number; the number has 64 bits once both have greeted.
GREETING = struct.Struct("<III")
HEADER = struct.Struct("<IIQ")
CONTROL = struct.Struct("<BBBBHHH")
# Capabilities, without which QEMU takes no device at an xHCI: the connection tells the device's
# version, endpoints their packets' size, messages have numbers of 64 bits, lengths of 32.
CAPABILITIES = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6
FULL_SPEED, HID_CLASS, INTERRUPT_TYPE, NO_TYPE = 1, 3, 3, 255
VENDOR, PRODUCT, VERSION = 0x04d8, 0xc002, 0x0001
IN, OUT, PACKET_BYTES = 0x81, 0x01, 64

# The device's reports and their bytes.
INPUTS = {0x11: 2, 0x21: 63, 0xf1: 2}
LAMPS, LIGHT, ASKED_VERSION = 0x81, 0x91, 0xf1
OUTPUTS = {LAMPS: 1, LIGHT: 1, 0x92: 1, 0x93: 2, 0x94: 63, 0x95: 63, 0x96: 63, ASKED_VERSION: 1}

# As the kernel names them: the first HID device since the boot.
NAME = f"0003:{VENDOR:04X}:{PRODUCT:04X}.0001"

# The board with this panel, a file beside the one that it inherits from, and its lamps.
BOARD = "/run/boards/front-panel.toml"
ALERT, READY = 0, 1
MAKE_BOARD = f"""
until [ -e /sys/class/leds/{NAME}::GPO7 ]; do sleep 0.1; done
udevadm settle
mkdir -p /run/boards
cp /usr/share/loanha/boards/qemu-x86.toml /run/boards
cat >{BOARD} <<'END'
name = "front-panel"
status = "sketch"
inherit = "qemu-x86"
[display]
backlight = "{NAME}"
brightness-percent = 80
night-brightness-percent = 0
[lamp.alert]
led = "{NAME}::GPO{ALERT}"
[lamp.ready]
led = "{NAME}::GPO{READY}"
END
"""
# 80 % of 255.
DAYLIGHT = 204


def report_descriptor():
    """Every report as bytes of a vendor's own usage."""
    def items(reports, main):
        return b"".join(bytes([0x85, number, 0x09, number, 0x95, count, *main])
                        for number, count in reports.items())

    head = bytes([0x06, 0x00, 0xff, 0x09, 0x01, 0xa1, 0x01, 0x15, 0x00, 0x26, 0xff, 0x00, 0x75, 0x08])
    return head + items(INPUTS, (0x81, 0x02)) + items(OUTPUTS, (0x91, 0x02)) + b"\xc0"


def descriptors():
    """What the device answers to GET_DESCRIPTOR, by type."""
    report = report_descriptor()
    hid = struct.pack("<BBHBBBH", 9, 0x21, 0x0111, 0, 1, 0x22, len(report))
    interface = bytes([9, 4, 0, 0, 2, HID_CLASS, 0, 0, 0]) + hid
    for endpoint in (IN, OUT):
        interface += struct.pack("<BBBBHB", 7, 5, endpoint, INTERRUPT_TYPE, PACKET_BYTES, 10)
    configuration = struct.pack("<BBHBBBBB", 9, 2, 9 + len(interface), 1, 1, 0, 0x80, 50)
    device = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0, 0, 0, PACKET_BYTES, VENDOR, PRODUCT,
                         VERSION, 0, 0, 0, 1)
    return {1: device, 2: configuration + interface, 0x21: hid, 0x22: report}


class FrontPanel:
    """Plugged in, with a board file that names it; a thread is the device until the guest is gone."""

    def __init__(self, guest):
        path = guest.folder / "front-panel"
        path.unlink(missing_ok=True)
        guest.monitor.execute("chardev-add", id="front-panel", backend={
            "type": "socket", "data": {"addr": {"type": "unix", "data": {"path": str(path)}},
                                       "server": True, "wait": False}})
        guest.plug("usb-redir", "front-panel", bus="usb.0", chardev="front-panel")
        self.told = []  # everything that the driver has told the device: (report, value)
        self._guest = guest
        self._descriptors = descriptors()
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        threading.Thread(target=self._run, daemon=True).start()
        guest.run(MAKE_BOARD)

    # What it shows

    def lamp(self, number):
        """Whether a lamp, 0…7, shines; `None` before the driver has said so."""
        told = [value for report, value in self.told if report == LAMPS]
        return bool(told[-1] >> number & 1) if told else None

    def wait_for_lamp(self, number, shines):
        wait_until(lambda: self.lamp(number) == shines, f"lamp {number} {'on' if shines else 'off'}")

    def wait_until_blinking(self, number):
        """Waits until a lamp has gone on, off and on again by itself."""
        for shines in (True, False, True):
            self.wait_for_lamp(number, shines)

    def wait_until_steady(self, number):
        """Waits until a lamp shines and its driver is no longer told to blink."""
        trigger = f"cat /sys/class/leds/{NAME}::GPO{number}/trigger"
        wait_until(lambda: "[none]" in self._guest.run(trigger), f"lamp {number} that is steady")
        self.wait_for_lamp(number, True)

    def wait_for_light(self, level):
        """Waits until the display's light is so bright, 0…255."""
        def told():
            return [value for report, value in self.told if report == LIGHT][-1:]

        wait_until(lambda: told() == [level], f"light {level}")

    # The device

    def _send(self, kind, data=b"", number=0):
        self._socket.sendall(HEADER.pack(kind, len(data), number) + data)

    def _run(self):
        try:
            self._live()
        except OSError:
            pass  # The guest is gone.

    def _live(self):
        hello = b"front panel".ljust(64, b"\0") + struct.pack("<I", CAPABILITIES)
        self._socket.sendall(GREETING.pack(HELLO, len(hello), 0) + hello)
        with self._socket.makefile("rb") as stream:
            _, length, _ = GREETING.unpack(stream.read(GREETING.size))
            stream.read(length)
            self._connect()
            while header := stream.read(HEADER.size):
                kind, length, number = HEADER.unpack(header)
                self._take(kind, stream.read(length), number)

    def _connect(self):
        def each(value, of_control, of_interrupt):
            """A value for each of 32 endpoints; the lower half goes to the device."""
            values = [value] * 32
            values[0] = values[16] = of_control
            values[1] = values[17] = of_interrupt
            return values

        self._send(INTERFACES, struct.pack("<I", 1) + b"".join(
            bytes([value]).ljust(32, b"\0") for value in (0, HID_CLASS, 0, 0)))
        self._send(ENDPOINTS, bytes(each(NO_TYPE, 0, INTERRUPT_TYPE)) + bytes(each(0, 0, 10))
                   + bytes(32) + struct.pack("<32H", *each(0, PACKET_BYTES, PACKET_BYTES)))
        self._send(CONNECT, struct.pack(
            "<BBBBHHH", FULL_SPEED, 0, 0, 0, VENDOR, PRODUCT, VERSION))

    def _take(self, kind, data, number):
        if kind in (SET_CONFIGURATION, GET_CONFIGURATION):
            self._send(CONFIGURATION, bytes([0, 1]), number)
        elif kind in (SET_SETTING, GET_SETTING):
            self._send(SETTING, bytes([0, 0, 0]), number)
        elif kind in (START_INTERRUPT, STOP_INTERRUPT):
            self._send(INTERRUPT, bytes([0, data[0]]), number)
        elif kind == CONTROL_PACKET:
            self._control(data, number)
        elif kind == INTERRUPT_PACKET:
            endpoint, _, length = struct.unpack_from("<BBH", data)
            self._send(INTERRUPT_PACKET, struct.pack("<BBH", endpoint, 0, length), number)
            self._report(data[4:])

    def _control(self, data, number):
        endpoint, request, kind, _, value, index, length = CONTROL.unpack_from(data)
        answer = b""
        if request == 6 and kind & 0x80:
            answer = self._descriptors.get(value >> 8, b"")[:length]
            length = len(answer)
        elif request == 9 and kind == 0x21:
            self._report(data[CONTROL.size:])
        self._send(CONTROL_PACKET, CONTROL.pack(
            endpoint, request, kind, 0, value, index, length) + answer, number)

    def _report(self, data):
        """The driver tells the device to do something."""
        if data[0] == ASKED_VERSION:
            self._send(INTERRUPT_PACKET, struct.pack("<BBH", IN, 0, 3) + bytes([data[0], 0, 1]))
        else:
            self.told.append((data[0], data[1]))
