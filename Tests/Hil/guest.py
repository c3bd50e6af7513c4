"""A guest under QEMU, seen from outside: its power, its devices, its wires.

Emulation in software only: the same on every machine, and nothing needs /dev/kvm. Two ways lead
in: QMP, QEMU's own control socket, and a virtio serial port on which the rig's agent runs what it
is sent. The agent is for preparing and for looking; what is tested enters and leaves by the
devices.
"""

import base64
import json
import pathlib
import queue
import socket
import subprocess
import threading
import time

# Where the guest finds the host, on QEMU's user network.
HOST_ADDRESS = "10.0.2.2"
# Everything in the guest is slow, and slower when the machine is busy: limits that only a fault
# reaches, in seconds.
BOOT_SECONDS = 180
AGENT_SECONDS = 90
MEMORY_MEGABYTES = 256
# A kernel that panics stays so; it does not panic because a busy host was late with the timer. The
# rest saves time at the boot: nothing is told to the console, and what guards a kernel from attacks
# or counts what it does is left out.
KERNEL_WORDS = ["panic=0", "no_timer_check", "quiet", "loglevel=4", "systemd.show_status=0", "audit=0",
                "cgroup.memory=nokmem,nosocket", "init_on_alloc=0", "lsm=none", "mitigations=off",
                "nokaslr", "psi=0", "rodata=off"]


class GuestError(Exception):
    """The guest, or QEMU, did not do what was asked."""


