"""Builds the guest: a minimal Debian with the terminal's package, as files that QEMU boots.

No loop device, no mount and no image tool of root's: `mmdebstrap` makes the root file system as
an ext2 image, `mke2fs` fills the data partition from a folder. What was built is kept in
`.build-hil/` and built again when one of its inputs changes.

    .build-hil/kernel/     Debian's kernel, unpacked; vmlinux, which QEMU starts without a boot loader
    .build-hil/root.ext2   the root file system, mounted read-only
    .build-hil/initrd.cpio finds the root file system
"""

import hashlib
import lzma
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
# How the data partition is made and mounted, on a card as here.
DATA_PARTITION = HERE.parent.parent / "provisioning" / "data-partition.conf"
RELEASE = "bookworm"
MIRROR = "http://deb.debian.org/debian"

# Beside what the terminal's package asks for: an init, what loads drivers, and what the scenarios
# look into the guest with.
PACKAGES = ["systemd-sysv", "udev", "kmod", "iproute2", "alsa-utils", "i2c-tools", "sqlite3"]

# Of fonts only the two files that screens are drawn with, of documentation nothing; and no waiting
# for the disk, since a root file system that was not finished is thrown away.
DPKG_OPTIONS = [
    "force-unsafe-io",
    "path-exclude=/usr/share/doc/*", "path-exclude=/usr/share/man/*",
    "path-exclude=/usr/share/locale/*", "path-exclude=/usr/share/fonts/truetype/noto/*",
    "path-include=/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",
    "path-include=/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf",
]

# The drivers of what QEMU offers, and a bus on which sensors are made up; a kernel for another
# processor has not all of them.
MODULES = """
    virtio_pci virtio_blk virtio_net virtio_console virtio_input virtio_rng ext4
    snd-hda-intel snd-hda-codec-generic snd-usb-audio xhci-pci usbhid hid-generic
    bochs virtio-gpu evdev atkbd i8042 i6300esb
    i2c-stub i2c-dev lm75 bmp280-i2c rtc-cmos
    cirrusfb hid-picolcd ledtrig-timer
""".split()

# What the initrd needs to reach the root file system.
EARLY_MODULES = ["virtio_pci", "virtio_blk", "ext4"]

INIT = """#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
for module in $(cat /modules/order); do insmod /modules/$module; done
tries=0
while [ ! -b /dev/vda ] && [ $tries -lt 200 ]; do sleep 0.05; tries=$((tries + 1)); done
mount -t ext4 -o ro /dev/vda /root || exec sh
mount --move /dev /root/dev
mount --move /proc /root/proc
mount --move /sys /root/sys
exec switch_root /root /sbin/init
"""


SIGNATURE_END = b"~Module signature appended~\n"
# Of the structure before it; its last four bytes are the length of the signature before itself.
SIGNATURE_HEADER_BYTES = 12


def read_module(file):
    """A driver as the kernel needs it: unpacked, and without the signature that would be verified
    each time it is loaded."""
    content = file.read_bytes()
    if file.suffix == ".xz":  # Debian 13 packs each driver
        content = lzma.decompress(content)
    if not content.endswith(SIGNATURE_END):
        return content
    end = len(content) - len(SIGNATURE_END)
    length = int.from_bytes(content[end - 4:end], "big")
    return content[:end - SIGNATURE_HEADER_BYTES - length]


def run(*command, **options):
    """Runs a program; what it said is in the error if it fails."""
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}:\n{done.stdout}{done.stderr}")
    return done.stdout


def extract_vmlinux(compressed, vmlinux):
    """Takes the kernel out of its self-extracting file: QEMU then starts it without unpacking."""
    data = compressed.read_bytes()
    start = data.find(b"\xfd7zXZ\0")
    while start >= 0:
        try:
            kernel = lzma.LZMADecompressor(lzma.FORMAT_XZ).decompress(data[start:])
        except lzma.LZMAError:
            kernel = b""
        if kernel.startswith(b"\x7fELF"):
            vmlinux.write_bytes(kernel)
            return
        start = data.find(b"\xfd7zXZ\0", start + 1)
    raise RuntimeError(f"{compressed} holds no kernel compressed with xz")


