"""An officer moves a home from the page and goes back with one click; the home takes it up each time. The map of
homes says the same as its list, on a laptop and on a telephone."""

from office import wait_until
from people import PHONE

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn"} | {
    f"nha-{number}": f"Số {number}, phố Đội Cấn" for number in range(2, 24)} | {
    "nha-24": "Nhà ông Minh, sau chợ"}


def tell(office, lan, minh, hoa):
    office.switch_on("nha-1")
    hoa.to("/homes/nha-1")
    hoa.send("a[href$='/homes/nha-1/settings']")
    hoa.sees("Máy dùng cài đặt lúc lắp.")
    hoa.write("#address", "Số 5, phố Đội Cấn")
    hoa.choose("#text-size", "lon")
    hoa.send("button.main")
    hoa.sees("Máy đã nhận bản 1")
    hoa.picture("settings")
    hoa.resize(PHONE)
    hoa.picture("settings-phone")
    hoa.send("#history button")
    hoa.sees("Máy đã nhận bản 2")
    assert "Số 12, ngõ 34 phố Đội Cấn" in office.loanha(
        "terminal", "show", "--ward", "ward", "--id", "nha-1")

    # Who only writes items sees what is set, and has nothing to press.
    lan.to("/homes/nha-1/settings")
    lan.sees("Máy đã nhận bản 2")
    assert "Lưu và gửi" not in lan.text()

    office.loanha("terminal", "retire", "--ward", "ward", "--id", "nha-23")
    lan.to("/homes/map")
    lan.sees("phố Đội Cấn (22)")
    lan.picture("map")
    minh.resize(PHONE)
    minh.to("/homes/map")
    minh.picture("map-phone")
    width = "return document.documentElement.scrollWidth <= window.innerWidth"
    assert minh.browser.execute_script(width), "the page itself scrolls sideways"
    shown = "return [...document.querySelectorAll('#map a')].map(one => one.getAttribute('href')).sort().join()"
    listed = "return [...document.querySelectorAll('#list a')].map(one => one.getAttribute('href')).sort().join()"
    assert minh.browser.execute_script(shown) == minh.browser.execute_script(listed) != ""
    lan.send("#legend a[href='?filter=retired']")
    lan.sees("phố Đội Cấn (1)")
    wait_until(lambda: "nha-23" in lan.browser.page_source, "the retired home is there")
