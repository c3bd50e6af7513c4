"""Builds the guest for arm64: Debian 13 on QEMU's machine `virt`.

None of its programs is run on the way: the root file system is made by the tools of the toolchain
that `provisioning/arm64/make-sdk` made, from outside.
"""

import os
import shutil

from build_guest import DPKG_OPTIONS, HERE, MIRROR, PACKAGES, GuestBuild, run

TOP = HERE.parent.parent
SDK = TOP / ".build-arm64"
RELEASE = "trixie"
# What Debian's own variants would bring: here every package is named.
BASE = ["base-files", "base-passwd", "bash", "coreutils", "dash", "findutils", "grep", "libc-bin",
        "mount", "sed", "util-linux"]


def build_for(folder, package):
    """The build of a guest with this terminal's package, for the processor that it is for."""
    architecture = run("dpkg-deb", "--field", package, "Architecture").strip()
    kind = {"amd64": GuestBuild, "arm64": Arm64GuestBuild}[architecture]
    return kind(folder, package)


def names(path):
    """The packages that a list of dependencies names; of alternatives the first, Debian 13's."""
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return [line.split()[0] for line in lines]


class Arm64GuestBuild(GuestBuild):
    """The same guest as the PC, as far as the machine has the same devices."""

    BOARD = "qemu-arm64"
    PROCESSORS = 2
    MACHINE = ["qemu-system-aarch64", "-accel", "tcg,thread=multi", "-M", "virt",
               "-cpu", "cortex-a53", "-smp", str(PROCESSORS)]
    CONSOLE = "ttyAMA0"
    DISPLAY = "virtio-gpu-pci"
    DEVICES = ["-device", "virtio-keyboard-pci"]

    def __init__(self, folder, package):
        super().__init__(folder, package)
        self.busybox = self.folder / "kernel" / "usr" / "bin" / "busybox"

    def _kernel(self):
        folder = self.folder / "kernel"
        if not self.vmlinux.exists():
            shutil.rmtree(folder, ignore_errors=True)
            # With it the packages that it depends on; of those only busybox is used.
            run("mmdebstrap", "--quiet", "--variant=extract", "--architectures=arm64",
                "--include=linux-image-arm64,busybox-static", RELEASE, folder, MIRROR)
            (folder / "lib").symlink_to("usr/lib")
            (image,) = (folder / "boot").glob("vmlinuz-*")
            image.rename(self.vmlinux)
        (modules,) = (folder / "lib" / "modules").iterdir()
        if not (modules / "modules.dep.bin").exists():
            run("depmod", "-b", folder, modules.name)
        return modules

    def _root(self, modules):
        overlay = self._overlay(modules)
        made = self.folder / "root.new.ext2"
        made.unlink(missing_ok=True)
        packages = BASE + PACKAGES + names(TOP / "provisioning" / "deb" / "depends.txt")
        run(TOP / "provisioning" / "arm64" / "in-sdk", SDK,
            "mmdebstrap", "--quiet", "--mode=chrootless", "--format=ext2", "--architectures=arm64",
            "--variant=custom", f"--include={','.join(packages)}",
            *(f"--dpkgopt={line}" for line in DPKG_OPTIONS),
            f"--customize-hook=tar-in {overlay} /",
            '--customize-hook=dpkg --root="$1" --force-script-chrootless --install'
            ' "$1/usr/share/loanha-rig/loanhad.deb"',
            f'--customize-hook={HERE}/guest/usr/lib/loanha-rig/finish "$1"',
            RELEASE, made, MIRROR)
        os.replace(made, self.root)