class GuestBuild:
    """What a build makes, and where it lies."""

    # The board file that is for it, and how QEMU is started.
    BOARD = "qemu-x86"
    MACHINE = ["qemu-system-x86_64", "-accel", "tcg", "-M", "pc"]
    CONSOLE = "ttyS0"
    DISPLAY = "bochs-display"
    DEVICES = []
    # That it takes of the host.
    PROCESSORS = 1

    def __init__(self, folder, package):
        """`package`: the terminal's Debian package."""
        self.folder = pathlib.Path(folder).resolve()
        self.package = pathlib.Path(package).resolve()
        self.vmlinux = self.folder / "kernel" / "vmlinux"
        self.initrd = self.folder / "initrd.cpio"
        self.root = self.folder / "root.ext2"
        self.busybox = pathlib.Path("/bin/busybox")

    def build(self):
        """Builds what is missing or old; says whether there was anything to do."""
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = self.folder / "inputs.sha256"
        inputs = self._inputs()
        if stamp.exists() and stamp.read_text() == inputs and self.root.exists():
            return False
        stamp.unlink(missing_ok=True)
        modules = self._kernel()
        self._initrd(modules)
        self._root(modules)
        stamp.write_text(inputs)
        return True

    def _inputs(self):
        """A digest of everything that the guest is made of."""
        digest = hashlib.sha256()
        parts = [*sorted(HERE.glob("build_*.py")), DATA_PARTITION, self.package]
        parts += sorted(path for path in (HERE / "guest").rglob("*") if path.is_file())
        for path in parts:
            digest.update(f"{path.name} {path.stat().st_mode}\n".encode() + path.read_bytes())
        return digest.hexdigest()

    def _kernel(self):
        """Unpacks Debian's kernel; returns the folder of its modules."""
        folder = self.folder / "kernel"
        if not self.vmlinux.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            depends = run("apt-cache", "depends", "linux-image-amd64")
            name = re.search(r"Depends: (linux-image-\S+)", depends).group(1)
            run("apt-get", "-qq", "download", name, cwd=folder)
            (archive,) = folder.glob("linux-image-*.deb")
            run("dpkg-deb", "-x", archive, folder)
            archive.unlink()
            (compressed,) = (folder / "boot").glob("vmlinuz-*")
            extract_vmlinux(compressed, self.vmlinux)
        (modules,) = (folder / "lib" / "modules").iterdir()
        if not (modules / "modules.dep.bin").exists():
            run("depmod", "-b", folder, modules.name)
        return modules

    def _module_files(self, modules, names):
        """The files of modules and of what they need, in the order in which they load."""
        base, release = modules.parent.parent.parent, modules.name
        files = []
        for name in names:
            lines = subprocess.run(
                ["modprobe", "-d", base, "-S", release, "--show-depends", name],
                capture_output=True, text=True).stdout.splitlines()
            for line in lines:
                word, _, path = line.partition(" ")
                file = pathlib.Path(path.split()[0]) if word == "insmod" else None
                if file is not None and file not in files:
                    files.append(file)
        return files

    def _initrd(self, modules):
        tree = self.folder / "initrd"
        shutil.rmtree(tree, ignore_errors=True)
        for name in ("bin", "dev", "modules", "proc", "root", "sys"):
            (tree / name).mkdir(parents=True)
        shutil.copy(self.busybox, tree / "bin" / "busybox")
        for applet in ("cat", "insmod", "mount", "sh", "sleep", "switch_root"):
            (tree / "bin" / applet).symlink_to("busybox")
        order = []
        for file in self._module_files(modules, EARLY_MODULES):
            name = file.name.removesuffix(".xz")
            (tree / "modules" / name).write_bytes(read_module(file))
            order.append(name)
        (tree / "modules" / "order").write_text("\n".join(order) + "\n")
        init = tree / "init"
        init.write_text(INIT)
        init.chmod(0o755)
        names = "\n".join(str(path.relative_to(tree)) for path in sorted(tree.rglob("*")))
        archive = subprocess.run(
            ["cpio", "--create", "--format=newc", "--owner=0:0", "--quiet"], cwd=tree,
            input=names.encode(), stdout=subprocess.PIPE, check=True).stdout
        self.initrd.write_bytes(archive)

    def _overlay(self, modules):
        """The rig's own files and the kernel's modules, to be unpacked over the root."""
        tree = self.folder / "overlay"
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(HERE / "guest", tree)
        fstab = tree / "etc" / "fstab"
        fstab.write_text(fstab.read_text().replace("@data_mount@", data_partition("mount")))
        target = tree / "usr" / "lib" / "modules" / modules.name
        for file in self._module_files(modules, MODULES):
            copy = target / file.relative_to(modules)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.with_name(file.name.removesuffix(".xz")).write_bytes(read_module(file))
        for path in modules.glob("modules.builtin*"):
            shutil.copy(path, target)
        shutil.copy(modules / "modules.order", target)
        run("depmod", "-b", tree / "usr", modules.name)
        (tree / "usr" / "share" / "loanha-rig").mkdir(parents=True)
        shutil.copy(self.package, tree / "usr" / "share" / "loanha-rig" / "loanhad.deb")

        def owned_by_root(member):
            member.uid = member.gid = 0
            member.uname = member.gname = "root"
            return member

        archive = self.folder / "overlay.tar"
        with tarfile.open(archive, "w") as tar:
            tar.add(tree, arcname=".", filter=owned_by_root)
        return archive

    def _root(self, modules):
        overlay = self._overlay(modules)
        made = self.folder / "root.new.ext2"
        made.unlink(missing_ok=True)
        package = "/usr/share/loanha-rig/loanhad.deb"
        install = f"apt-get install --quiet --yes --no-install-recommends {package}"
        run("mmdebstrap", "--quiet", "--format=ext2", "--variant=minbase",
            f"--include={','.join(PACKAGES)}", *(f"--dpkgopt={line}" for line in DPKG_OPTIONS),
            f"--customize-hook=tar-in {overlay} /",
            f'--customize-hook=chroot "$1" {install}',
            '--customize-hook=chroot "$1" /usr/lib/loanha-rig/finish',
            RELEASE, made, MIRROR)
        os.replace(made, self.root)


def data_partition(name):
    """How the data partition is made, or mounted: `data_NAME` of its settings."""
    return re.search(rf"^data_{name}='(.*)'$", DATA_PARTITION.read_text(), re.M)[1]


def make_data_image(path, source, megabytes):
    """Makes the data partition, with a copy of the folder `source` in it."""
    path.unlink(missing_ok=True)
    run("mke2fs", "-q", *shlex.split(data_partition("make")), "-d", source, path, f"{megabytes}M")
