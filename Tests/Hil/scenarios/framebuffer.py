"""A machine without a DRM driver: its fbdev display takes the place, with 16 bits a pixel."""

from build_guest import make_data_image
from guest import Guest
from rig import DATA_MEGABYTES, TERMINAL
from ward import Ward

# The driver of a Cirrus card, the only one of Debian's for fbdev that QEMU has hardware for. Nobody
# loads it by itself.
LOAD = "modprobe cirrusfb mode_option=800x480M-16@60"


def run(rig):
    folder = rig.out / "framebuffer"
    with Ward(rig.programs, folder / "host") as ward:
        data = folder / "data.ext4"
        make_data_image(data, ward.enrol(TERMINAL), DATA_MEGABYTES)
        with Guest(rig.build, folder, data, data_format="raw", display="cirrus-vga",
                   kernel_words="vt.global_cursor_default=0") as guest:
            with rig.traces(guest):
                ward.wait_for_terminal(TERMINAL, faults=["display"])
                guest.run(LOAD)
                ward.wait_for_terminal(TERMINAL, faults=[])
                assert "display /dev/fb0 (CL Picasso4)" in guest.journal(), guest.journal()
                rig.compare(guest, "rest")
