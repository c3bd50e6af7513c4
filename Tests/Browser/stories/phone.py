"""Somebody at home would rather write than speak: the home shows a code, a phone writes, the ward answers."""

import subprocess

from office import AREA, ROOT, wait_until
from people import PHONE

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn"}
# What the ward's address is for the public; the test's own server takes its place.
PUBLIC = "https://phuong.example"


def press(office, *buttons):
    for button in buttons:
        office.loanha("sim", "press", button, "--home", "nha-1")


def code(office):
    """What the code on the home's screen says; None if there is none."""
    picture = office.folder / "home.png"
    office.loanha("sim", "screen", "--home", "nha-1", "--out", picture)
    read = subprocess.run(["zbarimg", "--nodbus", "--quiet", "--raw", picture],
                          capture_output=True, text=True)
    return read.stdout.strip() or None


def tell(office, lan, minh, hoa):
    form = office.folder / "form.toml"
    form.write_text(f'source = "UBND phường"\ndate = "2026-11-28"\n\n'
                    f'[writing-form]\naddress = "{PUBLIC}/f/{AREA}"\n')
    office.loanha("directory", "publish", "--ward", "ward",
                  *sorted((ROOT / "directory").glob("*.toml")), form, allowed=(0, 3))
    office.switch_on("nha-1")
    wait_until(lambda: "directory version 1" in office.log("nha-1"), "the home has the directory")

    # Noise is a subject without the home's name: the fourth. This home has no
    # microphone, so the first way is to write.
    press(office, "down", "down", "ok", "ok", "down", "down", "down", "ok", "ok")
    address = wait_until(lambda: code(office), "the home shows a code")
    assert address.startswith(f"{PUBLIC}/f/{AREA}/"), address
    path = address.removeprefix(PUBLIC)

    # hoa's browser is a phone now, of somebody who has no account.
    hoa.browser.delete_all_cookies()
    hoa.resize(PHONE)
    wait_until(lambda: hoa.go(path) or "Gửi không kèm tên hộ" in hoa.text(),
               "the desk has heard of the form")
    hoa.picture("phone")
    hoa.write("#words", "Quán karaoke số 5 hát đến 1 giờ sáng.\nXin phường nhắc.")
    hoa.send("button.main")
    hoa.sees("Phường đã nhận")
    hoa.picture("phone-done")
    assert "karaoke" not in hoa.text(), "whoever scans the code next reads nothing"

    lan.to("/feedback")
    lan.sees("Quán karaoke số 5 hát đến 1 giờ sáng.")
    lan.sees("không nêu tên")
    lan.send("#inbox a")
    # The code has given way to what was written, on the screen that is still open.
    lan.sees("nhà đã mở xem")
    lan.picture("phone-feedback")
    lan.write("#words", "Tổ an ninh đã nhắc chủ quán.")
    lan.send("button[value=answered]")
    lan.sees("Tổ an ninh đã nhắc chủ quán.")
    wait_until(lambda: lan.text().count("nhà đã mở xem") == 2, "the home shows the answer")
    assert code(office) is None, "there is nothing to be written any more"
    office.loanha("sim", "screen", "--home", "nha-1", "--out",
                  office.folder / "screens" / "home-answered.png")
