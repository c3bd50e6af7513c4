"""Compares what a display shows with a golden picture.

Golden pictures lie in `Golden/`. A pixel fits if no colour channel is off by more than
`CHANNEL_TOLERANCE`, and a picture if all but `PIXEL_TOLERANCE` of its pixels do: another version
of FreeType puts its edges a shade differently. What can't be the same twice, the time of day and
dates, is masked: `Golden/<name>.mask` lists rectangles, `x y width height` a line.
"""

import pathlib
import time

from PIL import Image, ImageChops, ImageDraw

from guest import GuestError

GOLDEN = pathlib.Path(__file__).resolve().parent / "Golden"
CHANNEL_TOLERANCE = 40
PIXEL_TOLERANCE = 0.002


def masks(name):
    """The rectangles of a picture that don't count."""
    path = GOLDEN / f"{name}.mask"
    lines = path.read_text().splitlines() if path.exists() else []
    return [tuple(map(int, line.split())) for line in lines if line and not line.startswith("#")]


def difference(shown, golden, name):
    """The part of the pixels that don't fit, and a picture of where they are; sizes are equal."""
    off = ImageChops.difference(shown.convert("RGB"), golden.convert("RGB"))
    red, green, blue = off.split()
    worst = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    wrong = worst.point(lambda value: 255 if value > CHANNEL_TOLERANCE else 0)
    draw = ImageDraw.Draw(wrong)
    for x, y, width, height in masks(name):
        draw.rectangle((x, y, x + width - 1, y + height - 1), fill=0)
    return wrong.histogram()[255] / (wrong.width * wrong.height), wrong


def wait_for(guest, name, update, seconds):
    """Waits until the guest's display shows the golden picture `name`; with `update`, takes what
    it shows when the time is over as the golden picture."""
    path = guest.folder / f"{name}.png"
    golden_path = GOLDEN / f"{name}.png"
    golden = Image.open(golden_path) if golden_path.exists() else None
    end = time.monotonic() + (5 if update else seconds)
    while True:
        shown = Image.open(guest.screenshot(path))
        part = 1.0
        if golden is not None and golden.size == shown.size:
            part, wrong = difference(shown, golden, name)
            if part <= PIXEL_TOLERANCE:
                return
        if time.monotonic() > end:
            break
        time.sleep(0.3)
    if update:
        shown.convert("RGB").save(golden_path, optimize=True)
        return
    if golden is None:
        raise GuestError(f"there is no golden picture {name}; see {path}")
    if golden.size != shown.size:
        raise GuestError(f"{path} has {shown.size} pixels, not {golden.size}")
    wrong.save(guest.folder / f"{name}-wrong.png")
    raise GuestError(f"{path} is not as {golden_path.name}: {part:.2%} of the pixels differ")
