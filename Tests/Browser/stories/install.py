"""A device with nothing but its image: its screen is scanned with a telephone, and it is a home's."""

import subprocess

from office import ROOT, wait_until
from people import PHONE

HOMES = {}
# What the desk's address is for telephones; the test's own server takes its place.
PUBLIC = "https://loa.example"


def scanned(office):
    """What the square on the device's screen says; None if there is none."""
    picture = office.folder / "device.png"
    office.loanha("sim", "screen", "--home", "may-moi", "--out", picture)
    read = subprocess.run(["zbarimg", "--nodbus", "--quiet", "--raw", picture],
                          capture_output=True, text=True)
    return read.stdout.strip() or None


def tell(office, lan, minh, hoa):
    office.loanha("city", "init", "--city", "city")
    office.loanha("city", "endorse", "--city", "city", "--ward", "ward")
    office.loanha("city", "trust", "--ward", "ward", "--out", "may-moi", "--page", PUBLIC)
    office.start("enrolment", "mosquitto", "-c", office.ward / "broker/enrolment.conf")
    office.start("may-moi", office.programs / "loanhad", "--board", ROOT / "boards/simulator.toml",
                 "--home", "may-moi")
    wait_until(lambda: (office.folder / "may-moi/screen.png").exists(), "the device has a screen")
    address = wait_until(lambda: scanned(office), "the device shows a square")
    assert address.startswith(f"{PUBLIC}/claim/"), address

    # hoa's browser is the installer's telephone.
    hoa.resize(PHONE)
    hoa.size = PHONE
    hoa.to("/homes/claim")
    hoa.sees("phiên bản 0.1.0")
    hoa.picture("claims")
    hoa.go(address.removeprefix(PUBLIC))
    assert hoa.find("#device").get_attribute("value") == address.rsplit("/", 1)[1]
    hoa.write("#address", "Số 12, ngõ 34 phố Đội Cấn")
    hoa.write("#home", "nha-7")
    hoa.picture("claim")
    hoa.send("main form button.main")
    hoa.sees("✓ Máy đã có giấy chứng nhận")
    hoa.sees("✓ Máy đã kết nối về phường")
    hoa.picture("installed")
    assert office.is_online("nha-7")

    # lan, who writes, does not install.
    lan.to("/homes/claim")
    lan.sees("Bạn không có quyền làm việc này")

    # The device is given back: it is out at once.
    hoa.to("/homes/nha-7/settings")
    hoa.browser.execute_script("for (const one of document.querySelectorAll('details')) one.open = true")
    hoa.press("form[action$='/retire'] input[name=sure]")
    hoa.send("form[action$='/retire'] button")
    wait_until(lambda: "nha-7 is retired and out of the broker" in office.log("server"),
               "the broker has put it out")
