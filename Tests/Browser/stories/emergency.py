"""An emergency in two clicks, its homes that were not reached, its correction and its all-clear."""

import time

from office import wait_until

HOMES = {"nha-1": "Số 12, ngõ 34 phố Đội Cấn", "nha-2": "Số 7 <i>phố</i> Ngọc Hà"}


def tell(office, lan, minh, hoa):
    office.switch_on("nha-1")

    # Lan, an editor, has no way there.
    lan.to("/emergency")
    lan.sees("không có quyền")

    hoa.to("/emergency")
    hoa.picture("emergency")
    for place in ("exercise", "test"):
        hoa.to(f"/emergency/{place}")
        hoa.picture(f"emergency-{place}")
    hoa.to("/emergency/real")
    hoa.picture("emergency-real")
    hoa.write("#where", "ngõ 12 phố Đội Cấn")
    hoa.send("button[value=chay]")
    hoa.sees("NGAY LẬP TỨC")
    hoa.sees("2 nhà")
    hoa.picture("emergency-confirm")
    clicked = time.monotonic()
    hoa.send("button[data-sign]")
    hoa.sees("chưa tới")
    print(f"    the list of homes stood {time.monotonic() - clicked:.1f} s after the click")
    item = hoa.browser.current_url.split("/items/")[1].split("/")[0]
    wait_until(lambda: "received" in office.facts("nha-1", item), "nha-1 has it")

    # The list is live: nha-1 leaves it by itself, nha-2, which is off, stays.
    wait_until(lambda: "1/2 chưa tới" in hoa.text().replace("\n", " "), "only nha-2 is left")
    hoa.sees("Số 7 <i>phố</i> Ngọc Hà")
    assert "Số 12, ngõ 34" not in hoa.find("#unreached").text
    hoa.picture("reach")
    hoa.send("#unreached form button")
    hoa.sees("Đã gửi lại")
    hoa.sees("chưa cài đặt máy gửi tin nhắn")
    hoa.sees("Sau 60 giây: 1 nhà chưa tới", patience=90)

    # Somebody confirms at home.
    office.loanha("sim", "press", "ok", "--home", "nha-1")
    wait_until(lambda: "1/2 đã bấm" in hoa.text().replace("\n", " "), "the confirmation is live")

    # It is corrected, which takes a signature as well, and ended.
    hoa.send("a[href$='/correct']")
    hoa.write("#headline", "CHÁY tại ngõ 14 phố Đội Cấn")
    hoa.send("main form button.main")
    hoa.sees("đính chính")
    hoa.send("button[data-sign]")
    hoa.sees("chưa tới")
    wait_until(lambda: office.facts("nha-1", item).count("received") == 2, "the correction is there")
    hoa.send("a[href$='/clear']")
    hoa.sees("Đám cháy đã được dập tắt")
    hoa.picture("all-clear")
    hoa.send("button[data-sign]")
    hoa.sees("đã rút")
    wait_until(lambda: office.facts("nha-1", item).count("received") == 3, "the all-clear is there")

    # The exercise is another place, and says what it is.
    hoa.to("/emergency/exercise/confirm?text=lu")
    hoa.sees("DIỄN TẬP")
    hoa.sees("Đây là diễn tập")