def wait_until(condition, what, seconds=AGENT_SECONDS, every=0.1):
    """Asks until the answer is true, and returns it; the guest gives no other sign."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise GuestError(f"within {seconds} s not seen: {what}")
        time.sleep(every)


class Monitor:
    """QMP: commands, and the events that QEMU tells by itself."""

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._answers = queue.Queue()
        self._news = threading.Condition()
        self.events = []
        self._file = self._socket.makefile("r", encoding="utf-8")
        self._file.readline()  # the greeting
        threading.Thread(target=self._read, daemon=True).start()
        self.execute("qmp_capabilities")

    def _read(self):
        try:
            for line in self._file:
                message = json.loads(line)
                if "event" not in message:
                    self._answers.put(message)
                    continue
                with self._news:
                    self.events.append(message)
                    self._news.notify_all()
        except OSError:
            pass
        self._answers.put({"error": {"desc": "QEMU is gone"}})

    def execute(self, command, **arguments):
        """Sends a command and returns its answer."""
        message = {"execute": command, "arguments": arguments}
        self._socket.sendall((json.dumps(message) + "\n").encode())
        answer = self._answers.get(timeout=120)
        if "error" in answer:
            raise GuestError(f"{command}: {answer['error']['desc']}")
        return answer["return"]

    def wait_for(self, event, seconds=AGENT_SECONDS, **data):
        """The first event of that name, and with that data, whenever it came."""
        def fits(message):
            given = message.get("data", {})
            return message["event"] == event and all(given.get(k) == v for k, v in data.items())

        end = time.monotonic() + seconds
        with self._news:
            while True:
                for message in self.events:
                    if fits(message):
                        return message
                left = end - time.monotonic()
                if left <= 0 or not self._news.wait(left):
                    raise GuestError(f"no event {event} within {seconds} s")

    def forget(self, event):
        """Passes over what QEMU has told so far."""
        with self._news:
            self.events = [message for message in self.events if message["event"] != event]


class Guest:
    """One QEMU. Use as `with Guest(…) as guest`: it is gone afterwards."""

    def __init__(self, build, folder, data, *, data_format="qcow2", restore=None, audio=None,
                 usb_sounds=0, kernel_words="", display=None):
        """`data`: the file or address of the data partition. `restore`: the name of a snapshot in
        it to go on from, instead of a cold boot. `audio`: the backend of the sound card and its
        microphone, as `-audiodev` has it but without its id; by itself what is played goes into
        `speaker`. `usb_sounds`: how many USB sound cards there are to plug in.
        `kernel_words`: more for the kernel's command line. `display`: another device than the
        build's."""
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.speaker = self.folder / "speaker.wav"
        self._display_slot = 0x1f
        self._log = open(self.folder / "qemu.log", "wb")
        control = {name: self.folder / name for name in ("monitor", "agent")}
        for path in control.values():
            path.unlink(missing_ok=True)
        command = [
            *build.MACHINE, "-m", str(MEMORY_MEGABYTES),
            "-nodefaults", "-no-user-config", "-display", "none", "-rtc", "base=utc",
            "-kernel", build.vmlinux, "-initrd", build.initrd,
            "-append", f"console={build.CONSOLE} {' '.join(KERNEL_WORDS)} {kernel_words}",
            "-serial", f"file:{self.folder / 'console.log'}",
            "-qmp", f"unix:{control['monitor']},server=on,wait=off",
            "-device", "virtio-serial-pci",
            "-chardev", f"socket,id=agent,path={control['agent']},server=on,wait=off",
            "-device", "virtserialport,chardev=agent,name=agent",
            "-device", "virtio-rng-pci",
            "-drive", f"file={build.root},if=none,id=root,format=raw,readonly=on",
            "-device", "virtio-blk-pci,drive=root",
            "-drive", f"file={data},if=none,id=data,format={data_format},cache=writeback",
            "-device", "virtio-blk-pci,drive=data",
            "-netdev", "user,id=network",
            "-device", "virtio-net-pci,netdev=network,id=ethernet",
            "-device", "qemu-xhci,id=usb",
            "-device", f"{display or build.DISPLAY + ',xres=800,yres=480'},id=display",
            "-device", "i6300esb", "-action", "watchdog=reset", *build.DEVICES,
        ]
        backends = {"sound": audio or f"wav,path={self.speaker},out.frequency=48000"}
        for number in range(1, usb_sounds + 1):
            backends[f"usb-sound-{number}"] = f"wav,path={self.usb_speaker(number)}"
        for name, backend in backends.items():
            driver, _, options = backend.partition(",")
            command += ["-audiodev", f"{driver},id={name},{options}"]
        # Without its timer the card takes sound as the backend does, and a host that is too busy
        # to run QEMU for a moment loses none of it.
        command += ["-device", "intel-hda",
                    "-device", "hda-duplex,audiodev=sound,use-timer=off"]
        if restore is not None:
            command += ["-loadvm", restore]
        self.process = subprocess.Popen(
            list(map(str, command)), stdin=subprocess.DEVNULL, stdout=self._log,
            stderr=self._log)
        try:
            self._connect(control, restore is not None)
        except BaseException:
            self.kill()
            raise

    def _connect(self, control, is_restored):
        for path in control.values():
            wait_until(lambda: path.exists() or not self.is_running, f"{path}", 30, every=0.02)
        if not self.is_running:
            raise GuestError((self.folder / "qemu.log").read_text(errors="replace"))
        self.monitor = Monitor(control["monitor"])
        self._agent = socket.socket(socket.AF_UNIX)
        self._agent.connect(str(control["agent"]))
        self._agent_lines = self._agent.makefile("rb")
        if is_restored:
            self._meet_agent()
        else:
            self.wait_for_agent()

    def _meet_agent(self):
        """Finds the agent in a guest that goes on from a snapshot. It saw the host go, and may be
        starting anew just now: then the first word to it is lost."""
        for _ in range(20):
            word = str(time.monotonic_ns())
            self._agent.settimeout(5)
            self._agent.sendall(base64.b64encode(f"echo {word}".encode()) + b"\n")
            try:
                while line := self._agent_lines.readline():
                    if base64.b64decode(line.partition(b" ")[2]).decode().strip() == word:
                        return
            except TimeoutError:
                self._agent_lines = self._agent.makefile("rb")
        raise GuestError("the agent does not answer after a snapshot")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.quit()

    # Power

    @property
    def is_running(self):
        return self.process.poll() is None

    def wait_for_agent(self, seconds=BOOT_SECONDS):
        """Waits until the agent has started: at the end of a boot, or of one more."""
        self._agent.settimeout(seconds)
        try:
            line = self._agent_lines.readline()
        except TimeoutError:
            raise GuestError(f"the guest has not booted within {seconds} s") from None
        if line != b"ready\n":
            raise GuestError(f"instead of the agent came {line!r}")

    def kill(self):
        """The power goes, and with it whatever the guest had in memory."""
        if self.is_running:
            self.process.kill()
        self.process.wait()
        self._log.close()

    def quit(self):
        """Ends QEMU in order: the sound that it recorded is complete then."""
        if self.is_running:
            try:
                self.monitor.execute("quit")
                self.process.wait(20)
            except (GuestError, OSError, queue.Empty, subprocess.TimeoutExpired):
                pass
        self.kill()

    def save(self, name):
        """Takes a snapshot that `restore` can go on from."""
        said = self.monitor.execute(
            "human-monitor-command", **{"command-line": f"savevm {name}"})
        if said.strip():
            raise GuestError(f"no snapshot: {said}")

    def processor_seconds(self):
        """Time that the host's processors have spent on this guest."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / 100

    # The agent

    def run(self, script, seconds=AGENT_SECONDS, check=True):
        """Runs a shell script as root in the guest; returns what it printed."""
        self._agent.settimeout(seconds)
        self._agent.sendall(base64.b64encode(script.encode()) + b"\n")
        try:
            line = self._agent_lines.readline()
        except TimeoutError:
            raise GuestError(f"not done within {seconds} s: {script}") from None
        status, _, output = line.partition(b" ")
        if not status.strip().isdigit():
            raise GuestError(f"the guest answered {line!r} to: {script}")
        text = base64.b64decode(output).decode(errors="replace").rstrip("\n")
        if check and int(status) != 0:
            raise GuestError(f"status {int(status)}: {script}\n{text}")
        return text

    def push(self, folder, target):
        """Copies a folder into the guest."""
        archive = subprocess.run(
            ["tar", "-C", folder, "-cz", "."], stdout=subprocess.PIPE, check=True).stdout
        self.run(f"mkdir -p {target} && base64 -d <<'END' | tar -C {target} -xz --no-same-owner\n"
                 f"{base64.b64encode(archive).decode()}\nEND")

    def fetch(self, path):
        """The bytes of a file in the guest."""
        return base64.b64decode(self.run(f"base64 -w0 {path}"))

    def set_clock(self):
        """Sets the guest's clock to the host's; a snapshot wakes up in the past."""
        self.run(f"date --utc --set=@{time.time():.3f}")

    def journal(self):
        """What the terminal has told the journal since the boot."""
        return self.run("journalctl --boot --unit loanhad --output cat --no-pager")

    def wait_for_journal(self, words, count=1, seconds=AGENT_SECONDS):
        """Waits until the terminal has said `words` so many times."""
        wait_until(lambda: self.journal().count(words) >= count,
                   f"“{words}” in the terminal's journal", seconds)

    # Devices

    def press(self, key, hold_milliseconds=100):
        """Presses a key of the keyboard, by QEMU's name for it, and waits until it is up."""
        self.monitor.execute("send-key", keys=[{"type": "qcode", "data": key}],
                             **{"hold-time": hold_milliseconds})
        time.sleep(hold_milliseconds / 1000)

    def hold(self, key, down):
        """Puts a key down, or lets it go."""
        value = {"down": down, "key": {"type": "qcode", "data": key}}
        self.monitor.execute("input-send-event", events=[{"type": "key", "data": value}])

    def bounce(self, key, times=3):
        """Presses a key whose contacts bounce: down and up again and again, in no time."""
        value = {"type": "qcode", "data": key}
        self.monitor.execute("input-send-event", events=[
            {"type": "key", "data": {"down": down, "key": value}}
            for _ in range(times) for down in (True, False)])

    def network(self, connected):
        """Pulls the network's plug, or puts it back."""
        self.monitor.execute("set_link", name="ethernet", up=connected)

    def screenshot(self, path):
        """Writes what the display shows, as a PNG file."""
        self.monitor.execute("screendump", filename=str(path), format="png")
        return path

    def plug(self, driver, name, **options):
        """Plugs a device in."""
        self.monitor.execute("device_add", driver=driver, id=name, **options)

    def unplug(self, name):
        """Pulls a device out, and waits until the guest has let it go."""
        self.monitor.forget("DEVICE_DELETED")
        self.monitor.execute("device_del", id=name)
        self.monitor.wait_for("DEVICE_DELETED", device=name)

    def unplug_display(self):
        """Pulls the display out, and waits until the guest has let it go; QEMU tells no end of
        that, since it keeps the picture."""
        self.monitor.execute("device_del", id="display")
        wait_until(lambda: self.run("ls /sys/class/drm") == "version", "a display that goes")

    def plug_display(self):
        """Plugs a display in, like the one that was there, but into another slot: QEMU 7 does not
        give the old one's memory back."""
        self._display_slot -= 1
        self.plug("bochs-display", "display", xres=800, yres=480, addr=f"{self._display_slot:#x}")

    def plug_usb_sound(self, number):
        """Plugs a USB sound card in; what it plays goes into `usb_speaker(number)`."""
        name = f"usb-sound-{number}"
        self.plug("usb-audio", name, bus="usb.0", audiodev=name)

    def usb_speaker(self, number):
        """The file with what a USB sound card played."""
        return self.folder / f"usb-speaker-{number}.wav"
